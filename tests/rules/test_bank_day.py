"""On which days banks are open, and which of them a transfer file may name (R28)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Invalid, Refusal
from zandaka.rules.bank_day import is_bank_day, next_bank_day, require_pay_day

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 20))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2022-12-29", True), ("2022-12-30", True), ("2022-12-31", False), ("2023-01-02", False),
        ("2023-01-03", False), ("2023-01-04", True), ("2024-12-31", False), ("2025-01-02", False),
        ("2025-01-03", False), ("2023-05-03", False), ("2023-05-08", True), ("2023-05-11", True),
        ("2023-05-13", False), ("2023-05-14", False), ("2019-05-01", False),
    ],
)  # fmt: skip
def test_days(day: str, open_: bool) -> None:
    assert is_bank_day(date.fromisoformat(day)) is open_


@given(DAYS)
def test_the_next_one_is_the_first(day: date) -> None:
    found = next_bank_day(day)
    assert is_bank_day(found)
    assert not any(is_bank_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert (found - day).days <= 12


FROM = date(2023, 5, 11)


@pytest.mark.parametrize(
    ("day", "today", "earliest"),
    [
        ("2023-05-10", "2023-05-01", "2023-05-11"),
        ("2023-05-11", "2023-05-01", None),
        ("2023-05-11", "2023-05-11", None),
        ("2023-05-11", "2023-05-12", "2023-05-12"),
        ("2023-05-13", "2023-05-12", "2023-05-15"),
        ("2023-05-12", "2023-05-13", "2023-05-15"),
    ],
)
def test_the_first_day_that_would_do_is_told(day: str, today: str, earliest: str | None) -> None:
    on, now = date.fromisoformat(day), date.fromisoformat(today)
    if earliest is None:
        require_pay_day(on, FROM, now)
        return
    with pytest.raises(Refusal) as caught:
        require_pay_day(on, FROM, now)
    assert caught.value.code == "pay_day_not_allowed"
    assert caught.value.params["earliest"] == date.fromisoformat(earliest)


@pytest.mark.parametrize("day", [date.max, date(2100, 1, 4), date(2024, 5, 12)])
def test_a_day_more_than_a_year_ahead_is_a_slip(day: date) -> None:
    require_pay_day(date(2024, 5, 10), FROM, FROM)
    with pytest.raises(Invalid) as caught:
        require_pay_day(day, FROM, FROM)
    assert caught.value.field == "pay_on"
