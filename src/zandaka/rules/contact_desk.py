"""When the contact desk is open (R30): weekdays unless a period says every day, never on the days
it is closed each year. Times are Japan's."""

from datetime import date, datetime, timedelta

from zandaka.instants import JST
from zandaka.rules.business_calendar import LAST_DAY, is_day_off
from zandaka.terms.incident_model import ContactDesk, Days

#: A desk that opens on no day of a whole year opens on none.
_LOOK_AHEAD = 366


def days_on(desk: ContactDesk, day: date) -> Days:
    """Which days the desk has on that day: the last period that covers it, else its own."""
    found = desk.days
    for period in desk.period:
        if period.since <= day <= period.through:
            found = period.days
    return found


def opens_on(desk: ContactDesk, day: date) -> bool:
    """Whether the desk opens at all on a day. Raises ValueError outside 1955 to 2099."""
    if f"{day:%m-%d}" in desk.closed:
        return False
    return days_on(desk, day) == "every_day" or not is_day_off(day)


def open_at(desk: ContactDesk, at: datetime) -> bool:
    """Whether somebody answers at an instant: from the opening time on, until before the closing
    time. Raises ValueError outside 1955 to 2099."""
    local = at.astimezone(JST)
    return desk.opens <= local.time() < desk.closes and opens_on(desk, local.date())


def next_opening(desk: ContactDesk, at: datetime) -> datetime | None:
    """The first instant, at `at` or after it, at which somebody answers; None where the desk opens
    on no day of the following year. Raises ValueError outside 1955 to 2099."""
    if open_at(desk, at):
        return at
    local = at.astimezone(JST)
    for ahead in range(_LOOK_AHEAD + 1):
        day = local.date() + timedelta(days=ahead)
        if day > LAST_DAY:
            return None
        opening = datetime.combine(day, desk.opens, JST)
        if opening >= at and opens_on(desk, day):
            return opening
    return None
