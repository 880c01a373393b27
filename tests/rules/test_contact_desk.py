"""The desk's opening calendar (R30), against a walk through the days."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.business_calendar import is_day_off
from zandaka.rules.contact_desk import next_opening, open_at, opens_on
from zandaka.terms.load import load_terms

JST = timezone(timedelta(hours=9))
DESK = load_terms(Path(__file__).resolve().parents[2] / "terms").incidents["outage-2023-02-24"].desk
YEAR_END = msgspec.structs.replace(DESK, closed=["12-29", "12-30", "12-31", "01-02", "01-03"])

instants = st.datetimes(
    datetime(2022, 11, 1), datetime(2024, 2, 1), timezones=st.just(JST)  # noqa: DTZ001
)  # fmt: skip


def at(month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2023, month, day, hour, minute, second, tzinfo=JST)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (at(2, 24, 9, 59, 59), False),
        (at(2, 24, 10), True),
        (at(2, 24, 17, 59, 59), True),
        (at(2, 24, 18), False),
        (at(2, 23), False),  # the Emperor's birthday
        (at(2, 25), False),  # a Saturday
        (at(3, 4), True),
        (at(3, 5), True),
        (at(3, 21), True),  # a holiday in March
        (at(4, 1), False),
        (at(4, 3), True),
    ],
)
def test_hours_and_days(instant: datetime, is_open: bool) -> None:
    assert open_at(DESK, instant) is is_open
    assert open_at(DESK, instant.astimezone(UTC)) is is_open


@given(instants)
def test_the_next_opening_is_the_first(instant: datetime) -> None:
    found = next_opening(YEAR_END, instant)
    assert found is not None
    assert found >= instant
    assert open_at(YEAR_END, found)
    if found != instant:
        assert found.astimezone(JST).time() == time(10)
        probe = instant
        while probe < found:
            assert not open_at(YEAR_END, probe)
            probe += timedelta(hours=1)


@given(st.dates(date(2023, 1, 1), date(2024, 12, 31)))
def test_a_day_is_what_its_period_says(day: date) -> None:
    march = (day.year, day.month) == (2023, 3)
    assert opens_on(DESK, day) is (march or not is_day_off(day))
    if f"{day:%m-%d}" in YEAR_END.closed:
        assert not opens_on(YEAR_END, day)


def test_a_desk_that_never_opens_says_so() -> None:
    every = [f"{date(2024, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]
    assert next_opening(msgspec.structs.replace(DESK, closed=every), at(2, 1)) is None
