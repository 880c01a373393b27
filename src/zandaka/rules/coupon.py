"""What a campaign grants one person for a trip, and how long the coupon is good.

Source: the national travel support programme (全国旅行支援) and R3, R10 of the outage notice."""

from datetime import date, datetime
from typing import Literal

import msgspec

from zandaka.errors import Refusal
from zandaka.rules.business_calendar import end_of_day
from zandaka.rules.stay import DayTrip, Stay, Trip, day_types
from zandaka.terms.dated import DatedValue
from zandaka.terms.model import Campaign, DayType


class GrantLine(msgspec.Struct, frozen=True):
    """One amount of a grant: for which night (or day of a day trip), by whom, from which text."""

    day: date
    day_type: DayType
    part: Literal["campaign", "prefecture"]
    yen: int
    source: str


class CouponGrant(msgspec.Struct, frozen=True):
    """What one person is granted: `yen` is the sum of `lines`. `nights_beyond_max` nights earned
    nothing, because the campaign grants no more for one stay."""

    yen: int
    lines: tuple[GrantLine, ...]
    nights_beyond_max: int


def coupon_amount(campaign: Campaign, prefecture: str, trip: Trip) -> CouponGrant:
    """The grant for one person, in yen. Each night has the amounts in force on its own date.

    Raises Refusal, in this order: `outside_campaign_period` when a night that would count (or the
    day of a day trip) is not in the campaign; `prefecture_not_in_campaign`; `too_many_nights`
    when the stay is longer than the campaign grants and its terms say to refuse that."""
    start = trip.on if isinstance(trip, DayTrip) else trip.check_in
    # The nights one stay may earn are those in force at check-in; there are none outside.
    max_nights = campaign.max_nights.at(start)
    days = list(day_types(trip, max_nights.value if max_nights else 1))
    for day, _ in days:
        if not campaign.runs_on(day):
            raise Refusal(
                "outside_campaign_period",
                source=campaign.source,
                campaign=campaign.id,
                day=day,
            )
    if prefecture not in campaign.prefectures:
        raise Refusal(
            "prefecture_not_in_campaign",
            source=campaign.source_for("prefectures"),
            campaign=campaign.id,
            prefecture=prefecture,
        )
    beyond = trip.nights - len(days) if isinstance(trip, Stay) else 0
    if beyond and campaign.beyond_max == "refuse":
        raise Refusal(
            "too_many_nights",
            source=campaign.source_for("beyond_max"),
            campaign=campaign.id,
            nights=len(days) + beyond,
            max_nights=len(days),
        )
    lines = tuple(
        line for day, day_type in days for line in _lines(campaign, prefecture, day, day_type)
    )
    return CouponGrant(sum(line.yen for line in lines), lines, beyond)


def _lines(campaign: Campaign, prefecture: str, day: date, day_type: DayType) -> list[GrantLine]:
    own = campaign.amount(day_type, day)
    assert own is not None, "the loader promises an amount on every day of a campaign"
    lines = [_line(day, day_type, "campaign", own)]
    added = campaign.prefecture_amount(prefecture, day_type, day)
    if added is not None:
        lines.append(_line(day, day_type, "prefecture", added))
    return lines


def _line(
    day: date,
    day_type: DayType,
    part: Literal["campaign", "prefecture"],
    amount: DatedValue[int],
) -> GrantLine:
    return GrantLine(day, day_type, part, amount.value, amount.source)


def coupon_expiry(trip: Trip) -> datetime:
    """When the coupon stops being good, exclusive and in JST: the end of the day of checkout
    (23:59 inclusive, R10), of a day trip the end of that day. Nights that earned nothing do not
    shorten it: the text knows one checkout."""
    return end_of_day(trip.on if isinstance(trip, DayTrip) else trip.check_out)
