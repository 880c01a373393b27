"""Which lots a payment takes, and to which ones value goes back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.model import Lot, PastTransfer
from zandaka.terms.instrument.paying import SpendFirst

#: A lot and how many yen of it.
Part = tuple[Lot, int]

_NEVER = datetime.max.replace(tzinfo=UTC)


def spend_order(lot: Lot) -> tuple[bool, datetime, int]:
    """Earliest expiry first and value without expiry last; among equals the older lot."""
    expires_at = lot.expires_at
    if expires_at is None:
        return True, _NEVER, lot.id
    return False, expires_at, lot.id


def left_of(lots: Iterable[Lot], coupons: Collection[int]) -> list[Lot]:
    """The lots with value left, in the order of spending; with `coupons`, of these alone: a
    coupon is its wallet of issue, wherever its value went (R32)."""
    return sorted(
        (lot for lot in lots if lot.balance and (not coupons or lot.origin in coupons)),
        key=spend_order,
    )


def ordered(lots: Iterable[Lot], first: SpendFirst) -> list[Lot]:
    """`lots` in the order of spending, value of the legal kind `first` before the rest."""
    found = sorted(lots, key=spend_order)
    if first != "earliest_end":
        found.sort(key=lambda lot: lot.series.legal_kind != first)
    return found


def take(
    lots: Sequence[Lot], yen: int, at: datetime, first: SpendFirst = "earliest_end"
) -> list[Part]:
    """Takes `yen` from `lots` in the order of spending. Raises Refusal insufficient_value with what
    there is."""
    if len(lots) == 1 and not lots[0].held and lots[0].balance >= yen:  # most payments
        return [(lots[0], yen)]
    parts, missing = take_some(lots, yen, at, first)
    if missing:
        raise Refusal("insufficient_value", available_yen=yen - missing, yen=yen)
    return parts


def take_some(
    lots: Sequence[Lot],
    yen: int,
    at: datetime,
    first: SpendFirst = "earliest_end",
    at_most: Mapping[int, int] | None = None,
) -> tuple[list[Part], int]:
    """Takes of `yen` what there is, of the lots in `at_most` no more than that, and says how much
    is missing."""
    sequence = ordered(lots, first) if len(lots) > 1 else lots
    parts: list[Part] = []
    missing = yen
    for lot in sequence:
        available = lot.balance if not lot.held else lot.available(at)
        if at_most:
            available = min(available, at_most.get(lot.id, available))
        if available >= missing:
            parts.append((lot, missing))
            return parts, 0
        if available > 0:
            parts.append((lot, available))
            missing -= available
    return parts, missing


def give_back(transfers: Sequence[PastTransfer], yen: int | None) -> list[tuple[PastTransfer, int]]:
    """Which debits of a payment `yen` go back to; None = all that is left.

    The last debit first: payments take the earliest expiry first, so a partial return restores
    the value that stays good the longest. Restored at most once: raises Refusal exceeds_debit
    where more is asked than refunds, restorations and awards have left (R25)."""
    left = sum(transfer.left for transfer in transfers)
    asked = left if yen is None else yen
    if not left or asked > left:
        asked_for = {} if yen is None else {"yen": yen}
        raise Refusal("exceeds_debit", left_yen=left, **asked_for, source="R25")
    parts: list[tuple[PastTransfer, int]] = []
    for transfer in reversed(transfers):
        part = min(transfer.left, asked)
        if part:
            parts.append((transfer, part))
            asked -= part
    return parts


def total(lots: Iterable[Lot], at: datetime) -> int:
    """Yen in `lots` that are good at `at`, held or not: what a balance cap counts (R68)."""
    return sum(lot.balance for lot in lots if lot.expires_at is None or lot.expires_at > at)
