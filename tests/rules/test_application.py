"""The form of the special site: read kindly, refused by field and rule, open to the second."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.rules import inquiry
from zandaka.rules.application import read_form, require_open
from zandaka.terms.incident_model import ApplicationTerms, FieldKind, FormField
from zandaka.terms.load import load_terms
from zandaka.terms.shape import NameShape

TERMS = load_terms(Path(__file__).resolve().parents[2] / "terms")
SITE = TERMS.incidents["outage-2023-02-24"].application
TODAY = date(2023, 3, 22)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９ー")


def printed(prefecture: int, book: int, number: int) -> str:
    """A number as it stands on a paper."""
    return ids.inquiry_number(f"{prefecture:02}", ids.make(book, number))


numbers = st.builds(printed, st.integers(1, 47), st.integers(0, 1023), st.integers(1, 999_999_999))


def form(kind: FieldKind) -> ApplicationTerms:
    """A site that asks one thing."""
    field = FormField(name="asked", label=NameShape(ja="項目", en="Field"), kind=kind, source="x")
    return ApplicationTerms(since=SITE.since, until=SITE.until, source="x", field=[field])


def read(kind: FieldKind, text: str) -> str:
    """The value, or the English rule that refuses it."""
    found = read_form(form(kind), {"asked": text}, TODAY)
    return found.values["asked"] if found.values else found.errors[0].en


@given(numbers, st.sampled_from(["", "-", " ", "－", "ー", "‐"]))
def test_an_inquiry_number_is_read_however_it_is_written(number: str, hyphen: str) -> None:
    for written in (number.replace("-", hyphen), number.translate(FULL_WIDTH)):
        assert inquiry.read(f" {written}\u3000") == number


@given(numbers, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_told(number: str, place: int, by: int) -> None:
    digits = [int(one) for one in number.replace("-", "")]
    digits[place] = (digits[place] + by) % 10
    with pytest.raises(ValueError, match="check digit"):
        inquiry.read("".join(map(str, digits)))


@given(numbers)
def test_another_issuers_numbers_are_taken_where_there_are_any(number: str) -> None:
    assert inquiry.read("ab-0001", others=True) == "AB-0001"
    assert "ab-0001" in inquiry.spellings("AB-0001")
    assert inquiry.read(number, others=True) == number
    with pytest.raises(ValueError, match="16 digits"):
        inquiry.read("ab-0001")
    with pytest.raises(ValueError, match="3 to 40 letters"):
        inquiry.read("番号", others=True)


def test_no_16_digits_are_asked_for_where_numbers_of_another_issuer_are_taken() -> None:
    for others, asked in ((False, "16桁"), (True, "印字のとおり")):
        (error,) = read_form(
            form("inquiry_number"), {"asked": "番号"}, TODAY, other_numbers=others
        ).errors
        assert asked in error.ja


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_value_or_an_error(text: str) -> None:
    for kind in ("text", "date", "mail", "mobile", "inquiry_number", "prefecture", "yen"):
        found = read_form(form(kind), {"asked": text}, TODAY)
        assert len(found.values) + len(found.errors) == 1


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("date", "2023-02-23", "2023-02-23"),
        ("date", "２０２３年２月２３日", "2023-02-23"),
        ("date", "2023/3/22", "2023-03-22"),
        ("mobile", "０９０ー１２３４ー５６７８", "+819012345678"),
        ("mobile", "+81 80-1234-5678", "+818012345678"),
        ("mail", "Hanako@Example.JP", "Hanako@example.jp"),
        ("prefecture", "38", "38"),
        ("prefecture", "愛媛県", "38"),
        ("prefecture", "京都", "26"),
        ("prefecture", "北海道", "01"),
        ("prefecture", "tokyo", "13"),
        ("yen", "1,500円", "1500"),
        ("yen", "￥１，５００", "1500"),
        ("text", "  見本　花子 ", "見本　花子"),
    ],
)
def test_entries_are_read_kindly(kind: FieldKind, typed: str, value: str) -> None:
    assert read(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        ("date", "2023-02-29", "must be a day of the calendar, such as 2023-02-23"),
        ("date", "令和5年2月23日", "must be a day of the calendar, such as 2023-02-23"),
        ("date", "2023-03-23", "must not lie in the future"),
        ("prefecture", "北海", "must be a prefecture, by its code or name"),
        ("prefecture", "48", "must be a prefecture, by its code or name"),
        ("yen", "0", "must be whole yen, at least 1"),
        ("yen", "1.5", "must be whole yen, at least 1"),
        ("yen", "1,50", "must be whole yen, at least 1"),
        ("text", "一行目\n二行目", "must not contain control characters, such as a line break"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_rule(
    kind: FieldKind, typed: str, rule: str
) -> None:
    assert read(kind, typed) == rule


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = read_form(SITE, {"mail": "nobody", "surprise": "x"}, TODAY)
    assert [one.field for one in found.errors] == [
        "surprise", "name", "contact", "prefecture", "travel_date", "inquiry_number", "mail",
    ]  # fmt: skip
    assert all(one.ja.endswith(("。", ")")) and one.en.isascii() for one in found.errors)


def test_mobile_or_mail_one_is_enough() -> None:
    def wrong(**given: str) -> list[str]:
        return [one.field for one in read_form(SITE, given, TODAY).errors if one.field == "mobile"]

    assert wrong() == ["mobile"]
    assert wrong(mail="hanako@example.jp") == []
    assert wrong(mobile="09012345678") == []


def test_a_field_that_is_too_long() -> None:
    assert read("text", "あ" * 100) == "あ" * 100
    assert read("text", "あ" * 101) == "must have at most 100 characters"


def test_open_from_the_first_second_to_the_last() -> None:
    second = timedelta(seconds=1)
    require_open(SITE, SITE.since)
    require_open(SITE, SITE.until - timedelta(microseconds=1))
    for at, code in (
        (SITE.since - second, "application_not_open"),
        (SITE.until, "application_closed"),
    ):
        with pytest.raises(Refusal) as refused:
            require_open(SITE, at)
        assert refused.value.code == code
        assert refused.value.source == SITE.source
