"""A traveller's stay, and whether each of its nights is a weekday or a holiday.

Source: the national travel support programme (全国旅行支援), which pays less on holidays."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from zandaka.rules.business_calendar import FIRST_DAY, LAST_DAY, is_day_off
from zandaka.terms.model import DayType


class Stay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="stay"):
    """A lodging: the day of check-in and the number of nights, 1 or more. Raises ValueError for
    fewer, or when it does not lie within the calendar (1955 to 2099)."""

    check_in: date
    nights: int

    def __post_init__(self) -> None:
        if self.nights < 1:
            raise ValueError("nights is at least 1; a visit without a night is a day_trip")
        # Compared as a number of days: adding a huge `nights` to a date would overflow.
        if self.check_in < FIRST_DAY or self.nights > (LAST_DAY - self.check_in).days:
            raise ValueError(f"a stay lies between {FIRST_DAY} and {LAST_DAY}")

    @property
    def check_out(self) -> date:
        """The day after the last night."""
        return self.check_in + timedelta(days=self.nights)


class DayTrip(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="day_trip"
):
    """A visit without a night. Raises ValueError outside the calendar (1955 to 2099)."""

    on: date

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.on <= LAST_DAY:
            raise ValueError(f"a day trip lies between {FIRST_DAY} and {LAST_DAY}")


#: What a coupon is granted for. As JSON: `{"kind": "stay", "check_in": "2023-02-24", "nights": 1}`
#: or `{"kind": "day_trip", "on": "2023-02-24"}`.
Trip = Stay | DayTrip


def night_day_type(night: date) -> DayType:
    """The type of the night that begins on a day: `holiday` where that day and the next are both
    Saturday, Sunday or national holiday, so a Sunday night before a working Monday is a weekday."""
    both_off = is_day_off(night) and is_day_off(night + timedelta(days=1))
    return "holiday" if both_off else "weekday"


def day_trip_day_type(day: date) -> DayType:
    """The type of a day trip: the day's own."""
    return "holiday" if is_day_off(day) else "weekday"


def day_types(trip: Trip, at_most: int) -> Iterator[tuple[date, DayType]]:
    """Each night with its type, in order and at most `at_most` of them; for a day trip its day."""
    match trip:
        case DayTrip():
            yield trip.on, day_trip_day_type(trip.on)
        case Stay():
            for number in range(min(trip.nights, at_most)):
                night = trip.check_in + timedelta(days=number)
                yield night, night_day_type(night)
