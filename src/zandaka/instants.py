"""Zones. Instants are kept in UTC and read by people in Japan's time."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

__all__ = ["JST", "UTC", "jst_date"]

#: Japan has had no daylight saving time since 1951, so a fixed offset says the same as a zone
#: database, compares faster and needs no zone data on the machine.
JST: Final = timezone(timedelta(hours=9), "JST")


def jst_date(instant: datetime) -> date:
    """The calendar day in Japan at an instant: the day of every per-day limit (R67)."""
    return instant.astimezone(JST).date()
