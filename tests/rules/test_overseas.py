"""The fee on a purchase abroad: whole yen, of the price alone, and back no more than was taken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules import overseas
from zandaka.rules.overseas import Fee, Foreign
from zandaka.terms.instrument.paying import FeeRounding

ROUNDINGS = st.sampled_from(["floor", "half_up", "ceil"])
POINTS = st.integers(1, 10_000)


def fee(rounding: FeeRounding, basis_points: int) -> Fee:
    return Fee(0, basis_points, rounding, True, "card")


@pytest.mark.parametrize(
    ("price", "floor", "half_up", "ceil"),
    [(1, 0, 0, 1), (24, 0, 1, 1), (25, 1, 1, 1), (1_012, 40, 40, 41), (1_013, 40, 41, 41)],
)
def test_four_percent(price: int, floor: int, half_up: int, ceil: int) -> None:
    assert overseas.fee(price, 400, "floor") == floor
    assert overseas.fee(price, 400, "half_up") == half_up
    assert overseas.fee(price, 400, "ceil") == ceil


@given(st.integers(0, 10_000_000), ROUNDINGS, POINTS)
def test_the_largest_price_within(total: int, rounding: FeeRounding, points: int) -> None:
    terms = fee(rounding, points)
    price = terms.price_within(total)
    assert price + terms.of(price).yen <= total
    assert price + 1 + terms.of(price + 1).yen > total


@given(st.integers(1, 1_000_000), ROUNDINGS, POINTS, st.lists(st.integers(1, 1_000_000)))
def test_returns_in_any_parts_bring_all_of_it_and_no_more(
    price: int, rounding: FeeRounding, points: int, parts: list[int]
) -> None:
    taken = overseas.fee(price, points, rounding)
    returned = before = 0
    for part in [*parts, price]:
        returned = min(price, returned + part)
        back = overseas.fee_back(taken, price, returned)
        # Never less than the share of what came back, and never less than before.
        assert before <= back <= taken
        assert back * price >= taken * returned or back == taken
        before = back
    assert before == taken


@given(st.decimals("0.0001", "99999", places=4), st.decimals("0.0001", "9999", places=6))
def test_the_price_drops_a_fraction(amount: Decimal, rate: Decimal) -> None:
    made = Foreign(country="US", currency="USD", amount=f"{amount:f}", rate=f"{rate:f}")
    exact = amount * rate
    if exact < 1:
        with pytest.raises(ValueError, match="yen"):
            _ = made.yen
    else:
        assert made.yen <= exact < made.yen + 1
