"""Which lots pay, and which get value back: for any lots at all."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.ledger.model import Hold, HoldLine, Lot, PastTransfer, Series
from zandaka.rules.lots import give_back, spend_order, take, total

NOW = datetime(2023, 2, 24, tzinfo=UTC)
SERIES = Series(1, "p", "", "", "free")


@st.composite
def a_lot(draw: st.DrawFn) -> Lot:
    balance = draw(st.integers(0, 5_000))
    days = draw(st.none() | st.integers(1, 4))
    expires_at = None if days is None else NOW + timedelta(days=days)
    lot = Lot(
        id=0, wallet=1, series=SERIES, origin=1, balance=balance, held=0, expires_at=expires_at
    )
    for _ in range(draw(st.integers(0, 2))):
        # A hold ends before now, now (which is over), or later.
        hold = Hold(1, 1, "shop", NOW + timedelta(hours=draw(st.integers(-1, 1))), [])
        yen = draw(st.integers(0, balance))
        if hold.expires_at > NOW and lot.balance - lot.available(NOW) + yen > balance:
            continue
        lot.holds = (*lot.holds, HoldLine(hold, lot, yen))
        lot.held += yen
    return lot


@st.composite
def wallets(draw: st.DrawFn) -> list[Lot]:
    lots = draw(st.lists(a_lot(), min_size=1, max_size=6))
    for number, lot in enumerate(lots, 1):
        lot.id = number
    return draw(st.permutations(lots))


@given(wallets(), st.integers(1, 30_000))
def test_a_payment_takes_exactly_its_yen_or_nothing(lots: list[Lot], yen: int) -> None:
    free = {lot.id: lot.available(NOW) for lot in lots}
    if sum(free.values()) < yen:
        with pytest.raises(Refusal) as refused:
            take(lots, yen, NOW)
        assert refused.value.code == "insufficient_value"
        assert refused.value.params["available_yen"] == sum(free.values())
        return
    parts = take(lots, yen, NOW)
    assert sum(part for _, part in parts) == yen
    assert all(0 < part <= free[lot.id] for lot, part in parts)
    assert len({lot.id for lot, _ in parts}) == len(parts)
    # Earlier lots are used up before later ones are touched.
    assert [lot.id for lot, _ in parts] == [
        lot.id for lot in sorted((x for x, _ in parts), key=spend_order)
    ]
    last = spend_order(parts[-1][0])
    taken = {lot.id: part for lot, part in parts}
    for lot in lots:
        if spend_order(lot) < last:
            assert taken.get(lot.id, 0) == free[lot.id]


@given(wallets())
def test_the_order_of_spending(lots: list[Lot]) -> None:
    ordered = sorted(lots, key=spend_order)
    for one, other in pairwise(ordered):
        if one.expires_at is None:
            assert other.expires_at is None
        elif other.expires_at is not None:
            assert one.expires_at <= other.expires_at
        if one.expires_at == other.expires_at:
            assert one.id < other.id


@st.composite
def payments(draw: st.DrawFn) -> list[PastTransfer]:
    transfers: list[PastTransfer] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        yen = draw(st.integers(1, 1_000))
        transfers.append(PastTransfer(number, number, 9, yen, 0, draw(st.integers(0, yen))))
    return transfers


@given(payments(), st.none() | st.integers(1, 6_000))
def test_what_comes_back_never_passes_the_debit(
    transfers: list[PastTransfer], yen: int | None
) -> None:
    left = sum(one.left for one in transfers)
    if not left or (yen is not None and yen > left):
        with pytest.raises(Refusal) as refused:
            give_back(transfers, yen)
        assert refused.value.code == "exceeds_debit"
        assert refused.value.params["left_yen"] == left
        return
    parts = give_back(transfers, yen)
    assert sum(part for _, part in parts) == (left if yen is None else yen)
    assert all(0 < part <= debit.left for debit, part in parts)
    # The last debit first: all of a later one before any of an earlier one.
    numbers = [debit.id for debit, _ in parts]
    assert numbers == sorted(numbers, reverse=True)
    back = {debit.id: part for debit, part in parts}
    for debit in transfers:
        if debit.id > numbers[-1]:
            assert back.get(debit.id, 0) == debit.left


@given(payments(), st.data())
def test_giving_back_in_steps_gives_back_the_same(
    transfers: list[PastTransfer], data: st.DataObject
) -> None:
    left = sum(one.left for one in transfers)
    assume(left > 1)
    first = data.draw(st.integers(1, left - 1))
    at_once = {debit.id: part for debit, part in give_back(transfers, left)}
    in_steps: dict[int, int] = {}
    for yen in (first, left - first):
        for debit, part in give_back(transfers, yen):
            debit.returned += part
            in_steps[debit.id] = in_steps.get(debit.id, 0) + part
    assert in_steps == at_once


@given(wallets(), st.integers(0, 5))
def test_a_cap_counts_what_is_good_held_or_not(lots: list[Lot], days: int) -> None:
    at = NOW + timedelta(days=days)
    good = [lot.balance for lot in lots if lot.expires_at is None or at < lot.expires_at]
    assert total(lots, at) == sum(good)
