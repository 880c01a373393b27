"""What a campaign grants and until when, on the shipped terms and on what-ifs over them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import KINDS, Refusal
from zandaka.instants import JST
from zandaka.rules.coupon import CouponGrant, coupon_amount, coupon_expiry
from zandaka.rules.stay import DayTrip, Stay, Trip
from zandaka.terms.load import load_terms
from zandaka.terms.model import Campaign

FOLDER = Path(__file__).parents[2] / "terms"
TERMS = load_terms(FOLDER)
TRAVEL = TERMS.campaigns["travel-support"]
DEMO = TERMS.campaigns["demo-region"]

STAYS = st.builds(
    Stay,
    st.dates(date(2022, 10, 11), date(2027, 12, 31)),
    st.integers(1, 30),
)
TRIPS = STAYS | st.builds(DayTrip, st.dates(date(2022, 10, 11), date(2027, 12, 31)))


def travel_support(**changed: Any) -> Campaign:
    overlay = {"campaigns": {"travel-support": changed}}
    return load_terms(FOLDER, overlay).campaigns["travel-support"]


@pytest.mark.parametrize(
    ("trip", "yen"),
    [
        (Stay(date(2022, 10, 11), 1), [3_000]),  # the first night there is
        (Stay(date(2022, 10, 15), 1), [1_000]),  # Sat
        (Stay(date(2022, 12, 30), 4), [3_000, 1_000, 1_000, 3_000]),
        (Stay(date(2023, 1, 6), 3), [3_000, 1_000, 1_000]),
        # Across the change: the holiday of 01-09 is followed by a Tuesday, so both are weekdays.
        (Stay(date(2023, 1, 8), 4), [1_000, 3_000, 2_000, 2_000]),
        (Stay(date(2023, 1, 9), 1), [3_000]),
        (Stay(date(2023, 1, 10), 1), [2_000]),
        # The week of the outage.
        (Stay(date(2023, 2, 23), 1), [2_000]),
        (Stay(date(2023, 2, 24), 1), [2_000]),
        (Stay(date(2023, 2, 25), 1), [1_000]),
        (Stay(date(2023, 2, 22), 5), [2_000, 2_000, 2_000, 1_000, 2_000]),
        (DayTrip(date(2023, 1, 9)), [1_000]),
        (DayTrip(date(2023, 1, 10)), [2_000]),
        (DayTrip(date(2022, 12, 31)), [1_000]),
        (DayTrip(date(2023, 2, 23)), [1_000]),
        (DayTrip(date(2023, 2, 24)), [2_000]),
    ],
)
def test_each_night_has_the_amount_of_its_own_date(trip: Trip, yen: list[int]) -> None:
    grant = coupon_amount(TRAVEL, "26", trip)
    assert [line.yen for line in grant.lines] == yen
    assert grant.yen == sum(yen)
    assert grant.nights_beyond_max == 0


def test_each_line_cites_the_text_of_its_night() -> None:
    grant = coupon_amount(TRAVEL, "26", Stay(date(2023, 1, 9), 2))
    assert [(line.day, line.source) for line in grant.lines] == [
        (date(2023, 1, 9), "travel-support 2022-10-11"),
        (date(2023, 1, 10), "travel-support 2023-01-10"),
    ]


def test_a_prefecture_adds_its_own_amount_in_a_line_of_its_own() -> None:
    # 2026-11-20 is a Friday, the 21st a Saturday; Tokyo adds on weekdays only.
    grant = coupon_amount(DEMO, "13", Stay(date(2026, 11, 20), 2))
    assert [(line.part, line.yen) for line in grant.lines] == [
        ("campaign", 2_000),
        ("prefecture", 1_000),
        ("campaign", 1_000),
    ]
    assert grant.yen == 4_000
    assert coupon_amount(DEMO, "26", Stay(date(2026, 11, 20), 2)).yen == 3_000


def test_nights_beyond_the_seventh_earn_nothing() -> None:
    grant = coupon_amount(TRAVEL, "13", Stay(date(2023, 3, 6), 10))
    assert len(grant.lines) == 7
    assert grant.nights_beyond_max == 3
    assert grant.yen == coupon_amount(TRAVEL, "13", Stay(date(2023, 3, 6), 7)).yen
    # ... but the coupon is good until the guest leaves.
    assert coupon_expiry(Stay(date(2023, 3, 6), 10)) == datetime(2023, 3, 17, tzinfo=JST)


def refused(campaign: Campaign, prefecture: str, trip: Trip) -> Refusal:
    with pytest.raises(Refusal) as raised:
        coupon_amount(campaign, prefecture, trip)
    assert raised.value.code in KINDS
    assert raised.value.source.split()[0] in TERMS.sources
    return raised.value


def test_a_stay_beyond_the_seventh_night_can_be_refused_by_the_terms() -> None:
    strict = travel_support(beyond_max="refuse")
    refusal = refused(strict, "13", Stay(date(2023, 3, 6), 8))
    assert refusal.code == "too_many_nights"
    assert refusal.params["nights"] == 8
    assert refusal.params["max_nights"] == 7
    assert coupon_amount(strict, "13", Stay(date(2023, 3, 6), 7)).nights_beyond_max == 0


@pytest.mark.parametrize(
    ("trip", "day"),
    [
        (Stay(date(2022, 10, 10), 1), date(2022, 10, 10)),
        (Stay(date(2022, 10, 10), 2), date(2022, 10, 10)),
        (Stay(date(1955, 1, 1), 30_000), date(1955, 1, 1)),
        (DayTrip(date(2022, 10, 10)), date(2022, 10, 10)),
    ],
)
def test_refuses_what_begins_before_the_campaign(trip: Trip, day: date) -> None:
    refusal = refused(TRAVEL, "13", trip)
    assert refusal.code == "outside_campaign_period"
    assert refusal.params["day"] == day


def test_refuses_a_counted_night_after_a_period_and_only_such() -> None:
    blocks = [
        {"from": date(2022, 10, 11), "through": date(2022, 12, 27), "source": "zandaka-default"}
    ]
    ended = travel_support(period=blocks)
    assert coupon_amount(ended, "13", Stay(date(2022, 12, 27), 1)).yen == 3_000
    refusal = refused(ended, "13", Stay(date(2022, 12, 27), 2))
    assert (refusal.code, refusal.params["day"]) == ("outside_campaign_period", date(2022, 12, 28))
    # Seven nights to the last day: the eighth earns nothing, so it need not be in the campaign.
    assert coupon_amount(ended, "13", Stay(date(2022, 12, 21), 8)).nights_beyond_max == 1


def test_refuses_a_night_in_a_pause_between_two_periods() -> None:
    paused = travel_support(
        period=[
            {"from": date(2023, 1, 10), "source": "zandaka-default"},
            {
                "from": date(2022, 10, 11),
                "through": date(2022, 12, 27),
                "source": "zandaka-default",
            },
        ]
    )
    assert refused(paused, "13", DayTrip(date(2023, 1, 9))).code == "outside_campaign_period"
    assert refused(paused, "13", Stay(date(2023, 1, 9), 2)).code == "outside_campaign_period"
    assert coupon_amount(paused, "13", Stay(date(2023, 1, 10), 1)).yen == 2_000


@pytest.mark.parametrize("prefecture", ["27", "00", "48", "", "東京都"])
def test_refuses_a_prefecture_that_takes_no_part(prefecture: str) -> None:
    refusal = refused(DEMO, prefecture, DayTrip(date(2024, 1, 1)))
    assert refusal.code == "prefecture_not_in_campaign"
    assert refusal.params["prefecture"] == prefecture


def test_refuses_in_the_order_of_the_registry() -> None:
    order = list(KINDS)
    codes = ["outside_campaign_period", "prefecture_not_in_campaign", "too_many_nights"]
    assert sorted(codes, key=order.index) == codes
    strict = travel_support(beyond_max="refuse", prefectures=["13"])
    long_before, long_inside = Stay(date(2022, 10, 1), 20), Stay(date(2022, 11, 1), 20)
    assert refused(strict, "27", long_before).code == codes[0]
    assert refused(strict, "27", long_inside).code == codes[1]
    assert refused(strict, "13", long_inside).code == codes[2]


# -- how long it is good


@pytest.mark.parametrize(
    ("trip", "last_day"),
    [
        (Stay(date(2023, 2, 23), 1), date(2023, 2, 24)),  # R3: valid to 2023-02-24 23:59
        (DayTrip(date(2023, 2, 24)), date(2023, 2, 24)),
        (Stay(date(2022, 12, 31), 1), date(2023, 1, 1)),
        (Stay(date(2024, 2, 28), 1), date(2024, 2, 29)),
    ],
)
def test_good_until_the_end_of_the_last_day(trip: Trip, last_day: date) -> None:
    end = coupon_expiry(trip)
    assert end == datetime.combine(last_day, time(23, 59, 59, 999_999), JST) + timedelta(
        microseconds=1
    )


# -- properties


@given(TRIPS, st.sampled_from(["01", "13", "26", "47"]))
def test_the_amount_is_the_sum_of_its_lines(trip: Trip, prefecture: str) -> None:
    grant: CouponGrant = coupon_amount(TRAVEL, prefecture, trip)
    assert grant.yen == sum(line.yen for line in grant.lines)
    assert 1 <= len(grant.lines) <= 7
    assert all(line.source and line.yen > 0 for line in grant.lines)
    nights = trip.nights if isinstance(trip, Stay) else 1
    assert len(grant.lines) + grant.nights_beyond_max == nights


@given(STAYS)
def test_a_stay_up_to_the_maximum_is_worth_its_single_nights(stay: Stay) -> None:
    counted = [stay.check_in + timedelta(days=n) for n in range(min(stay.nights, 7))]
    assert coupon_amount(TRAVEL, "13", stay).yen == sum(
        coupon_amount(TRAVEL, "13", Stay(night, 1)).yen for night in counted
    )


@given(TRIPS)
def test_it_ends_at_midnight_in_japan_and_after_every_night(trip: Trip) -> None:
    end = coupon_expiry(trip)
    assert end.utcoffset() == timedelta(hours=9)
    assert end.timetz().replace(tzinfo=None) == time(0)
    last = coupon_amount(TRAVEL, "13", trip).lines[-1].day
    assert end > datetime.combine(last, time(23, 59), JST)
