"""Where value may be spent: its own prefecture, unless the product is good anywhere."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Merchant, Moment, Series
from zandaka.rules.acceptance import accepts, usable
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.instrument.accepting import AcceptingTerms, Place
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


def a_place(network: str, source: str, *channels: str, begins: int = 2020, ends: int = 0) -> Place:
    blocks = [(date(begins, 4, 1), DatedValue(date(begins, 4, 1), 1, source))]
    ended = ((date(ends, 4, 1), f"end of {source}"),) if ends else ()
    return Place(
        network=network,
        groups=frozenset(),
        channels=frozenset(channels),
        dated=Dated(
            tuple(day for day, _ in blocks) + tuple(day for day, _ in ended),
            tuple(value for _, value in blocks) + (None,) * len(ended),
        ),
        ended=ended,
    )


PLACES = AcceptingTerms(
    places=(
        a_place("anime", "old house", ends=2022),
        a_place("cards", "shops", "store"),
        a_place("cards", "phones", "contactless"),
        a_place("points", "point rules"),
        a_place("waves", "next year", begins=2024),
    )
)


@pytest.mark.parametrize(
    ("networks", "network", "cited"),
    [
        # lines of the payment's network that want another way to pay
        (("cards", "points"), "cards", "shops; phones"),
        # the line that has ended
        (("anime",), "", "end of old house"),
        # a network of which no line speaks yet, or at all; one that the shop does not take
        (("waves",), "waves", "end of old house; shops; phones; point rules"),
        (("stones",), "", "end of old house; shops; phones; point rules"),
        (("points",), "cards", "end of old house; shops; phones; point rules"),
    ],
)
def test_a_refusal_cites_the_line_that_refuses(
    networks: tuple[str, ...], network: str, cited: str
) -> None:
    day = date(2023, 2, 24)
    assert not PLACES.accepts(networks, (), network, "online" if network == "cards" else "", day)
    assert PLACES.refusing(networks, network, day) == cited


def test_without_any_line_the_product_is_cited() -> None:
    assert AcceptingTerms().refusing(("cards",), "cards", date(2023, 2, 24)) == ""
