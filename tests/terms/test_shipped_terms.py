"""The terms in the repository: they load, and they say what the programme says."""

from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest

from zandaka.terms.load import load_terms, stored_terms
from zandaka.terms.model import LIMIT_KINDS, DayType, LimitKind
from zandaka.terms.prefectures import PREFECTURES
from zandaka.terms.shapes import ProductShape

FOLDER = Path(__file__).parents[2] / "terms"
TERMS = load_terms(FOLDER)


def test_every_file_is_loaded() -> None:
    for kind, loaded in (("products", TERMS.products), ("campaigns", TERMS.campaigns)):
        assert {path.stem for path in (FOLDER / kind).iterdir()} == set(loaded)


def test_an_instrument_of_the_disclosure_names_its_issuer_and_is_capped_on_every_day() -> None:
    for product in TERMS.products.values():
        if not product.source.startswith("webmoney-disclosure "):
            continue
        issuer = TERMS.issuers[product.issuing.issuer]
        assert issuer.registrations["prepaid_third_party"].number == "第00611号"
        assert issuer.registrations["funds_transfer_type_2"].number == "第00053号"
        for on in (date(2010, 4, 1), date(2021, 8, 31), date(2026, 11, 22)):
            capped = [kind for kind in LIMIT_KINDS if product.limit(kind, on) is not None]
            assert capped or product.issuing.amounts_on(on), (product.id, on)


#: What one medium or one load may be worth, what may be on it: R64-R73, R90, R105-R107.
CAPS: list[tuple[str, dict[LimitKind, int]]] = [
    ("webmoney", {"issue_max": 100_000}),
    ("webmoney-wallet", {"load_max": 100_000, "balance_max": 100_000}),
    ("webmoney-wallet-for-mora", {"load_max": 100_000, "balance_max": 100_000}),
    ("webmoney-card", {"load_max": 500_000, "balance_max": 1_000_000}),
    (
        "webmoney-prepaid-card",
        {"load_max": 500_000, "balance_max": 1_000_000, "cash_load_day_max": 500_000,
            "pay_max": 1_000_000},
    ),
    (
        "webmoney-prepaid-card-lite",
        {"load_max": 500_000, "balance_max": 1_000_000, "cash_load_day_max": 500_000},
    ),
    (
        "au-pay-prepaid-card",
        {"load_max": 500_000, "balance_max": 1_000_000, "cash_load_day_max": 500_000,
            "pay_max": 1_000_000},
    ),
    ("funcash-wm", {}),
    ("webmoney-for-mora", {}),
    ("webmoney-ffxi", {"issue_max": 8_757}),
    ("webmoney-crysta", {"issue_max": 10_000}),
    ("webmoney-tsutaya-online-game", {"issue_max": 11_000}),
    ("webmoney-steam", {"issue_max": 5_000}),
    ("au-wallet-charge-card", {"issue_max": 5_000}),
    ("au-pay-gift-card", {"issue_max": 100_000}),
    ("au-pay-gift-card-short", {"issue_max": 100_000}),
    (
        "au-pay-funds",
        {
            "load_max": 500_000, "balance_max": 1_000_000, "cash_load_day_max": 500_000,
            "pay_max": 1_000_000, "send_max": 200_000, "send_month_max": 200_000,
            "receive_month_max": 200_000, "withdraw_max": 100_000,
        },
    ),
    (
        "webmoney-prepaid-card-funds",
        {
            "load_max": 500_000, "balance_max": 1_000_000, "cash_load_day_max": 500_000,
            "pay_max": 1_000_000, "send_max": 200_000, "send_month_max": 200_000,
            "receive_month_max": 200_000, "withdraw_max": 100_000, "withdraw_day_max": 100_000,
        },
    ),
]  # fmt: skip


def test_the_instruments_of_the_disclosure_are_all_there() -> None:
    written = {
        one.id for one in TERMS.products.values() if one.source.startswith("webmoney-disclosure ")
    }
    assert written == {product for product, _ in CAPS}


