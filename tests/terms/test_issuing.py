"""Issuers, amounts, status and places: what a terms file may say of them."""

from datetime import date
from pathlib import Path

import pytest
from tests.terms.conftest import Spoil

from zandaka.rules.disclosure import product_view
from zandaka.terms.load import TermsError, load_terms, stored_terms

ISSUER = """
id = "house"
name = { ja = "家", en = "House" }
source = "law 1"

[[registration]]
kind = "prepaid_third_party"
bureau = "関東財務局長"
number = "第00611号"
source = "law 1"
"""


@pytest.fixture
def issued(folder: Path) -> Path:
    """A folder in which the coupon names its issuer."""
    (folder / "issuers").mkdir()
    (folder / "issuers" / "house.toml").write_text(ISSUER, encoding="utf-8")
    coupon = folder / "products" / "coupon.toml"
    coupon.write_text(
        coupon.read_text(encoding="utf-8") + '\n[issuing]\nissuer = "house"\n', encoding="utf-8"
    )
    return folder


def test_a_product_names_its_issuer(issued: Path) -> None:
    terms = load_terms(issued)
    assert terms.products["coupon"].issuing.issuer == "house"
    assert terms.issuers["house"].registrations["prepaid_third_party"].number == "第00611号"
    assert stored_terms(terms.content) == terms


def test_terms_without_issuers_keep_the_hash_they_had(folder: Path) -> None:
    assert '"issuers"' not in load_terms(folder).content


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("第00611号", "第0611号", "registration[0].number: "),
        ("第00611号", "00611", "registration[0].number: "),
        ("第00611号", "第００６１１号", "registration[0].number: "),
        ('id = "house"', 'id = "home"', "id: 'home' is not the file's name 'house'"),
        ("prepaid_third_party", "bank", "registration[0].kind: "),
        ('source = "law 1"\n\n[[', 'source = "x 1"\n\n[[', "source: 'x 1' does not begin"),
        (
            "[[registration]]",
            '[[registration]]\nkind = "prepaid_third_party"\nbureau = "x"\nnumber = "第00001号"\n'
            'source = "law 1"\n\n[[registration]]',
            "registration: a kind comes twice",
        ),
    ],
)
def test_what_an_issuer_s_file_may_not_say(
    issued: Path, spoil: Spoil, old: str, new: str, error: str
) -> None:
    spoil("issuers/house.toml", old, new)
    with pytest.raises(TermsError) as refused:
        load_terms(issued)
    assert str(refused.value).startswith(f"issuers/house.toml: {error}")


PRESERVED = """
[[preservation]]
legal_kind = "prepaid"
from = 2023-01-01
method = "trust_contract"
counterparties = [{ ja = "信託", en = "Trust" }]
balance = { base_dates = ["09-30", "03-31"], basis_points = 5_000 }
duty = { ja = "義務", en = "Duty" }
right = { ja = "権利", en = "Right" }
source = "law 2"
"""


def test_how_value_is_preserved_is_told_from_its_day_on(issued: Path, spoil: Spoil) -> None:
    later = PRESERVED.replace("2023", "2024").replace("trust_contract", "deposit")
    later = later.replace('counterparties = [{ ja = "信託", en = "Trust" }]\n', "")
    terms = load_terms(spoil("issuers/house.toml", "", later + PRESERVED))
    house = terms.issuers["house"]
    assert house.preservation("prepaid", date(2022, 12, 31)) is None
    first = house.preservation("prepaid", date(2023, 12, 31))
    assert first is not None
    assert (first.method, len(first.counterparties)) == ("trust_contract", 1)
    last = house.preservation("prepaid", date(2024, 1, 1))
    assert last is not None
    assert (last.method, last.counterparties) == ("deposit", ())
    assert house.preservation("funds_transfer", date(2024, 1, 1)) is None
    assert stored_terms(terms.content) == terms
    # A coupon given without consideration is not preserved (Z-5).
    assert product_view(terms, terms.products["coupon"], date(2024, 1, 1)).preservation is None


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('"prepaid"', '"funds_transfer"', "preservation[0].week: "),
        ("balance = ", 'week = { week_ends = "sunday", business_days = 3, days_at_most = 7 }\n'
         "balance = ", "preservation[0].balance: "),
        ('"trust_contract"', '"deposit"', "preservation[0].counterparties: "),
        ('[{ ja = "信託", en = "Trust" }]', "[]", "preservation[0].counterparties: "),
        ('"03-31"', '"3-31"', "preservation[0].balance.base_dates[1]: "),
        ('"03-31"', '"03-３1"', "preservation[0].balance.base_dates[1]: "),
        ('"law 2"', '"x 2"', "preservation[0].source: "),
        ('"law 2"\n', '"law 2"\n' + PRESERVED, "preservation[1].from: "),
    ],
)  # fmt: skip
def test_what_may_not_be_said_of_preservation(
    issued: Path, spoil: Spoil, old: str, new: str, error: str
) -> None:
    assert old in PRESERVED
    spoil("issuers/house.toml", "", PRESERVED.replace(old, new))
    with pytest.raises(TermsError) as refused:
        load_terms(issued)
    assert str(refused.value).startswith(f"issuers/house.toml: {error}")


