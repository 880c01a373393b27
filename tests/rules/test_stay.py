"""Weekday or holiday: the calendar, nights and day trips."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules.business_calendar import (
    FIRST_DAY,
    LAST_DAY,
    end_of_day,
    is_day_off,
    is_national_holiday,
    last_day_of_months,
    national_holidays,
)
from zandaka.rules.stay import DayTrip, Stay, Trip, day_trip_day_type, day_types, night_day_type
from zandaka.terms.model import DayType

DAYS = st.dates(FIRST_DAY, LAST_DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2023, 1, 1), True),
        (date(2023, 1, 2), True),  # 振替休日: New Year's Day was a Sunday
        (date(2023, 1, 3), False),  # banks rest, the law does not know it
        (date(2022, 12, 31), False),
        (date(2023, 1, 9), True),  # 成人の日
        (date(2023, 2, 23), True),
        (date(2026, 9, 22), True),  # 国民の休日, between two holidays
        (date(2019, 4, 30), True),
        (date(2019, 5, 1), True),  # accession, once
        (date(2021, 7, 23), True),  # moved for the Olympic Games
        (date(2021, 10, 11), False),
        (date(2023, 2, 25), False),  # a Saturday is no national holiday
    ],
)
def test_national_holidays(day: date, holiday: bool) -> None:
    assert is_national_holiday(day) is holiday


@pytest.mark.parametrize("year", [1954, 2100])
def test_no_answer_where_no_holidays_are_known(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        national_holidays(year)


NIGHTS: list[tuple[date, DayType, str]] = [
    (date(2022, 12, 29), "weekday", "Thu, Fri"),
    (date(2022, 12, 30), "weekday", "Fri, Sat"),
    (date(2022, 12, 31), "holiday", "Sat, Sun and New Year's Day"),
    (date(2023, 1, 1), "holiday", "New Year's Day, 振替休日"),
    (date(2023, 1, 2), "weekday", "振替休日, Tue"),
    (date(2023, 1, 6), "weekday", "Fri, Sat"),
    (date(2023, 1, 7), "holiday", "Sat, Sun"),
    (date(2023, 1, 8), "holiday", "Sun, 成人の日"),
    (date(2023, 1, 9), "weekday", "成人の日, Tue"),
    (date(2023, 1, 10), "weekday", "Tue, Wed"),
    (date(2023, 2, 22), "weekday", "Wed, holiday"),
    (date(2023, 2, 23), "weekday", "holiday, Fri"),
    (date(2023, 2, 24), "weekday", "Fri, Sat"),
    (date(2023, 2, 25), "holiday", "Sat, Sun"),
    (date(2023, 2, 26), "weekday", "Sun, Mon"),
    (date(2023, 2, 27), "weekday", "Mon, Tue"),
    (date(2026, 9, 21), "holiday", "holiday, 国民の休日"),
    (date(2026, 9, 22), "holiday", "国民の休日, holiday"),
]


@pytest.mark.parametrize(("night", "expected", "why"), NIGHTS)
def test_nights(night: date, expected: DayType, why: str) -> None:
    assert night_day_type(night) == expected, why


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 2, 23), "holiday"),
        (date(2023, 2, 24), "weekday"),
        (date(2023, 2, 25), "holiday"),
        (date(2023, 2, 26), "holiday"),
        (date(2023, 1, 2), "holiday"),
        (date(2023, 1, 3), "weekday"),
    ],
)
def test_day_trips_follow_the_day_itself(day: date, expected: DayType) -> None:
    assert day_trip_day_type(day) == expected


@given(DAYS)
def test_a_holiday_night_lies_between_two_days_off(day: date) -> None:
    expected = is_day_off(day) and is_day_off(day + timedelta(days=1))
    assert (night_day_type(day) == "holiday") is expected
    # Who comes on a weekday by the calendar never has a holiday night.
    assert night_day_type(day) == "weekday" or day_trip_day_type(day) == "holiday"


@given(DAYS, st.integers(1, 40), st.integers(1, 10))
def test_nights_come_in_order_and_no_more_than_asked(day: date, nights: int, most: int) -> None:
    day = min(day, LAST_DAY - timedelta(days=nights))
    found = [night for night, _ in day_types(Stay(day, nights), most)]
    assert found == [day + timedelta(days=n) for n in range(min(nights, most))]


@pytest.mark.parametrize(
    ("check_in", "nights"),
    [
        (date(2023, 1, 1), 0),
        (date(2023, 1, 1), -1),
        (date(2023, 1, 1), 10**18),
        (date(2099, 12, 31), 1),
        (date(9999, 12, 31), 1),
        (date(1954, 12, 31), 1),
    ],
)
def test_a_stay_has_nights_and_lies_in_the_calendar(check_in: date, nights: int) -> None:
    with pytest.raises(ValueError, match=r"nights|lies between"):
        Stay(check_in, nights)


@pytest.mark.parametrize("day", [date(1954, 12, 31), date(2100, 1, 1)])
def test_a_day_trip_lies_in_the_calendar(day: date) -> None:
    with pytest.raises(ValueError, match="lies between"):
        DayTrip(day)


def test_the_calendars_last_night_has_a_type() -> None:
    assert night_day_type(Stay(LAST_DAY - timedelta(days=1), 1).check_in) == "weekday"


@pytest.mark.parametrize(
    ("text", "trip"),
    [
        ('{"kind":"stay","check_in":"2023-02-24","nights":2}', Stay(date(2023, 2, 24), 2)),
        ('{"kind":"day_trip","on":"2023-02-24"}', DayTrip(date(2023, 2, 24))),
    ],
)
def test_trips_as_json(text: str, trip: Trip) -> None:
    assert msgspec.json.decode(text, type=Trip) == trip
    assert msgspec.json.encode(trip).decode() == text


@pytest.mark.parametrize(
    "text",
    [
        '{"kind":"stay","check_in":"2023-02-24","nights":0}',
        '{"kind":"stay","check_in":"2023-02-24","nights":1.5}',
        '{"kind":"stay","check_in":"2023-02-24T00:00:00","nights":1}',
        '{"kind":"stay","check_in":"2023-02-24","nights":1,"guests":2}',
        '{"kind":"day_trip","on":"2023-02-30"}',
        '{"check_in":"2023-02-24","nights":1}',
    ],
)
def test_trips_that_cannot_be_read(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Trip)


# -- ends of days and of months


@given(DAYS)
def test_a_day_ends_at_the_next_midnight_in_tokyo(day: date) -> None:
    end = end_of_day(day)
    tokyo = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert end == tokyo + timedelta(days=1)
    assert end.isoformat().endswith("T00:00:00+09:00")


def test_a_day_ends_as_the_notice_says() -> None:
    assert end_of_day(date(2023, 3, 31)) == datetime(2023, 3, 31, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "months", "last"),
    [
        (date(2024, 3, 10), 24, date(2026, 3, 10)),  # R76
        (date(2024, 2, 28), 24, date(2026, 2, 28)),  # R76
        (date(2024, 2, 29), 24, date(2026, 2, 28)),  # R76
        (date(2024, 3, 1), 12, date(2025, 3, 1)),  # R50
        (date(2024, 2, 29), 12, date(2025, 2, 28)),  # R50
        (date(2024, 8, 30), 6, date(2025, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2023, 12, 31), 1, date(2024, 1, 31)),
        (date(2023, 1, 30), 2, date(2023, 3, 30)),  # the last month does have a 31st
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_a_period_of_months_ends(event: date, months: int, last: date) -> None:
    assert last_day_of_months(event, months) == last


@given(DAYS, st.integers(1, 60))
def test_a_longer_period_ends_later(event: date, months: int) -> None:
    assert event < last_day_of_months(event, months) < last_day_of_months(event, months + 1)
    assert last_day_of_months(event, months) <= last_day_of_months(
        event + timedelta(days=1), months
    )
