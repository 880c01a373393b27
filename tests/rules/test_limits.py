"""Caps: to the yen, for the day, and with the source of the term that sets them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.ledger.model import Moment, State, Usage
from zandaka.rules.limits import check, check_balance, give_back, told, use
from zandaka.terms.load import load_terms

TERMS = load_terms(Path(__file__).resolve().parents[1] / "ledger" / "terms")
PURSE = TERMS.products["purse"]
COUPON = TERMS.products["town-coupon"]
TODAY = date(2023, 2, 24)
NOW = datetime(2023, 2, 24, 3, tzinfo=UTC)


def moment(day: date = TODAY) -> Moment:
    return Moment(NOW, day, TERMS, {})


def state(yen: int, period: date = TODAY, kind: str = "pay_day_max") -> State:
    return State(usage={(7, kind): Usage(7, kind, period, yen)})


@given(st.integers(1, 10_000))
def test_a_cap_on_one_amount(yen: int) -> None:
    if yen <= 4_000:
        check(PURSE, "pay_max", yen, moment())
        return
    with pytest.raises(Refusal) as refused:
        check(PURSE, "pay_max", yen, moment())
    assert refused.value.code == "limit_exceeded"
    assert refused.value.source == "test-terms 4"
    assert refused.value.params == {
        "limit": "pay_max", "limit_yen": 4_000, "used_yen": 0, "yen": yen,
    }  # fmt: skip


@given(st.integers(1, 10**12))
def test_no_cap_where_the_terms_set_none(yen: int) -> None:
    check(COUPON, "pay_max", yen, moment())
    check(PURSE, "pay_max", yen, moment(date(2021, 12, 31)))
    assert use(COUPON, "load_day_max", 7, yen, State(), moment()) == ()


@given(st.integers(0, 7_000), st.integers(1, 7_000), st.integers(-2, 0))
def test_a_day_adds_up(used: int, yen: int, days: int) -> None:
    """What was used on a day before does not count."""
    before = state(used, TODAY + timedelta(days=days))
    already = used if days == 0 else 0
    if already + yen > 6_000:
        with pytest.raises(Refusal) as refused:
            use(PURSE, "pay_day_max", 7, yen, before, moment())
        assert refused.value.params["used_yen"] == already
        assert refused.value.source == "test-terms 5"
        return
    assert use(PURSE, "pay_day_max", 7, yen, before, moment()) == (
        Usage(7, "pay_day_max", TODAY, already + yen),
    )


@given(st.integers(0, 6_000), st.integers(0, 6_000), st.booleans())
def test_giving_back(used: int, yen: int, same_day: bool) -> None:
    day = TODAY if same_day else TODAY - timedelta(days=1)
    given_back = give_back("pay_day_max", 7, yen, day, state(used))
    if same_day:
        assert given_back == (Usage(7, "pay_day_max", TODAY, max(0, used - yen)),)
    else:
        assert given_back == ()
    assert give_back("pay_day_max", 8, yen, day, state(used)) == ()


@given(st.integers(1, 6_000), st.integers(1, 6_000))
def test_using_and_giving_back_leaves_what_was(used: int, yen: int) -> None:
    if used + yen > 6_000:
        return
    [more] = use(PURSE, "pay_day_max", 7, yen, state(used), moment())
    [less] = give_back("pay_day_max", 7, yen, TODAY, state(more.yen))
    assert less.yen == used


@given(st.integers(0, 12_000), st.integers(1, 12_000))
def test_a_balance_counts_with_what_comes(held: int, yen: int) -> None:
    if held + yen <= 10_000:
        check_balance(PURSE, held, yen, moment())
        return
    with pytest.raises(Refusal) as refused:
        check_balance(PURSE, held, yen, moment())
    assert refused.value.params["limit"] == "balance_max"
    assert refused.value.source == "test-terms 3"


SHIPPED = load_terms(Path(__file__).resolve().parents[2] / "terms")
FUNDS = SHIPPED.products["au-pay-funds"]
CARD = SHIPPED.products["webmoney-card"]
days = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(days, days, st.integers(1, 200_000), st.integers(1, 200_000))
def test_a_month_is_the_calendar_s(first: date, then: date, one: int, other: int) -> None:
    (used,) = use(FUNDS, "send_month_max", 7, one, State(), moment(first))
    assert used.period == first.replace(day=1)
    before = State(usage={(7, "send_month_max"): used})
    same = (first.year, first.month) == (then.year, then.month)
    if same and one + other > 200_000:
        with pytest.raises(Refusal) as refused:
            use(FUNDS, "send_month_max", 7, other, before, moment(then))
        assert refused.value.params["used_yen"] == one
        return
    (after,) = use(FUNDS, "send_month_max", 7, other, before, moment(then))
    assert after.yen == other + (one if same else 0)


@given(days, days, st.integers(1, 1_000_000), st.integers(1, 1_000_000))
def test_what_was_ever_loaded_counts_on_every_day(
    first: date, then: date, one: int, other: int
) -> None:
    (used,) = use(CARD, "balance_max", 7, one, State(), moment(first))
    before = State(usage={(7, "balance_max"): used})
    if one + other > 1_000_000:
        with pytest.raises(Refusal):
            use(CARD, "balance_max", 7, other, before, moment(then))
        return
    (after,) = use(CARD, "balance_max", 7, other, before, moment(then))
    assert (after.period, after.yen) == (used.period, one + other)


@given(days, st.integers(1, 1_000), st.integers(0, 1_000))
def test_what_is_told_of_a_use_is_its_change(day: date, yen: int, before: int) -> None:
    held = State()
    if before:
        (used,) = use(FUNDS, "send_month_max", 7, before, held, moment(day))
        held.usage[7, "send_month_max"] = used
    after = use(FUNDS, "send_month_max", 7, yen, held, moment(day))
    (said,) = told(after, held)
    assert (said.yen, said.period) == (yen, day.replace(day=1))
    back = give_back("send_month_max", 7, yen, day, State(usage={(7, "send_month_max"): after[0]}))
    assert back[0].yen == before