@pytest.mark.parametrize(("product", "caps"), CAPS)
def test_caps_are_those_of_the_disclosure(product: str, caps: dict[LimitKind, int]) -> None:
    on = date(2024, 4, 1)
    found = {kind: TERMS.products[product].limit(kind, on) for kind in LIMIT_KINDS}
    assert {kind: yen for kind, yen in found.items() if yen is not None} == caps


@pytest.mark.parametrize(
    ("product", "amounts"),
    [
        ("funcash-wm", [1_000, 2_000, 3_000, 5_000, 10_000]),
        ("webmoney-for-mora", [1_000, 2_000, 3_000, 5_000]),
        ("webmoney-ffxi", []),
    ],
)
def test_amounts_are_those_of_the_disclosure(product: str, amounts: list[int]) -> None:
    assert TERMS.products[product].issuing.amounts_on(date(2024, 4, 1)) == amounts


def test_every_source_is_cited() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*/*.toml"))
    for identifier in TERMS.sources:
        assert f'"{identifier} ' in text


def test_they_come_back_from_the_database() -> None:
    assert stored_terms(TERMS.content) == TERMS


@pytest.mark.parametrize(
    ("on", "day_type", "yen"),
    [
        (date(2022, 10, 11), "weekday", 3_000),
        (date(2022, 10, 11), "holiday", 1_000),
        (date(2023, 1, 9), "weekday", 3_000),
        (date(2023, 1, 10), "weekday", 2_000),
        (date(2023, 1, 10), "holiday", 1_000),
    ],
)
def test_travel_support_amounts(on: date, day_type: DayType, yen: int) -> None:
    amount = TERMS.campaigns["travel-support"].amount(day_type, on)
    assert amount is not None
    assert amount.value == yen


def test_travel_support_is_for_every_prefecture_and_seven_nights() -> None:
    campaign = TERMS.campaigns["travel-support"]
    assert campaign.prefectures == set(PREFECTURES)
    nights = campaign.max_nights.at(date(2023, 2, 24))
    assert nights is not None
    assert nights.value == 7


def test_the_coupon_is_free_and_local_and_its_rest_goes_back() -> None:
    product = TERMS.products["regional-coupon"]
    assert product.legal_kind == "free"
    assert product.forms == {"paper", "app"}
    assert product.acceptance == "same_prefecture"
    assert product.lapse_to == "campaign_funding"
    assert product.restore_borne_by == "merchant"
    assert product.beyond_max_total_validity == "flag"
    assert product.max_total_validity_months(date(2023, 2, 24)) == 6
    assert product.validity_months(date(2023, 2, 24)) is None


def test_the_demo_wallet_has_limits_and_a_validity() -> None:
    product = TERMS.products["demo-prepaid"]
    for kind in ("load_max", "load_day_max", "balance_max", "pay_max", "pay_day_max"):
        assert product.limit(kind, date(2024, 1, 1)) is not None
        assert product.limit_source(kind, date(2024, 1, 1)).startswith("zandaka-default ")
    assert product.validity_months(date(2024, 1, 1)) == 24


def test_every_kind_of_limit_is_some_product_s() -> None:
    for kind in LIMIT_KINDS:
        assert any(one.limit(kind, date(2024, 1, 1)) for one in TERMS.products.values()), kind


def test_every_kind_of_limit_is_a_key_of_the_product_file() -> None:
    assert set(LIMIT_KINDS) <= set(get_type_hints(ProductShape))
    assert set(TERMS.products["regional-coupon"].limits) == set(LIMIT_KINDS)


def test_prefectures_are_those_of_the_standard() -> None:
    assert list(PREFECTURES) == [f"{number:02}" for number in range(1, 48)]
    assert all(code == prefecture.code for code, prefecture in PREFECTURES.items())
    named = {code: PREFECTURES[code].ja for code in ("01", "13", "26", "27", "30", "47")}
    assert named == {
        "01": "北海道",
        "13": "東京都",
        "26": "京都府",
        "27": "大阪府",
        "30": "和歌山県",
        "47": "沖縄県",
    }
