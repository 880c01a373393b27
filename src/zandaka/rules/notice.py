"""What a notice says, checked before it is published: the weekday beside each date must be that
date's (R31), and what it was to announce may not be left blank (R29). Japanese and English."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

_JA: Final = "月火水木金土日"
_EN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
#: 令和1年 is 2019.
_REIWA: Final = 2018

_IN_BRACKETS: Final = r"\s*\(\s*(?P<ja>[月火水木金土日])(?:曜日?)?(?:\s*[・･,、][^()]{1,8})?\s*\)"
_DAY: Final = (
    r"(?P<en>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b\.?"
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBER: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR: Final = r"(?:,?\s+(?P<y>\d{4})\b)?"
_EUROPEAN: Final = _NUMBER + r"\s+(?:of\s+)?" + _MONTH + _YEAR
_AMERICAN: Final = _MONTH + r"\s+" + _NUMBER + _YEAR

#: Ways to write a date beside its weekday. A month and a year that were left out are those of the
#: date before it on the line: 3月25日(土)・26日(日).
_WAYS: Final = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        r"(?:(?:令和(?P<era>\d{1,2}|元)|(?P<y>\d{4}))年\s*)?(?:(?P<m>\d{1,2})月\s*)?(?P<d>\d{1,2})日"
        + _IN_BRACKETS,
        r"(?:(?P<y>\d{4})[/.-])?(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})" + _IN_BRACKETS,
        r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\s*\(\s*" + _DAY + r"\s*\)",
        r"\b" + _DAY + r",?\s+" + _EUROPEAN,
        r"\b" + _DAY + r",?\s+" + _AMERICAN,
        r"\b" + _EUROPEAN + r"\s*(?:\(\s*|,\s+)" + _DAY,
        r"\b" + _AMERICAN + r"\s*(?:\(\s*|,\s+)" + _DAY,
    )
)
_BLANK: Final = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


class WrongWeekday(msgspec.Struct, frozen=True):
    """A date whose weekday is another one, or that there is not. `line` counts from 1; `written`
    is the place as it stands there; `right` the date's own weekday, empty where it is no date."""

    line: int
    written: str
    date: str
    right: str


def wrong_weekdays(text: str, published_on: date) -> list[WrongWeekday]:
    """Every date in `text` whose weekday is wrong, in order. A date without a year is of the year
    written before it on its line, else of the year in which it lies nearest to `published_on`."""
    found: list[WrongWeekday] = []
    for number, line in enumerate(text.splitlines(), 1):
        # Full-width digits and brackets count as their plain forms.
        plain = unicodedata.normalize("NFKC", line)
        year = month = None
        for match in _matches(plain):
            parts = match.groupdict()
            year = _year(parts) or year
            month = _month(parts) or month
            if month is None:
                continue  # "the 25th (Sat)" with no month anywhere before it says no date
            day = _date(year, month, int(parts["d"]), published_on)
            written = _weekday(parts)
            if day is None or day.weekday() != written:
                japanese = parts.get("ja") is not None
                found.append(
                    WrongWeekday(
                        number, match[0].strip(), "" if day is None else day.isoformat(),
                        "" if day is None else _name(day, japanese=japanese),
                    )
                )  # fmt: skip
    return found


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """`text` with each `{{name}}` replaced by its value, and the names for which there is none."""
    missing = sorted({name for name in _BLANK.findall(text) if name not in values})
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), text), missing


def changes(before: str, after: str, name_before: str, name_after: str) -> list[str]:
    """What was added and taken away between two versions: lines of a unified diff."""
    return list(
        difflib.unified_diff(
            before.splitlines(), after.splitlines(), name_before, name_after, lineterm=""
        )
    )


def _matches(line: str) -> Iterator[re.Match[str]]:
    """The dates of a line, each once: where two ways fit the same place, the longer one."""
    every = [match for way in _WAYS for match in way.finditer(line)]
    end = 0
    for match in sorted(every, key=lambda one: (one.start(), -one.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def _year(parts: Mapping[str, str | None]) -> int | None:
    era, year = parts.get("era"), parts.get("y")
    if era is not None:
        return _REIWA + (1 if era == "元" else int(era))
    return None if year is None else int(year)


def _month(parts: Mapping[str, str | None]) -> int | None:
    number, name = parts.get("m"), parts.get("month")
    if name is not None:
        return _MONTHS.index(name[:3].lower()) + 1
    return None if number is None else int(number)


def _weekday(parts: Mapping[str, str | None]) -> int:
    japanese, english = parts.get("ja"), parts.get("en")
    if japanese is not None:
        return _JA.index(japanese)
    assert english is not None, "every way has a weekday"
    return _EN.index(english[:3].lower())


def _date(year: int | None, month: int, day: int, published_on: date) -> date | None:
    if year is not None:
        return _or_none(year, month, day)
    near = (_or_none(published_on.year + step, month, day) for step in (-1, 0, 1))
    return min(
        (one for one in near if one is not None),
        key=lambda one: abs((one - published_on).days),
        default=None,
    )


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _name(day: date, *, japanese: bool) -> str:
    return _JA[day.weekday()] if japanese else _EN[day.weekday()].capitalize()
