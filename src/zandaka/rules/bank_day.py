"""On which day a bank transfers money (R28)."""

from datetime import date, timedelta
from typing import Final

from zandaka.errors import Invalid, Refusal
from zandaka.rules.business_calendar import is_day_off

#: Month and day on which banks stay closed beside holidays: the year's end and its beginning.
_YEAR_END: Final = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})

#: Banks take no order for later than this many days ahead, and no holiday is known for ever.
_FURTHEST: Final = 366


def is_bank_day(day: date) -> bool:
    """Whether banks are open: not on a Saturday, Sunday or national holiday, nor from 31 December
    through 3 January. Raises ValueError outside 1955 to 2099."""
    return (day.month, day.day) not in _YEAR_END and not is_day_off(day)


def next_bank_day(day: date) -> date:
    """`day` itself, or the first one after it on which banks are open."""
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def require_pay_day(day: date, pays_from: date, today: date) -> None:
    """Refuses pay_day_not_allowed unless banks are open on `day`, repayment has begun by then
    (`pays_from`) and the day is not over; `earliest` is the first that would do. Raises Invalid for
    a day more than a year after that."""
    start = max(pays_from, today)
    if (day - start).days > _FURTHEST:
        raise Invalid("pay_on", "must be within a year")
    if day < start or not is_bank_day(day):
        raise Refusal(
            "pay_day_not_allowed", pay_on=day, earliest=next_bank_day(max(day, start)), source="R28"
        )
