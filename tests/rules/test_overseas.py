"""The fee on a purchase abroad: whole yen, of the price alone, and back no more than was taken."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules import overseas
from zandaka.rules.overseas import Fee, Foreign
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.instrument.paying import FeeRounding
from zandaka.terms.load import load_terms

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


NETWORKS = ("cards", "points", "waves")
DAY = date(2024, 4, 1)
CARD = load_terms(REPOSITORY_TERMS).products["webmoney-prepaid-card-lite"]
PURCHASE = Foreign(country="US", currency="USD", amount="100", rate="100")


@given(
    st.dictionaries(st.sampled_from(("", *NETWORKS)), POINTS, max_size=4),
    st.sampled_from(("", *NETWORKS)),
    st.frozensets(st.sampled_from(NETWORKS)),
)
def test_the_fee_is_that_of_the_network(
    points: dict[str, int], network: str, shop: frozenset[str]
) -> None:
    fees = {name: Dated((DAY,), (DatedValue(DAY, value, "law"),)) for name, value in points.items()}
    product = msgspec.structs.replace(
        CARD,
        acceptance="any",
        paying=msgspec.structs.replace(CARD.paying, overseas_fees=fees),
    )
    found = overseas.fee_on(product, PURCHASE, 10_000, DAY, network, shop)
    yen = 0 if found is None else found.basis_points
    # Of every way by which it may have come none costs less.
    ways = [network] if network else sorted(shop) or ["another"]
    assert yen == min(points.get(way, points.get("", 0)) for way in ways)
    assert overseas.fee_on(product, PURCHASE, 10_000, date(2024, 3, 31), network, shop) is None


@pytest.mark.parametrize(
    ("network", "shop", "points"),
    [
        ("mastercard", ["mastercard", "webmoney"], 400),
        ("webmoney", ["mastercard", "webmoney"], 0),
        ("", ["mastercard"], 400),
        ("", ["webmoney"], 0),
        # On which of its networks the card is good decides by which it came.
        ("", ["mastercard", "quicpay_plus"], 400),
        ("", ["mastercard", "webmoney"], 0),
    ],
)
def test_the_shipped_card_takes_it_at_mastercard_s_shops(
    network: str, shop: list[str], points: int
) -> None:
    found = overseas.fee_on(CARD, PURCHASE, 10_000, DAY, network, shop)
    assert (0 if found is None else found.basis_points) == points