@pytest.mark.parametrize(
    ("added", "error"),
    [
        ('[issuing]\nissuer = "nobody"\n', "issuing.issuer: 'nobody' is not an issuer"),
        (
            '[[issuing.status]]\nfrom = 2023-01-01\nsource = "law 1"\n',
            "issuing.status[0].is: write either is or ends = true",
        ),
        (
            '[[issuing.status]]\nfrom = 2023-01-01\nis = "asleep"\nsource = "law 1"\n',
            "issuing.status[0].is: ",
        ),
        (
            '[[issuing.amount]]\nfrom = 2023-01-01\nyen = 5\nsource = "law 1"\n' * 2,
            "issuing.amount[1].from: 2023-01-01 comes twice for the same value",
        ),
        (
            '[[accepting.place]]\nfrom = 2023-01-01\nnetwork = "n"\nsource = "law 1"\n',
            'accepting.place: goes with acceptance = "networks", and only then',
        ),
    ],
)
def test_what_a_product_may_not_say(folder: Path, spoil: Spoil, added: str, error: str) -> None:
    spoil("products/coupon.toml", "", "\n" + added)
    with pytest.raises(TermsError) as refused:
        load_terms(folder)
    assert str(refused.value).startswith(f"products/coupon.toml: {error}")


@pytest.mark.parametrize(
    ("added", "error"),
    [
        (
            '[[accepting.place]]\nfrom = 2023-01-01\nnetwork = "n"\nchannel_required = true\n'
            'source = "law 1"\n',
            "accepting.place[0].channel_required: goes with channels, and only then",
        ),
        (
            '[[accepting.place]]\nfrom = 2023-01-01\nnetwork = "n"\nchannels = ["c"]\n'
            'source = "law 1"\n[[accepting.place]]\nfrom = 2024-01-01\nnetwork = "n"\n'
            'channels = ["c"]\nchannel_required = true\nsource = "law 1"\n',
            "accepting.place[1].channel_required: is not the same in all blocks of the place",
        ),
    ],
)
def test_a_place_asks_for_the_channel_where_it_names_one(
    folder: Path, spoil: Spoil, added: str, error: str
) -> None:
    spoil("products/coupon.toml", 'acceptance = "any"', 'acceptance = "networks"')
    spoil("products/coupon.toml", "", "\n" + added)
    with pytest.raises(TermsError) as refused:
        load_terms(folder)
    assert str(refused.value) == f"products/coupon.toml: {error}"


def test_status_and_amounts_change_on_their_days(folder: Path, spoil: Spoil) -> None:
    spoil(
        "products/coupon.toml",
        "",
        """
[[issuing.status]]
from = 2023-06-01
is = "refunding"
source = "law 1"

[[issuing.status]]
from = 2024-06-01
is = "closed"
source = "law 1"

[[issuing.amount]]
from = 2023-01-01
yen = 500
source = "law 1"

[[issuing.amount]]
from = 2023-01-01
yen = 100
source = "law 2"

[[issuing.amount]]
from = 2023-06-01
yen = 100
ends = true
source = "law 3"
""",
    )
    issuing = load_terms(folder).products["coupon"].issuing
    assert [
        issuing.status(day)
        for day in (date(2023, 5, 31), date(2023, 6, 1), date(2024, 5, 31), date(2024, 6, 1))
    ] == ["open", "refunding", "refunding", "closed"]
    assert issuing.amounts_on(date(2022, 12, 31)) == []
    assert issuing.amounts_on(date(2023, 5, 31)) == [100, 500]
    assert issuing.amounts_on(date(2023, 6, 1)) == [500]
    assert issuing.amount_source(date(2023, 6, 1)) == "law 1"
