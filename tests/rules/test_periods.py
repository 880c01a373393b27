"""Months up to the day and standard periods, by the Civil Code's count (R103, R106, R108)."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.operations.sends import claimable
from zandaka.rules.months import counts_until
from zandaka.rules.periods import last_day, right_ends
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.instrument.sending import MerchantRightEnds, SendingTerms

JST = timezone(timedelta(hours=9))
SINCE = date(2010, 4, 1)
DAYS = st.dates(date(2010, 4, 1), date(2090, 1, 1))


def series(days: int) -> Dated[int]:
    return Dated((SINCE,), (DatedValue(SINCE, days, "test"),))


def terms(*, counts: bool = False, ends: MerchantRightEnds = "due_day") -> SendingTerms:
    return SendingTerms(
        merchant_right_ends=ends,
        payment_day_counts=counts,
        standard_days={("pay", "mastercard"): series(61), ("pay", "webmoney"): series(71)},
        alarm_days={("pay", "mastercard"): series(7), ("pay", "webmoney"): series(7)},
    )


@pytest.mark.parametrize(
    ("network", "counts", "last", "told"),
    [
        ("mastercard", False, date(2024, 4, 2), date(2024, 3, 26)),
        ("mastercard", True, date(2024, 4, 1), date(2024, 3, 25)),
        ("webmoney", False, date(2024, 4, 12), date(2024, 4, 5)),
        ("webmoney", True, date(2024, 4, 11), date(2024, 4, 4)),
    ],
)
def test_a_payment_of_the_first_of_february(
    network: str, counts: bool, last: date, told: date
) -> None:
    due = last_day(terms(counts=counts), "pay", network, date(2024, 2, 1))
    assert due is not None
    assert (due.last, due.told) == (last, told)


@pytest.mark.parametrize("alarm", [0, 7])
def test_what_is_done_at_once_is_told_of_on_the_day_after(alarm: int) -> None:
    at_once = SendingTerms(
        standard_days={("withdraw", ""): series(0)}, alarm_days={("withdraw", ""): series(alarm)}
    )
    due = last_day(at_once, "withdraw", "", date(2024, 2, 29))
    assert due is not None
    assert (due.last, due.told) == (date(2024, 2, 29), date(2024, 3, 1))


def test_what_has_no_period_has_no_last_day() -> None:
    assert last_day(terms(), "pay", "quicpay_plus", date(2024, 2, 1)) is None
    assert last_day(terms(), "send", "", date(2024, 2, 1)) is None
    assert last_day(terms(), "pay", "mastercard", SINCE - timedelta(days=1)) is None


def test_a_right_ends_with_the_due_day_or_as_it_begins() -> None:
    due = date(2024, 4, 2)
    assert right_ends(terms(), due) == datetime(2024, 4, 3, tzinfo=JST)
    assert right_ends(terms(ends="due_day_start"), due) == datetime(2024, 4, 2, tzinfo=JST)
    assert right_ends(terms(ends="settled"), due) is None


@pytest.mark.parametrize(
    ("used", "until"),
    [
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2023, 1, 31), date(2023, 2, 28)),
        (date(2024, 2, 28), date(2024, 3, 28)),
        (date(2024, 2, 29), date(2024, 3, 31)),
        (date(2024, 1, 15), date(2024, 2, 15)),
    ],
)
def test_a_month_up_to_the_day(used: date, until: date) -> None:
    assert counts_until(used) == until


@given(DAYS)
def test_a_month_is_twenty_eight_days_at_least_and_later_uses_count_no_shorter(day: date) -> None:
    assert timedelta(days=27) <= counts_until(day) - day <= timedelta(days=31)
    assert counts_until(day) <= counts_until(day + timedelta(days=1))


@given(DAYS, st.times(), st.integers(1, 60))
def test_a_send_is_claimed_on_whole_days_in_japan(day: date, at: time, days: int) -> None:
    ordered = datetime.combine(day, at, JST)
    first, end = claimable(ordered, days)
    assert ordered < first <= ordered + timedelta(days=1)
    assert (first.hour, first.minute, end.hour, end.minute) == (0, 0, 0, 0)
    assert end - first == timedelta(days=days)
