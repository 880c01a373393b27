"""A book that doubts what it remembers: it reads it again in the same transaction, and compares."""

from typing import Any

import msgspec

from zandaka.ledger.loading import load
from zandaka.ledger.memory import Memory
from zandaka.ledger.model import Lot, State, Touch

#: How many wallets were taken from memory, and compared, by this process of the run.
compared: int = 0


def load_twice(
    connection: Any, number: int, keys: str, touch: Touch, series: Any, memory: Memory
) -> Any:
    """What `loading.load` gives; raises AssertionError where memory has it otherwise than the
    database."""
    global compared
    given = load(connection, number, keys, touch, series, memory)
    known = memory.known(touch)
    if known:
        compared += len(known)
        _, _, read = load(connection, number, keys, touch, series, Memory(0))
        for identifier in known:
            assert _told(given[2], identifier, touch) == _told(read, identifier, touch)
    return given


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
    holds = sorted((line.hold.id, line.yen) for line in lot.holds)
    return (
        lot.id, lot.wallet, lot.series.id, lot.origin, lot.balance, lot.held, lot.expires_at, holds,
    )  # fmt: skip
