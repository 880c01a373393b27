"""The cycle collector, told what this program is like.

A batch makes tens of thousands of small objects and drops them all by reference count; looking
for cycles among them every 700 allocations took a sixth of the ledger's time in Python (18
against 15 microseconds a payment in `bench ledger`). Cycles are rare here (a hold and its lots), so
they are looked for seldom."""

import gc


def relax() -> None:
    """Call once at the start of a process that writes books, after its imports."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
