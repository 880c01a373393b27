"""What a holder owes is collected, written off and paid back by refunds: for any order of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.ledger.model import Lot, Series
from zandaka.rules import shortfalls
from zandaka.rules.shortfalls import Shortfall

SERIES = Series(1, "p", "", "", "prepaid")


def lot(number: int) -> Lot:
    return Lot(number, 1, SERIES, 1, 10_000, 0, None)


def parts_of(one: Shortfall) -> tuple[int, int, int]:
    return one.left_yen, sum(part.yen for part in one.collected), one.written_off_yen


steps = st.lists(
    st.tuples(st.sampled_from(["collect", "write off", "refund"]), st.integers(1, 60)), max_size=12
)


@given(st.integers(1, 100), steps)
def test_every_yen_ends_once(yen: int, asked: list[tuple[str, int]]) -> None:
    [now] = shortfalls.begin(1, yen)
    paid_back = 0
    for number, (what, amount) in enumerate(asked, 1):
        left, collected, written_off = parts_of(now)
        if what == "refund":
            amount = min(amount, yen - paid_back)
            back = shortfalls.give_back(now, amount)
            assert back.owed_yen == min(amount, left)
            given_back = sum(part for _, part in back.lots)
            # The holder before the issuer.
            assert given_back == min(amount - back.owed_yen, collected)
            assert back.owed_yen + given_back + back.written_off_yen == amount
            paid_back += amount
            now = back.records[0] if back.records else now
        elif what == "collect" and left:
            amount = min(amount, left)
            paid, changed = shortfalls.collect([now], [(lot(number), amount)])
            assert [part for _, _, part in paid] == [amount]
            [now] = changed
            assert parts_of(now) == (left - amount, collected + amount, written_off)
        elif left:
            amount = min(amount, left)
            given_up, changed = shortfalls.write_off([now], amount)
            assert [part for _, part in given_up] == [amount]
            [now] = changed
        assert all(part >= 0 for part in parts_of(now))
        assert sum(parts_of(now)) + paid_back == yen


@given(st.lists(st.integers(1, 50), min_size=1, max_size=5), st.data())
def test_the_oldest_is_paid_first_to_the_yen(owed: list[int], data: st.DataObject) -> None:
    found = [
        Shortfall(operation=number, wallet=1, yen=yen, left_yen=yen)
        for number, yen in enumerate(owed, 1)
    ]
    amounts = data.draw(st.lists(st.integers(1, 40), max_size=6))
    parts: list[tuple[Lot, int]] = []
    rest = sum(owed)
    for number, amount in enumerate(amounts, 1):
        amount = min(amount, rest)
        if amount:
            parts.append((lot(number), amount))
            rest -= amount
    paid, changed = shortfalls.collect(found, parts)
    assert sum(yen for _, _, yen in paid) == sum(yen for _, yen in parts)
    assert shortfalls.owed(found) == sum(owed), "what was given has not changed"
    # All but the newest that were touched are paid in full.
    assert all(not one.left_yen for one in changed[:-1])
    assert [one.operation for one in changed] == list(range(1, len(changed) + 1))
    for one, _ in parts:
        taken = sum(yen for lot_, _, yen in paid if lot_ is one)
        kept = sum(p.yen for record in changed for p in record.collected if p.lot == one.id)
        assert taken == kept


def test_what_was_taken_last_comes_back_first() -> None:
    [one] = shortfalls.begin(1, 100)
    _, [one] = shortfalls.collect([one], [(lot(1), 30), (lot(2), 50)])
    back = shortfalls.give_back(one, 90)
    assert (back.owed_yen, back.lots, back.written_off_yen) == (20, ((2, 50), (1, 20)), 0)
    assert [(part.lot, part.yen) for part in back.records[0].collected] == [(1, 10)]
    with pytest.raises(AssertionError):
        shortfalls.give_back(back.records[0], 11)
    assert shortfalls.give_back(one, 0).records == ()
    assert shortfalls.begin(1, 0) == ()
