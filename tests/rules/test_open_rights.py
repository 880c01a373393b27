"""Of which days payments are still a right: what the days say is what each day's own end says."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from zandaka.instants import JST
from zandaka.rules.open_rights import open_days
from zandaka.rules.periods import last_day, right_ends
from zandaka.terms.dated import Dated, DatedValue
from zandaka.terms.instrument.sending import SendingTerms

START = date(2024, 1, 1)
NETWORKS = ("", "mastercard", "webmoney")


@st.composite
def terms(draw: st.DrawFn) -> SendingTerms:
    """Periods of some networks, which change with the terms or end."""
    periods: dict[tuple[str, str], Dated[int]] = {}
    for network in draw(st.sets(st.sampled_from(NETWORKS))):
        starts = sorted(draw(st.sets(st.integers(0, 120), min_size=1, max_size=3)))
        days = [START + timedelta(days=start) for start in starts]
        blocks = [
            None if draw(st.booleans()) and draw(st.booleans())
            else DatedValue(since=day, value=draw(st.integers(0, 40)), source="§1")
            for day in days
        ]  # fmt: skip
        periods["pay", network] = Dated(tuple(days), tuple(blocks))
    return SendingTerms(
        standard_days=MappingProxyType(periods),
        merchant_right_ends=draw(st.sampled_from(("due_day", "due_day_start", "settled"))),
        payment_day_counts=draw(st.booleans()),
    )


@given(terms(), st.integers(-5, 160), st.integers(-1, 1))
def test_the_days_are_those_whose_rights_have_not_ended(
    sending: SendingTerms, passed: int, microseconds: int
) -> None:
    midnight = datetime(2024, 1, 1, tzinfo=JST) + timedelta(days=passed)
    at = midnight + timedelta(microseconds=microseconds)
    found = open_days(sending, at)
    assert all(one.first <= one.last for one in found)
    assert all(one.last < following.first for one, following in pairwise(found))
    for back in range(-10, passed + 1):
        day = START + timedelta(days=back)
        if day > at.astimezone(JST).date():
            continue
        inside = [one for one in found if one.first <= day <= one.last]
        for network in NETWORKS:
            due = last_day(sending, "pay", network, day)
            ends = None if due is None else right_ends(sending, due.last)
            lasts = any(
                network in one.networks if network in one.known else one.other for one in inside
            )
            assert lasts == (ends is None or at < ends), (day, network)
