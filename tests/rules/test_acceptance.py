"""Where value may be spent: its own prefecture, unless the product is good anywhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Merchant, Moment, Series
from zandaka.rules.acceptance import accepts, usable
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).resolve().parents[1] / "ledger" / "terms")
NOW = datetime(2023, 2, 24, 3, tzinfo=UTC)
MOMENT = Moment(NOW, NOW.date(), TERMS, {})
PREFECTURES = ("13", "26")
SHOPS = {code: Merchant(f"shop-{code}", code, "open") for code in ("13", "26", "47")}


def a_lot(product: str, prefecture: str, yen: int, hours: int | None) -> Lot:
    """Good for so many hours, or for ever."""
    where = "" if product == "purse" else prefecture
    return Lot(
        id=0, wallet=1, series=Series(1, product, "spring", where, "free"), origin=1, balance=yen,
        held=0, expires_at=None if hours is None else NOW + timedelta(hours=hours),
    )  # fmt: skip


lots = st.lists(
    st.builds(
        a_lot,
        st.sampled_from(("purse", "town-coupon")),
        st.sampled_from(PREFECTURES),
        st.integers(0, 3),
        st.none() | st.integers(-1, 1),
    ),
    max_size=6,
)


def reason(wallet: list[Lot], shop: Merchant) -> str:
    try:
        usable(wallet, shop, MOMENT)
    except Refusal as refusal:
        return refusal.code
    return ""


@given(lots, st.sampled_from(tuple(SHOPS)))
def test_what_is_usable_is_good_and_accepted(wallet: list[Lot], code: str) -> None:
    shop = SHOPS[code]
    good = [lot for lot in wallet if lot.expires_at is None or lot.expires_at > NOW]
    here = [lot for lot in good if lot.balance and lot.series.prefecture in ("", code)]
    if here:
        assert [id(lot) for lot in usable(wallet, shop, MOMENT)] == [id(lot) for lot in here]
    elif any(lot.balance for lot in good):
        assert reason(wallet, shop) == "not_accepted_here"
    elif any(lot.balance for lot in wallet):
        assert reason(wallet, shop) == "value_expired"
    else:
        # Nothing is there at all: how much is missing is said by whoever takes.
        assert reason(wallet, shop) == ""


@given(lots)
def test_a_refusal_says_where_it_would_be_accepted(wallet: list[Lot]) -> None:
    if reason(wallet, SHOPS["47"]) != "not_accepted_here":
        return
    with pytest.raises(Refusal) as refused:
        usable(wallet, SHOPS["47"], MOMENT)
    places = refused.value.params["accepted_in"]
    assert isinstance(places, list)
    assert places
    for code in PREFECTURES:
        assert (code in places) == (reason(wallet, SHOPS[code]) == "")


def test_the_end_is_exclusive() -> None:
    wallet = [a_lot("town-coupon", "13", 500, 0)]
    assert reason(wallet, SHOPS["13"]) == "value_expired"
    wallet[0].expires_at = NOW + timedelta(microseconds=1)
    assert reason(wallet, SHOPS["13"]) == ""
    assert not accepts(SHOPS["26"], wallet[0], MOMENT)
