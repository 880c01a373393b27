"""What comes back to a wallet above its balance cap, where the terms keep it apart (R69). It stays
the holder's, and goes to the lots it came from as soon as there is room."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Final, LiteralString

import msgspec

from zandaka import ids
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Lot, Moment, Move, State, Wallet
from zandaka.ledger.records import Record
from zandaka.rules import lots
from zandaka.terms.model import Product


class ParkedPart(msgspec.Struct, frozen=True):
    """Yen that are to go to a lot."""

    lot: int
    yen: int


class Parked(Record, kw_only=True, eq=False):
    """What one operation brought back above the cap of a wallet, and has not gone to its lots."""

    table: ClassVar[LiteralString] = "parked"
    changing: ClassVar[tuple[LiteralString, ...]] = ("parts",)
    open_where: ClassVar[LiteralString] = "parts <> '[]'::jsonb"

    parts: tuple[ParkedPart, ...]

    @property
    def under_way(self) -> bool:
        return bool(self.parts)


class Beyond(msgspec.Struct, frozen=True):
    """How much of a return is kept apart: the transfers that follow on those of the return itself,
    and the record of it."""

    yen: int = 0
    moves: tuple[Move, ...] = ()
    records: tuple[Parked, ...] = ()


_NOTHING = Beyond()
_AS_THEY_ARE: Final[Mapping[int, datetime]] = {}


def cap_on(product: Product, day: date) -> int | None:
    """The balance cap above which what comes back is kept apart; None where none is. A cap that
    counts loads has nothing to say: what comes back was loaded once, and is not loaded again."""
    if (
        product.paying.beyond_balance_max == "allow"
        or product.issuing.balance_max_counts == "loaded"
    ):
        return None
    return product.limit("balance_max", day)


def room(wallet: Wallet, moment: Moment) -> int | None:
    """Yen that still fit below the cap, less than nothing where it is passed; None where nothing is
    kept apart."""
    cap = cap_on(moment.terms.products[wallet.product], moment.day)
    return None if cap is None else cap - lots.total(wallet.lots, moment.at)


def park(
    wallet: Wallet | None,
    parts: Iterable[tuple[Lot, int]],
    state: State,
    moment: Moment,
    ends: Mapping[int, datetime] = _AS_THEY_ARE,
) -> Beyond:
    """What of `parts`, that come back to a wallet, goes on to suspense: what would pass the cap, of
    the value that ends last. Value that has expired meanwhile is not counted, unless the return has
    given its lot another of the `ends`."""
    free = None if wallet is None else room(wallet, moment)
    if wallet is None or free is None:
        return _NOTHING
    good: list[tuple[Lot, int]] = []
    for lot, yen in parts:
        end = ends.get(lot.id, lot.expires_at)
        if lot.wallet == wallet.id and (end is None or end > moment.at):
            good.append((lot, yen))
    over = sum(yen for _, yen in good) - max(0, free)
    moves: list[Move] = []
    kept: list[ParkedPart] = []
    total = 0
    for lot, yen in sorted(good, key=lambda one: lots.spend_order(one[0]), reverse=True):
        part = min(yen, over - total)
        if part > 0:
            total += part
            suspense = state.account(Kind.SUSPENSE, str(ids.WalletId(wallet.id)))
            moves.append((lot, suspense, part, 0))
            kept.append(ParkedPart(lot.id, part))
    if not kept:
        return _NOTHING
    return Beyond(total, tuple(moves), (Parked(wallet=wallet.id, parts=tuple(kept)),))


def unpark(
    found: Sequence[Parked],
    free: int | None,
    state: State,
    moment: Moment,
    ends: Mapping[int, datetime] = _AS_THEY_ARE,
) -> tuple[list[tuple[Lot, int]], list[Parked]]:
    """Which lots get how much of what is parked, the oldest first, and the records as they are
    then. A lot that has expired takes no room, unless its value comes back with another of the
    `ends`."""
    parts: list[tuple[Lot, int]] = []
    changed: list[Parked] = []
    for record in found:
        left: list[ParkedPart] = []
        for one in record.parts:
            lot = state.lots[one.lot]
            yen = one.yen
            end = ends.get(lot.id, lot.expires_at)
            if free is not None and (end is None or end > moment.at):
                yen = min(yen, max(0, free))
                free -= yen
            if yen:
                parts.append((lot, yen))
            if yen < one.yen:
                left.append(ParkedPart(one.lot, one.yen - yen))
        if tuple(left) != record.parts:
            changed.append(msgspec.structs.replace(record, parts=tuple(left)))
    return parts, changed
