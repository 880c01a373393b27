"""Until when value is good, against the Civil Code's own words (Art. 140, 141, 143)."""

import calendar
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from zandaka.instants import JST
from zandaka.rules.expiry import months_after_load, passes_total_validity
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).resolve().parents[1] / "ledger" / "terms")
PURSE = TERMS.products["purse"]
COUPON = TERMS.products["town-coupon"]

#: From the second day on which the terms set a validity.
days = st.dates(date(2022, 1, 2), date(2060, 1, 1))
times = st.times()


def first_day_after(on: date) -> date:
    """The first day beyond one month that begins on the day after `on`: the day with the number
    of its first day in the next month, and where there is none the month's end is its end."""
    first = on + timedelta(days=1)
    year, month = first.year + first.month // 12, first.month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if first.day <= last:
        return date(year, month, first.day)
    return date(year, month, last) + timedelta(days=1)


@given(days, times)
def test_a_month_after_a_load(on: date, at: time) -> None:
    end = months_after_load(PURSE, datetime.combine(on, at, JST))
    assert end == datetime.combine(first_day_after(on), time(), JST)


def test_days_that_matter() -> None:
    for on, end in (
        (date(2023, 2, 24), date(2023, 3, 25)),
        (date(2023, 1, 28), date(2023, 3, 1)),
        (date(2023, 1, 31), date(2023, 3, 1)),
        (date(2023, 2, 28), date(2023, 4, 1)),
        (date(2024, 1, 30), date(2024, 3, 1)),
        (date(2023, 12, 31), date(2024, 2, 1)),
    ):
        loaded = datetime.combine(on, time(23, 59, 59, 999_999), JST)
        assert months_after_load(PURSE, loaded) == datetime.combine(end, time(), JST)


@given(days)
def test_a_load_at_night_belongs_to_the_day_in_japan(on: date) -> None:
    """15:00 in UTC is the first instant of the next day in Japan."""
    midnight = datetime.combine(on, time(), JST)
    before = months_after_load(PURSE, midnight - timedelta(microseconds=1))
    after = months_after_load(PURSE, midnight)
    assert before == datetime.combine(first_day_after(on - timedelta(days=1)), time(), JST)
    assert after == datetime.combine(first_day_after(on), time(), JST)


@given(days, st.integers(-3, 3))
def test_exactly_the_total_validity_is_too_long(on: date, microseconds: int) -> None:
    issued = datetime.combine(on, time(12), JST)
    end = datetime.combine(first_day_after(on), time(), JST) + timedelta(microseconds=microseconds)
    assert passes_total_validity(COUPON, issued, end) == (microseconds >= 0)
    assert not passes_total_validity(PURSE, issued, end), "no bound in its terms"


def test_no_end_where_the_terms_set_none() -> None:
    assert months_after_load(COUPON, datetime(2023, 2, 24, tzinfo=JST)) is None
    assert months_after_load(PURSE, datetime(2021, 12, 31, tzinfo=JST)) is None
