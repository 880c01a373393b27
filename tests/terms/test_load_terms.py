"""What the loader gives and what it refuses, each refusal with file, key and rule."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zandaka.terms.load import TermsError, load_terms, stored_terms

from .conftest import Spoil

DAY = date(2023, 3, 1)
PRODUCT = "products/coupon.toml"
CAMPAIGN = "campaigns/spring.toml"
SOURCES = "sources.toml"

BLOCK = '\n[[{key}]]\nfrom = {since}\n{value}\nsource = "law 9"\n'


def block(key: str, since: str, value: str) -> str:
    return BLOCK.format(key=key, since=since, value=value)


# (id, file, text to find, replacement, key of the refusal, words of its rule)
REFUSALS: list[tuple[str, str, str, str, str, str]] = [
    # -- sources
    ("no source on a block", PRODUCT, 'source = "law 2"', "", "pay_max[0].source", "missing"),
    ("no source of the file", PRODUCT, 'source = "law 1"', "", "source", "missing"),
    ("empty source", PRODUCT, '"law 2"', '""', "pay_max[0].source", "length >= 1"),
    ("blank source", PRODUCT, '"law 2"', '" "', "pay_max[0].source", "sources.toml"),
    ("source of a block", PRODUCT, "law 2", "lore 2", "pay_max[0].source", "'lore 2'"),
    ("source of a product", PRODUCT, "law 1", "law-1", "source", "sources.toml"),
    ("source of a campaign", CAMPAIGN, 'source = "law 3"', 'source = "x"', "source", "'x'"),
    ("source of a period", CAMPAIGN, '30\nsource = "law 3"', '30\nsource = "x"',
     "period[0].source", "'x'"),
    ("source of an amount", CAMPAIGN, "law 4", "x", "amount[0].source", "'x'"),
    ("source of an added amount", CAMPAIGN, "law 5", "x", "prefecture_amount[0].source", "'x'"),
    ("source of a block that ends", PRODUCT, 'yen = 1_000\nsource = "law 2"',
     'ends = true\nsource = "x"', "pay_max[0].source", "'x'"),
    ("source of a parameter", PRODUCT, "[[pay_max]]", '[source_of]\nforms = "x"\n[[pay_max]]',
     "source_of.forms", "'x'"),
    ("source of no parameter", PRODUCT, "[[pay_max]]", '[source_of]\nyen = "law"\n[[pay_max]]',
     "source_of.yen", "not one of"),
    ("incomplete source", SOURCES, 'publisher = "State"', "", "law.publisher", "missing"),
    ("source with a date in quotes", SOURCES, "2020-01-01", '"2020-01-01"', "law.date", "date"),
    # -- keys
    ("unknown key of a product", PRODUCT, "forms =", "froms =", "froms", "unknown key"),
    ("unknown kind of limit", PRODUCT, "[[pay_max]]", "[[pay_week_max]]",
     "pay_week_max", "unknown key"),
    ("unknown key of a block", PRODUCT, "yen = 1_000", "yen = 1_000\nyne = 1",
     "pay_max[0].yne", "unknown key"),
    ("unknown key of a source", SOURCES, "[law]", "[law]\nurl = 'x'", "law.url", "unknown key"),
    ("missing key of a product", PRODUCT, 'acceptance = "any"', "", "acceptance", "missing"),
    ("missing key of a name", PRODUCT, ', en = "Coupon"', "", "name.en", "missing"),
    ("missing date", PRODUCT, "from = 2023-01-01", "", "pay_max[0].from", "missing"),
    ("missing table", CAMPAIGN, "[[max_nights]]\nfrom = 2023-01-01\nnights = 7\n",
     "[[prefecture_amount]]\n", "prefecture_amount[0].from", "missing"),
    # -- types and ranges
    ("yen in quotes", PRODUCT, "1_000", '"1_000"', "pay_max[0].yen", "int"),
    ("yen with a fraction", PRODUCT, "1_000", "1_000.0", "pay_max[0].yen", "int"),
    ("yen true", PRODUCT, "1_000", "true", "pay_max[0].yen", "int"),
    ("yen 0", PRODUCT, "1_000", "0", "pay_max[0].yen", ">= 1"),
    ("yen negative", CAMPAIGN, "2_000", "-2_000", "amount[0].yen", ">= 1"),
    ("added yen 0", CAMPAIGN, "500", "0", "prefecture_amount[0].yen", ">= 1"),
    ("yen huge", PRODUCT, "1_000", "1_000_000_000_001", "pay_max[0].yen", "<= 1000000000000"),
    ("date in quotes", PRODUCT, "2023-01-01", '"2023-01-01"', "pay_max[0].from", "date"),
    ("date with a time", PRODUCT, "2023-01-01", "2023-01-01T00:00:00", "pay_max[0].from", "date"),
    ("a word the list lacks", PRODUCT, '"free"', '"gratis"', "legal_kind", "gratis"),
    ("no form", PRODUCT, '["paper"]', "[]", "forms", "no other product holds"),
    ("nights 0", CAMPAIGN, "nights = 7", "nights = 0", "max_nights[0].nights", ">= 1"),
    ("day type", CAMPAIGN, '"weekday"', '"friday"', "amount[0].day_type", "friday"),
    # -- dates
    ("date twice", PRODUCT, "", block("pay_max", "2023-01-01", "yen = 2"),
     "pay_max[1].from", "2023-01-01 comes twice"),
    ("date twice for a day type", CAMPAIGN, "",
     block("amount", "2023-01-01", 'yen = 2\nday_type = "holiday"'),
     "amount[2].from", "2023-01-01 comes twice"),
    ("date twice for a prefecture", CAMPAIGN, "",
     block("prefecture_amount", "2023-01-01",
           'ends = true\nday_type = "weekday"\nprefecture = "13"'),
     "prefecture_amount[1].from", "comes twice"),
    ("date twice for nights", CAMPAIGN, "", block("max_nights", "2023-01-01", "nights = 5"),
     "max_nights[1].from", "comes twice"),
    ("value and end", PRODUCT, "yen = 1_000", "yen = 1_000\nends = true",
     "pay_max[0].yen", "either"),
    ("neither value nor end", PRODUCT, "yen = 1_000", "", "pay_max[0].yen", "either"),
    ("a campaign's own amount does not end", CAMPAIGN, "yen = 2_000", "ends = true",
     "amount[0].ends", "unknown key"),
    ("period backwards", CAMPAIGN, "2023-06-30", "2022-12-31", "period[0].through", "before"),
    ("periods overlap", CAMPAIGN, "", block("period", "2023-06-30", ""),
     "period[1].from", "lies in the period from 2023-01-01"),
    ("periods overlap, written backwards", CAMPAIGN, "",
     block("period", "2022-12-01", "through = 2023-01-01"),
     "period[0].from", "lies in the period from 2022-12-01"),
    ("period without an amount", CAMPAIGN, 'from = 2023-01-01\nday_type = "holiday"',
     'from = 2023-01-02\nday_type = "holiday"', "amount", "none for a holiday on 2023-01-01"),
    ("period without nights", CAMPAIGN, "from = 2023-01-01\nnights", "from = 2023-01-02\nnights",
     "max_nights", "none on 2023-01-01"),
    # -- things named
    ("unknown prefecture", CAMPAIGN, '"26"]', '"48"]', "prefectures[1]", "JIS X 0401"),
    ("prefecture without its zero", CAMPAIGN, '"26"]', '"1"]', "prefectures[1]", "JIS X 0401"),
    ("prefecture twice", CAMPAIGN, '"26"]', '"13"]', "prefectures[1]", "comes twice"),
    ("no prefecture", CAMPAIGN, '["13", "26"]', "[]", "prefectures", "length >= 1"),
    ("prefectures neither all nor a list", CAMPAIGN, '["13", "26"]', '"some"',
     "prefectures", "some"),
    ("unknown prefecture of an amount", CAMPAIGN, 'prefecture = "13"', 'prefecture = "00"',
     "prefecture_amount[0].prefecture", "JIS X 0401"),
    ("prefecture that takes no part", CAMPAIGN, 'prefecture = "13"', 'prefecture = "27"',
     "prefecture_amount[0].prefecture", "takes no part"),
    ("unknown product", CAMPAIGN, 'product = "coupon"', 'product = "card"', "product", "'card'"),
    ("id of another file", PRODUCT, 'id = "coupon"', 'id = "cuopon"', "id", "'coupon'"),
    ("id of another campaign", CAMPAIGN, 'id = "spring"', 'id = "autumn"', "id", "'spring'"),
    ("form twice", PRODUCT, '["paper"]', '["paper", "paper"]', "forms", "twice"),
    ("validity that nothing uses", PRODUCT, "", block("validity", "2023-01-01", "months = 6"),
     "validity", "months_after_load"),
    ("validity that is missing", PRODUCT, '"per_lot"', '"months_after_load"',
     "validity", "months_after_load"),
    # -- the file
    ("not TOML", PRODUCT, "id =", "id", "", "TOML"),
    ("a key twice", PRODUCT, "id =", 'id = "x"\nid =', "", "TOML"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "rule"),
    [row[1:] for row in REFUSALS],
    ids=[row[0] for row in REFUSALS],
)
def test_refuses(spoil: Spoil, file: str, old: str, new: str, key: str, rule: str) -> None:
    folder = spoil(file, old, new)
    with pytest.raises(TermsError) as refused:
        load_terms(folder)
    assert (refused.value.file, refused.value.key) == (file, key)
    assert rule in refused.value.rule
    assert str(refused.value).startswith(f"{file}: ")


def test_refuses_a_campaign_whose_product_has_another_expiry(spoil: Spoil) -> None:
    spoil(PRODUCT, '"per_lot"', '"months_after_load"')
    folder = spoil(PRODUCT, "", block("validity", "2023-01-01", "months = 6"))
    with pytest.raises(TermsError, match="per_lot"):
        load_terms(folder)


@pytest.mark.parametrize("name", ["extra.toml", "produkts/x.toml", "products/old/coupon.toml"])
def test_refuses_a_file_nobody_would_read(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("", encoding="utf-8")
    with pytest.raises(TermsError) as refused:
        load_terms(folder)
    assert refused.value.file == name


def test_refuses_a_folder_without_sources(tmp_path: Path) -> None:
    with pytest.raises(TermsError, match="not found"):
        load_terms(tmp_path)


def test_refuses_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / PRODUCT).write_bytes("id = 'クーポン'".encode("shift_jis"))
    with pytest.raises(TermsError, match="cannot be read as TOML"):
        load_terms(folder)


def test_gives_the_values(folder: Path) -> None:
    terms = load_terms(folder)
    product, campaign = terms.products["coupon"], terms.campaigns["spring"]
    assert product.limit("pay_max", DAY) == 1_000
    assert product.limit_source("pay_max", DAY) == "law 2"
    assert product.limit("load_max", DAY) is None
    assert product.limit_source("load_max", DAY) == ""
    assert product.source_for("lapse_to") == "law 1"
    assert campaign.prefectures == {"13", "26"}
    assert campaign.runs_on(date(2023, 6, 30))
    assert not campaign.runs_on(date(2023, 7, 1))
    assert not campaign.runs_on(date(2022, 12, 31))
    added = campaign.prefecture_amount("13", "weekday", DAY)
    assert added is not None
    assert (added.value, added.source) == (500, "law 5")
    assert campaign.prefecture_amount("13", "holiday", DAY) is None
    assert campaign.prefecture_amount("26", "weekday", DAY) is None
    assert terms.sources["law"].title_en == "Law"


def test_sorts_blocks_and_ends_a_value(spoil: Spoil) -> None:
    spoil(PRODUCT, "", block("pay_max", "2024-01-01", "ends = true"))
    spoil(PRODUCT, "", block("pay_max", "2022-01-01", "yen = 7"))
    product = load_terms(spoil(PRODUCT, "", block("pay_max", "2025-01-01", "yen = 9"))).products[
        "coupon"
    ]
    seen = [
        product.limit("pay_max", day)
        for day in (
            date(2021, 12, 31),
            date(2022, 1, 1),
            date(2022, 12, 31),
            date(2023, 1, 1),
            date(2023, 12, 31),
            date(2024, 1, 1),
            date(2025, 1, 1),
        )
    ]
    assert seen == [None, 7, 7, 1_000, 1_000, None, 9]
    assert product.limit_source("pay_max", date(2024, 1, 1)) == ""


def test_names_a_parameters_own_source(spoil: Spoil) -> None:
    folder = spoil(PRODUCT, "[[pay_max]]", '[source_of]\nlapse_to = "law 8"\n[[pay_max]]')
    product = load_terms(folder).products["coupon"]
    assert product.source_for("lapse_to") == "law 8"
    assert product.source_for("acceptance") == "law 1"


# -- the overlay


def test_an_overlay_changes_one_value_and_the_hash(folder: Path) -> None:
    plain = load_terms(folder)
    asked = load_terms(folder, {"products": {"coupon": {"restore_borne_by": "issuer"}}})
    assert plain.products["coupon"].restore_borne_by == "merchant"
    assert asked.products["coupon"].restore_borne_by == "issuer"
    assert asked.products["coupon"].limit("pay_max", DAY) == 1_000
    assert asked.hash != plain.hash
    assert load_terms(folder, {}) == plain


def test_an_overlay_replaces_all_blocks_of_a_value(folder: Path) -> None:
    blocks = [{"from": date(2023, 2, 1), "yen": 5, "source": "law 6"}]
    product = load_terms(folder, {"products": {"coupon": {"pay_max": blocks}}}).products["coupon"]
    assert product.limit("pay_max", date(2023, 2, 1)) == 5
    assert product.limit("pay_max", date(2023, 1, 31)) is None


def test_an_overlay_may_add_a_source_and_cite_it(folder: Path) -> None:
    terms = load_terms(
        folder,
        {
            "sources": {
                "memo": {
                    "title_ja": "覚書",
                    "title_en": "Memo",
                    "publisher": "Us",
                    "date": date(2024, 1, 1),
                }
            },
            "products": {"coupon": {"source": "memo 1"}},
        },
    )
    assert terms.products["coupon"].source == "memo 1"


@pytest.mark.parametrize(
    ("overlay", "file", "key"),
    [
        ({"product": {}}, "overlay", "product"),
        ({"products": 1}, "overlay", "products"),
        ({"products": {"coupon": "issuer"}}, "overlay", "products.coupon"),
        ({"products": {"coupon": {"restore_borne_by": "bank"}}}, PRODUCT, "restore_borne_by"),
        ({"products": {"coupon": {"restored_by": "issuer"}}}, PRODUCT, "restored_by"),
        ({"products": {"card": {}}}, "products/card.toml", "id"),
        ({"products": {"coupon": {"forms": {"paper": True}}}}, PRODUCT, "forms"),
        ({"campaigns": {"spring": {"beyond_max": None}}}, CAMPAIGN, "beyond_max"),
    ],
)
def test_an_overlay_is_checked_like_a_file(
    folder: Path, overlay: dict[str, Any], file: str, key: str
) -> None:
    with pytest.raises(TermsError) as refused:
        load_terms(folder, overlay)
    assert (refused.value.file, refused.value.key) == (file, key)


# -- content and hash


def test_the_hash_is_that_of_the_content(folder: Path) -> None:
    terms = load_terms(folder)
    assert terms.hash == hashlib.sha256(terms.content.encode()).digest()


def test_layout_comments_and_order_leave_the_hash(spoil: Spoil, folder: Path) -> None:
    later = block("pay_max", "2024-01-01", "yen = 2")
    before = load_terms(spoil(PRODUCT, "", later)).hash
    spoil(PRODUCT, later, "")
    spoil(PRODUCT, "[[pay_max]]", f"{later}\n# why\n[[pay_max]]")
    spoil(PRODUCT, "1_000", "1000")
    assert load_terms(folder).hash == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PRODUCT, "1_000", "1_001"),
        (PRODUCT, "2023-01-01", "2023-01-02"),
        (PRODUCT, "law 2", "law 2, second sentence"),
        (CAMPAIGN, '"cap"', '"refuse"'),
        (SOURCES, "State", "Province"),
    ],
)
def test_any_value_changes_the_hash(
    spoil: Spoil, folder: Path, file: str, old: str, new: str
) -> None:
    before = load_terms(folder).hash
    assert load_terms(spoil(file, old, new)).hash != before


def test_stored_terms_are_the_terms(folder: Path) -> None:
    terms = load_terms(folder)
    assert stored_terms(terms.content) == terms


@pytest.mark.parametrize("content", ["", "[]", "{", '{"products": {"x": {}}}'])
def test_refuses_stored_terms_that_are_none(content: str) -> None:
    with pytest.raises(TermsError):
        stored_terms(content)
