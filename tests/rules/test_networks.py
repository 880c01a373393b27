"""Where value is accepted that is bound to networks, groups of shops and ways to pay (R78)."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.instrument.accepting import AcceptingTerms, Place
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).resolve().parents[2] / "terms")
DAY = date(2024, 4, 1)
WORDS = ("a", "b", "c")
words = st.frozensets(st.sampled_from(WORDS), max_size=2)
told = st.sampled_from(("", *WORDS))


def a_place(
    network: str, groups: frozenset[str], channels: frozenset[str], since: date, required: bool
) -> Place:
    dated = Dated((since,), (DatedValue(since, 1, "law"),))
    return Place(
        network=network, groups=groups, channels=channels, dated=dated,
        channel_required=required and bool(channels),
    )  # fmt: skip


places = st.builds(
    a_place,
    st.sampled_from(WORDS),
    words,
    words,
    st.sampled_from((DAY, date(2024, 4, 2))),
    st.booleans(),
)


@given(st.lists(places, max_size=3), words, words, told, told)
def test_one_place_that_fits_is_enough(
    written: list[Place], networks: frozenset[str], groups: frozenset[str], network: str, way: str
) -> None:
    terms = AcceptingTerms(places=tuple(written))
    assert terms.accepts(networks, groups, network, way, DAY) == any(
        AcceptingTerms(places=(one,)).accepts(networks, groups, network, way, DAY)
        for one in written
    )


@given(places, words, words, told, told)
def test_a_place_asks_for_all_it_names(
    place: Place, networks: frozenset[str], groups: frozenset[str], network: str, way: str
) -> None:
    lacking = [
        place.dated.starts[0] > DAY,
        place.network not in networks,
        bool(network) and network != place.network,
        bool(place.groups) and not place.groups & groups,
        bool(place.channels) and bool(way) and way not in place.channels,
        place.channel_required and not way,
    ]
    terms = AcceptingTerms(places=(place,))
    assert terms.accepts(networks, groups, network, way, DAY) == (not any(lacking))


@given(words, words, told, told)
def test_nothing_is_accepted_where_the_terms_name_no_place(
    networks: frozenset[str], groups: frozenset[str], network: str, way: str
) -> None:
    assert not AcceptingTerms().accepts(networks, groups, network, way, DAY)


#: What each instrument of the disclosure is good for, as product: network, group, channel.
MATRIX = {
    "webmoney": {("webmoney", "", "")},
    "webmoney-card": {("webmoney", "", "")},
    "webmoney-prepaid-card": {("webmoney", "", ""), ("mastercard", "", "")},
    "webmoney-prepaid-card-funds": {("webmoney", "", ""), ("mastercard", "", "")},
    "webmoney-prepaid-card-lite": {("webmoney", "", ""), ("mastercard", "", "")},
    "au-pay-prepaid-card": {
        ("webmoney", "", ""),
        ("mastercard", "", ""),
        ("quicpay_plus", "", "apple"),
        ("mastercard", "", "apple"),
    },
    "au-pay-funds": {
        ("webmoney", "", ""),
        ("mastercard", "", ""),
        ("quicpay_plus", "", "apple"),
        ("mastercard", "", "apple"),
    },
    "funcash-wm": {("webmoney", "hange", "")},
    "webmoney-for-mora": {("webmoney", "mora", "")},
    "webmoney-ffxi": {("webmoney", "square-enix-account", "")},
    "webmoney-crysta": {("webmoney", "square-enix-account", "")},
    "webmoney-tsutaya-online-game": {("webmoney", "tsutaya-online-game", "")},
    "webmoney-steam": {("webmoney", "steam", "")},
    "webmoney-wallet": set[tuple[str, str, str]](),
    "webmoney-wallet-for-mora": set[tuple[str, str, str]](),
    "au-wallet-charge-card": set[tuple[str, str, str]](),
    "au-pay-gift-card": set[tuple[str, str, str]](),
    "au-pay-gift-card-short": set[tuple[str, str, str]](),
}
GROUPS = ("", "hange", "mora", "square-enix-account", "tsutaya-online-game", "steam", "other")
CHANNELS = {"": "online", "apple": "apple_pay_contactless"}


@pytest.mark.parametrize("network", ["webmoney", "mastercard", "quicpay_plus", "other"])
@pytest.mark.parametrize("product", sorted(MATRIX))
def test_the_matrix_of_the_disclosure(product: str, network: str) -> None:
    accepting = TERMS.products[product].accepting
    for group in GROUPS:
        for kind, channel in CHANNELS.items():
            # A way that the WebMoney network does not tell apart.
            wanted = any(
                net == network and grp in ("", group) and (net == "webmoney" or way == kind)
                for net, grp, way in MATRIX[product]
            )
            found = accepting.accepts((network,), (group,), network, channel, DAY)
            assert found == wanted, (group, channel)


def test_a_plastic_card_is_not_held_to_a_reader() -> None:
    au_pay = TERMS.products["au-pay-prepaid-card"].accepting
    for channel, good in (
        ("store", True),
        ("online", True),
        ("contactless", False),
        ("apple_pay_contactless", True),
        ("apple_pay_in_app", True),
        ("apple_pay_web", True),
    ):
        assert au_pay.accepts(("mastercard",), (), "mastercard", channel, DAY) == good, channel


def test_the_old_wallets_were_good_until_the_day_before_they_were_refunded() -> None:
    wallet, mora = (TERMS.products[f"webmoney-wallet{end}"].accepting for end in ("", "-for-mora"))
    before, since = date(2021, 8, 30), date(2021, 8, 31)
    assert wallet.accepts(("webmoney",), (), "", "", before)
    assert not wallet.accepts(("webmoney",), (), "", "", since)
    assert mora.accepts(("webmoney",), ("mora",), "", "", before)
    assert not mora.accepts(("webmoney",), (), "", "", before)
    assert not mora.accepts(("webmoney",), ("mora",), "", "", since)
