"""A book that doubts what it remembers: it reads it again in the same transaction, and compares."""

from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from zandaka.ledger.loading import load
from zandaka.ledger.memory import Memory
from zandaka.ledger.model import Lot, State, Touch

#: How many wallets were taken from memory, and compared, by this process of the run.
compared: int = 0

#: By what each book remembers: all that its batches have ever named.
_named: WeakKeyDictionary[Memory, Touch] = WeakKeyDictionary()


def load_twice(
    connection: Any, number: int, keys: str, touch: Touch, series: Any, memory: Memory
) -> Any:
    """What `loading.load` gives; raises AssertionError where memory has anything otherwise than
    the database, be it asked for or not."""
    global compared
    given = load(connection, number, keys, touch, series, memory)
    known = memory.known(touch)
    if known:
        compared += len(known)
        _, _, read = load(connection, number, keys, touch, series, Memory(0))
        for identifier in known:
            assert _told(given[2], identifier, touch) == _told(read, identifier, touch)
            assert _held(given[2], identifier) == _held(read, identifier)
    named = _named.setdefault(memory, Touch())
    named.wallets |= touch.wallets
    named.limits |= touch.limits
    if _compare_all(connection, number, named, series, memory):
        memory.give(known, touch, State())
    return given


def _compare_all(
    connection: Any, number: int, named: Touch, series: Any, memory: Memory
) -> set[int]:
    """Compares all that is remembered, with each limit by itself; returns the wallets."""
    wallets = Touch()
    wallets.wallets = named.wallets
    wallets.wallets = found = memory.known(wallets)
    if not found:
        return found
    wallets.limits = named.limits
    _, _, read = load(connection, number, "{}", wallets, series, Memory(0))
    for limit in ("", *named.limits):
        one = Touch()
        one.wallets, one.limits = found, {limit} - {""}
        known, remembered = memory.known(one), State()
        memory.give(known, one, remembered)
        for identifier in known:
            assert _told(remembered, identifier, one) == _told(read, identifier, one)
    return found


def _told(state: State, identifier: int, touch: Touch) -> Any:
    wallet = state.wallets[identifier]
    return (
        [getattr(wallet, name) for name in wallet.__struct_fields__ if name not in _NOT_READ],
        sorted(map(_lot, wallet.lots)),
        sorted(one.id for one in state.lots.values() if one.wallet == identifier),
        {
            kind: msgspec.structs.asdict(used)
            for kind in touch.limits
            if (used := state.usage.get((identifier, kind)))
        },
    )


#: Given where a medium is opened, and not read again.
_NOT_READ = ("lots", "prefecture", "inquiry", "secret")


def _lot(lot: Lot) -> tuple[Any, ...]:
    return (lot.id, lot.wallet, lot.series.id, lot.origin, lot.balance, lot.held, lot.expires_at)


def _held(state: State, identifier: int) -> Any:
    lots = state.wallets[identifier].lots
    return sorted((lot.id, line.hold.id, line.yen) for lot in lots for line in lot.holds)
