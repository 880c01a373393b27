"""What becomes of value once it is back in the lots of a wallet: what has no room is kept apart
(R69), and what is exempt no longer becomes what it is by now (R91)."""

from collections.abc import Iterable

import msgspec

from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Lot, Moment, Move, State, Touch, Wallet
from zandaka.ledger.records import Record
from zandaka.rules import suspense
from zandaka.rules.medium import Renewed


class Onward(msgspec.Struct, frozen=True):
    """The transfers that follow on those of the return itself. `yen` were kept apart, in `records`;
    `lots` are new, of a product inside the Act."""

    yen: int = 0
    moves: tuple[Move, ...] = ()
    lots: tuple[Lot, ...] = ()
    records: tuple[Record, ...] = ()


NOTHING = Onward()


def touch_return(touch: Touch) -> None:
    """For a command that returns value to the wallets it names, or whose past operations it
    names."""
    touch.of_wallets.add(Kind.SUSPENSE)
    touch.successors = True
    touch.exempt_dates = True


def onward(
    wallet: Wallet | None,
    parts: Iterable[tuple[Lot, int]],
    renewed: Renewed,
    state: State,
    moment: Moment,
) -> Onward:
    """What follows on a return of `parts` to a wallet, whose ends it has `renewed`."""
    parts = list(parts)
    beyond = suspense.park(wallet, parts, state, moment, renewed.ends())
    changed = regulated(parts, renewed, beyond.moves, moment)
    if not changed:
        return Onward(beyond.yen, beyond.moves, (), beyond.records)
    return Onward(
        beyond.yen,
        (*beyond.moves, *changed),
        tuple(into for _, into, _, _ in changed if isinstance(into, Lot)),
        beyond.records,
    )


def regulated(
    parts: Iterable[tuple[Lot, int]], renewed: Renewed, kept: Iterable[Move], moment: Moment
) -> tuple[Move, ...]:
    """The transfers to new lots of what came back to a lot outside the Act that would be good for
    too long by now; without what was `kept` apart on its way. Its product says what it becomes."""
    yen: dict[int, int] = {}
    for lot, part in parts:
        yen[lot.id] = yen.get(lot.id, 0) + part
    for lot, _, part, _ in kept:
        yen[lot.id] = yen.get(lot.id, 0) - part
    moves: list[Move] = []
    for lot, end in renewed.regulated:
        into = moment.terms.products[lot.series.product].media.regulated_as
        if yen.get(lot.id, 0) > 0:
            series = moment.series[into, "", ""]
            new = Lot(0, lot.wallet, series, lot.origin, 0, 0, end, lot.issued_at)
            moves.append((lot, new, yen[lot.id], 0))
    return tuple(moves)
