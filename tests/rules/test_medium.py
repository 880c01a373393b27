"""The ends of media: what is printed, months of the month of issue, and the side of six months."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.instants import JST
from zandaka.ledger.model import Lot, Moment, Series, State, Wallet
from zandaka.rules import medium
from zandaka.rules.expiry import (
    end_of_month,
    history_since,
    months_after_load,
    months_from_issue,
    printed_end,
)
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.load import load_terms
from zandaka.terms.model import Product

TERMS = load_terms(REPOSITORY_TERMS)
LITE = TERMS.products["webmoney-prepaid-card-lite"]
NUMBER = TERMS.products["webmoney"]
CARD = TERMS.products["webmoney-card"]
SHORT = TERMS.products["au-pay-gift-card-short"]
LONG = TERMS.products["au-pay-gift-card"]
FUNCASH = TERMS.products["funcash-wm"]

days = st.dates(date(2010, 4, 1), date(2040, 12, 31))
times = st.times()
SERIES = Series(1, CARD.id, "", "", "prepaid")


def at(day: date, hour: time = time(12)) -> Moment:
    instant = datetime.combine(day, hour, JST)
    return Moment(instant.astimezone(UTC), day, TERMS, {})


def end_of(used: date) -> datetime:
    """The end of a card last used on a day."""
    end = months_after_load(CARD, datetime.combine(used, time(), JST))
    assert end is not None
    return end


def counted(product: Product) -> Product:
    media = msgspec.structs.replace(product.media, issue_month_counted=True)
    return msgspec.structs.replace(product, media=media)


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=JST)


@given(days, times)
def test_sixty_months_of_the_month_of_issue(day: date, hour: time) -> None:
    """Any day of a month gives the first instant of the month after the same one five years on;
    counted, of that month itself."""
    issued = datetime.combine(day, hour, JST)
    following = date(day.year + 5 + day.month // 12, day.month % 12 + 1, 1)
    assert months_from_issue(LITE, issued) == datetime.combine(following, time(), JST)
    assert months_from_issue(counted(LITE), issued) == midnight(day.year + 5, day.month, 1)


@given(days)
def test_a_print_decides_and_a_month_is_good_to_its_last_day(day: date) -> None:
    end = printed_end(f"{day:%Y-%m}")
    assert (end - timedelta(microseconds=1)).astimezone(JST).strftime("%Y-%m") == f"{day:%Y-%m}"
    assert end.astimezone(JST).day == 1
    assert printed_end(f"{day:%Y-%m-%d}") == datetime.combine(day + timedelta(days=1), time(), JST)
    before = at(day - timedelta(days=1))
    assert medium.end_at_issue(LITE, f"{day:%Y-%m-%d}", before) == printed_end(f"{day:%Y-%m-%d}")


@pytest.mark.parametrize("printed", ["2024-05-01", "2024-04", "2024-04-31", "2025-02-29"])
def test_a_print_of_the_past_or_of_no_day_is_refused(printed: str) -> None:
    with pytest.raises(Refusal) as told:
        medium.end_at_issue(NUMBER, printed, at(date(2024, 5, 2)))
    assert told.value.code == "wrong_end"


def test_nothing_printed() -> None:
    moment = at(date(2024, 5, 2))
    assert medium.end_at_issue(NUMBER, "", moment) is None
    assert medium.end_at_issue(FUNCASH, "", moment) is None
    assert medium.end_at_issue(CARD, "", moment) == midnight(2026, 5, 3)
    for product in (FUNCASH, CARD):
        with pytest.raises(Refusal):
            medium.end_at_issue(product, "2029-03", moment)


@given(days, st.integers(0, 400))
def test_a_gift_card_is_on_one_side_of_six_months(day: date, length: int) -> None:
    """Whatever is printed, just one of the two products may be issued with it: the exempt one where
    the end comes before the day that corresponds to the day after the issue, six months on."""
    last = day + timedelta(days=length)
    printed = f"{last:%Y-%m-%d}"
    taken: list[Product] = []
    for product in (SHORT, LONG):
        try:
            medium.end_at_issue(product, printed, at(day))
        except Refusal:
            continue
        taken.append(product)
    first = day + timedelta(days=1)
    year, month = first.year + (first.month + 5) // 12, (first.month + 5) % 12 + 1
    six = end_of_month(year, month)
    with contextlib.suppress(ValueError):  # no such day: the month's end
        six = datetime(year, month, first.day, tzinfo=JST)
    end = datetime.combine(last + timedelta(days=1), time(), JST)
    assert taken == [SHORT if end < six else LONG]


@given(days, days)
def test_the_end_of_a_card_never_moves_back_by_a_use(issued: date, used: date) -> None:
    """And it never leaves value behind that could be spent before."""
    end = end_of(issued)
    lot = Lot(1, 7, SERIES, 7, 100, 0, end)
    wallet = Wallet(7, CARD.id, "card", "open", expires_at=end, lots=[lot])
    moment = at(used)
    found = medium.use(CARD, wallet, "pay", moment)
    new = found.wallets[0].expires_at if found.wallets else end
    assert new is not None
    assert new >= end
    assert bool(found.extensions) == bool(found.moved_ends) == (new > end > moment.at)
    assert [one.wallet for one in found.records] == [7]
    assert medium.use(LITE, wallet, "pay", moment) is medium.NOTHING
    assert medium.use(CARD, wallet, "stop", moment) is medium.NOTHING


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.data())
def test_returned_uses_leave_the_end_of_those_that_are_left(
    gaps: list[int], data: st.DataObject
) -> None:
    """In whatever order uses come back whole, the card ends as if they had never been."""
    day = date(2024, 1, 10)
    base = end_of(day)
    lot = Lot(1, 7, SERIES, 7, 100, 0, base)
    state = State(wallets={7: Wallet(7, CARD.id, "card", "open", expires_at=base, lots=[lot])})

    def apply(found: medium.Renewed, operation: int) -> None:
        for wallet in found.wallets:
            state.wallets[wallet.id] = wallet
        for extension in found.extensions:
            extension.lot.expires_at = extension.new_expires_at
        for record in found.records:
            record.operation = record.operation or operation
            state.records[medium.CardUse, record.operation] = record

    ends: dict[int, datetime] = {}
    for operation, gap in enumerate(gaps, start=1):
        day += timedelta(days=gap)
        apply(medium.use(CARD, state.wallets[7], "pay", at(day)), operation)
        ends[operation] = end_of(day)
    for operation in data.draw(st.permutations(sorted(ends))):
        found = medium.returned(CARD, state, operation, [1], False, at(day))
        assert not found.wallets, "part of it came back: still a use"
        apply(medium.returned(CARD, state, operation, [1], True, at(day)), 0)
        del ends[operation]
        expected = max([base, *ends.values()])
        assert state.wallets[7].expires_at == expected
        assert lot.expires_at == expected
        again = medium.returned(CARD, state, operation, [1], True, at(day))
        assert not again.records, "it was returned before"


def test_history_goes_back_as_far_as_the_terms_say() -> None:
    months = Dated((date(2024, 1, 1),), (DatedValue(date(2024, 1, 1), 1, "zandaka-default"),))
    media = msgspec.structs.replace(CARD.media, history=months)
    card = msgspec.structs.replace(CARD, media=media)
    now = datetime(2024, 3, 31, 12, tzinfo=JST)
    assert history_since(card, now) == midnight(2024, 2, 29)
    assert history_since(card, now - timedelta(days=16)) == midnight(2024, 2, 15)
    assert history_since(CARD, now).year == 1
