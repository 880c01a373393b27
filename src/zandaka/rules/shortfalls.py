"""What a force post left its holder owing: taken from value on the card, written off, or less by a
refund. Whichever way, each yen of it ends once."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, LiteralString

import msgspec

from zandaka.ledger.model import Lot
from zandaka.ledger.records import Record
from zandaka.rules.lots import Part


class CollectedPart(msgspec.Struct, frozen=True):
    """Yen that were taken from a lot."""

    lot: int
    yen: int


class Shortfall(Record, kw_only=True, eq=False):
    """Of the `yen` that were missing when an operation was posted by force, `left_yen` are owed,
    `written_off_yen` will not be asked for, and `collected` were taken from lots. What is in none
    of the three, a refund has paid back."""

    table: ClassVar[LiteralString] = "shortfalls"
    changing: ClassVar[tuple[LiteralString, ...]] = ("left_yen", "written_off_yen", "collected")
    open_where: ClassVar[LiteralString] = "left_yen > 0"

    yen: int
    left_yen: int
    written_off_yen: int = 0
    collected: tuple[CollectedPart, ...] = ()

    @property
    def under_way(self) -> bool:
        return self.left_yen > 0


class Back(msgspec.Struct, frozen=True):
    """What a refund does of what was missing: `owed_yen` are owed no longer, `lots` get what was
    collected from them, and of what was written off `written_off_yen` were no loss."""

    owed_yen: int = 0
    lots: tuple[tuple[int, int], ...] = ()
    written_off_yen: int = 0
    records: tuple[Shortfall, ...] = ()


def begin(wallet: int, yen: int) -> tuple[Shortfall, ...]:
    """The record of `yen` that were missing; none where nothing was."""
    return (Shortfall(wallet=wallet, yen=yen, left_yen=yen),) if yen else ()


def owed(found: Iterable[Shortfall]) -> int:
    """Yen that are owed in all."""
    return sum(one.left_yen for one in found)


def collect(
    found: Sequence[Shortfall], parts: Iterable[Part]
) -> tuple[list[tuple[Lot, Shortfall, int]], list[Shortfall]]:
    """Which lot pays how much of which shortfall, the oldest first, and the records as they are
    then. The parts come to no more than is owed."""
    paid: list[tuple[Lot, Shortfall, int]] = []
    changed: list[Shortfall] = []
    waiting = iter(found)
    now: Shortfall | None = None
    for lot, yen in parts:
        rest = yen
        while rest:
            if now is None or not now.left_yen:
                now = msgspec.structs.replace(next(waiting))
                changed.append(now)
            part = min(rest, now.left_yen)
            now.left_yen -= part
            now.collected = _added(now.collected, lot.id, part)
            paid.append((lot, now, part))
            rest -= part
    return paid, changed


def write_off(
    found: Sequence[Shortfall], yen: int
) -> tuple[list[tuple[Shortfall, int]], list[Shortfall]]:
    """How much of which shortfall will not be asked for, the oldest first, and the records as they
    are then."""
    given_up: list[tuple[Shortfall, int]] = []
    for one in found:
        part = min(yen, one.left_yen)
        if part:
            after = msgspec.structs.replace(
                one, left_yen=one.left_yen - part, written_off_yen=one.written_off_yen + part
            )
            given_up.append((after, part))
            yen -= part
    return given_up, [after for after, _ in given_up]


def give_back(found: Shortfall | None, yen: int) -> Back:
    """What becomes of `yen` that a refund pays back of what was missing. First they are owed no
    longer; then the holder gets what was collected, what was taken last first; what the issuer has
    written off comes last."""
    if found is None or not yen:
        return Back(owed_yen=yen)
    after = msgspec.structs.replace(found)
    less = min(yen, after.left_yen)
    after.left_yen -= less
    lots, rest = _out_of(after, yen - less)
    assert rest <= after.written_off_yen, "no more comes back than was missing"
    after.written_off_yen -= rest
    return Back(less, lots, rest, (after,))


def collected(found: Shortfall | None) -> int:
    """Yen that were taken from lots, and not given back since."""
    return 0 if found is None else sum(part.yen for part in found.collected)


def restore(found: Shortfall | None, yen: int) -> Back:
    """What becomes of `yen` that were collected and are given back to the holder, what was taken
    last first. What is owed still was debited from nobody."""
    if found is None or not yen:
        return Back()
    after = msgspec.structs.replace(found)
    lots, rest = _out_of(after, yen)
    assert not rest, "no more comes back than was collected"
    return Back(0, lots, 0, (after,))


def _out_of(record: Shortfall, yen: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Takes `yen` out of what was collected: to which lots they go, and what is missing."""
    lots: list[tuple[int, int]] = []
    kept = list(record.collected)
    while yen and kept:
        last = kept.pop()
        part = min(yen, last.yen)
        lots.append((last.lot, part))
        yen -= part
        if part < last.yen:
            kept.append(CollectedPart(last.lot, last.yen - part))
    record.collected = tuple(kept)
    return tuple(lots), yen


def _added(collected: tuple[CollectedPart, ...], lot: int, yen: int) -> tuple[CollectedPart, ...]:
    if collected and collected[-1].lot == lot:
        return (*collected[:-1], CollectedPart(lot, collected[-1].yen + yen))
    return (*collected, CollectedPart(lot, yen))
