"""Days, ends, amounts and opening hours as a letter says them, in Japanese and English."""

import calendar
from datetime import date, datetime, timedelta
from typing import Final, Literal

from zandaka.instants import JST
from zandaka.terms.incident_model import ContactDesk, DeskPeriod

Language = Literal["ja", "en"]

_JA_WEEKDAYS: Final = "月火水木金土日"
_JA_DAYS: Final = {"weekdays": "平日", "every_day": "毎日"}
_EN_DAYS: Final = {"weekdays": "on weekdays", "every_day": "every day"}


def day(value: date, language: Language) -> str:
    """With its weekday, which follows from the date and so cannot contradict it (R31)."""
    if language == "ja":
        return f"{value.year}年{value.month}月{value.day}日({_JA_WEEKDAYS[value.weekday()]})"
    return f"{calendar.day_name[value.weekday()]}, {_en(value)} {value.year}"


def last(until: datetime, language: Language) -> str:
    """The last day on which something can be done strictly before `until`; with the time where
    the end is not the day's own (R15)."""
    local = until.astimezone(JST)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return day(local.date() - timedelta(days=1), language)
    return f"{day(local.date(), language)} {local:%H:%M}"


def yen(amount: int, language: Language) -> str:
    """With the unit."""
    return f"{amount:,}円" if language == "ja" else f"{amount:,} yen"


def hours(desk: ContactDesk, today: date, language: Language) -> str:
    """When the desk answers, with the periods that have other days and are not over (R30)."""
    span = f"{desk.opens:%H:%M}～{desk.closes:%H:%M}"
    others = [one for one in desk.period if one.through >= today and one.days != desk.days]
    closed = [date(2000, int(pair[:2]), int(pair[3:])) for pair in desk.closed]
    if language == "ja":
        notes = [_ja_period(one, today) for one in others]
        if closed:
            notes.append("、".join(f"{one.month}月{one.day}日" for one in closed) + "は休業")
        return f"{_JA_DAYS[desk.days]}{span}" + (f"({'、'.join(notes)})" if notes else "")
    notes = [_en_period(one, today) for one in others]
    if closed:
        notes.append("closed on " + ", ".join(_en(one) for one in closed))
    said = f"{span.replace('～', '-')} {_EN_DAYS[desk.days]}"
    return said + (f" ({'; '.join(notes)})" if notes else "")


def _ja_period(period: DeskPeriod, today: date) -> str:
    days = "土日祝も受付" if period.days == "every_day" else "平日のみ受付"
    since = "" if period.since <= today else f"{period.since.month}月{period.since.day}日から"
    return f"{since}{period.through.month}月{period.through.day}日までは{days}"


def _en_period(period: DeskPeriod, today: date) -> str:
    since = "" if period.since <= today else f"from {_en(period.since)} "
    return f"{since}until {_en(period.through)} {_EN_DAYS[period.days]}"


def _en(value: date) -> str:
    return f"{value.day} {calendar.month_name[value.month]}"
