"""Days in Japan: which are national holidays, when one ends, when a period of months ends."""

import calendar
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

import holidays

from zandaka.instants import JST

#: The days this calendar speaks of. The first year is the first one of the Cabinet Office's list
#: of holidays; the last one is the last the `holidays` library computes. Holidays more than a
#: year ahead are provisional: the equinoxes are gazetted the February before.
FIRST_DAY: Final = date(1955, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)


@cache
def national_holidays(year: int) -> frozenset[date]:
    """The holidays of 国民の祝日に関する法律 in a year, with 振替休日 and 国民の休日. Raises
    ValueError outside 1955 to 2099, where an empty answer would be a wrong one."""
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise ValueError(f"no holidays are known for the year {year}")
    return frozenset(holidays.country_holidays("JP", years=year))


def is_national_holiday(day: date) -> bool:
    """Whether the day is a national holiday. Raises ValueError outside 1955 to 2099."""
    return day in national_holidays(day.year)


def is_day_off(day: date) -> bool:
    """Whether the day is a Saturday, a Sunday or a national holiday. Raises ValueError outside
    1955 to 2099."""
    return day.weekday() >= calendar.SATURDAY or is_national_holiday(day)


def end_of_day(day: date) -> datetime:
    """The first instant (JST) that no longer belongs to the day: "23:59まで" as an exclusive end,
    so that 23:59:59.999 still counts (R10)."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=JST)


def last_day_of_months(event: date, months: int) -> date:
    """The last day of a period of `months` (1 or more) that an event on a day starts.

    The day of the event does not count (Civil Code Art. 140). The period ends on the day before
    the one that corresponds to its first day; where the last month has no such day, on the last
    day of that month (Art. 143(2)): 2024-02-29 and 12 months give 2025-02-28 (R50, R76)."""
    first = event + timedelta(days=1)
    month = first.year * 12 + first.month - 1 + months
    year, month = month // 12, month % 12 + 1
    days = calendar.monthrange(year, month)[1]
    if first.day > days:
        return date(year, month, days)
    return date(year, month, first.day) - timedelta(days=1)
