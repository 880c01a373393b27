"""Which withdrawals are free after all: whatever a wallet and others have ordered, and whenever."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import TERMS

from zandaka.ledger.model import State, Usage, Wallet
from zandaka.operations.free_ones import free_after_all
from zandaka.operations.payout import Payout, PayoutState
from zandaka.rules import fees
from zandaka.terms.instrument.withdrawing import Route
from zandaka.terms.load import load_terms
from zandaka.terms.model import Product

SINCE = date(2022, 1, 1)
#: A card that replaced two others (R83), and somebody else's.
LINE, OTHER = (1, 2, 3), 4
ROUTES: tuple[Route, ...] = ("bank", "atm")
#: Two of one month, one of the month after it and one of the same month a year before.
DAYS = (date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1), date(2023, 3, 31))
MAY = date(2024, 5, 1)


def product(times: int, **withdrawing: Any) -> Product:
    def block(**value: int) -> list[dict[str, Any]]:
        return [{"from": SINCE, "source": "test-terms", **value}]

    route = {"fee": block(yen=220), "free_a_month": block(times=times)}
    given = {"source": "test-terms", "routes": {"atm": route, "bank": route}, **withdrawing}
    return load_terms(TERMS, {"products": {"purse": {"withdrawing": given}}}).products["purse"]


FIRST_TO_SUCCEED = [product(times) for times in (1, 2, 3)]
FIRST_ORDERED = product(3, free_one="first_ordered")


@st.composite
def payouts(draw: st.DrawFn) -> Payout:
    states: tuple[PayoutState, ...] = ("ordered", "paid", "returned")
    free = draw(st.sampled_from((*map(fees.free_kind, ROUTES), "")))
    return Payout(
        wallet=draw(st.sampled_from((*LINE, OTHER))), kind="withdrawal", way="bank", yen=1_000,
        fee_yen=0 if free else 220, free=free, ordered_on=draw(st.sampled_from(DAYS)),
        state=draw(st.sampled_from(states)),
    )  # fmt: skip


def book(orders: list[Payout], newest: date) -> State:
    """With a usage of the `newest` month alone, as a book has it."""
    state = State()
    for wallet, into in zip(LINE, (*LINE[1:], None), strict=True):
        state.wallets[wallet] = Wallet(wallet, "purse", "card", "exchanged", loaded_into=into)
    state.wallets[LINE[-1]].status = "open"
    state.wallets[OTHER] = Wallet(OTHER, "purse", "card", "open")
    for number, one in enumerate(orders, start=1):
        one.operation = number
        state.records[Payout, number] = one
    for route in ROUTES:
        kind = fees.free_kind(route)
        for wallet in (LINE[-1], OTHER):
            month = newest.replace(day=1)
            yen = sum(had(orders, one, route, newest) for one in _line(wallet))
            state.usage[wallet, kind] = Usage(wallet, kind, month, yen)
    return state


def had(orders: list[Payout], wallet: int, route: Route, day: date) -> int:
    return sum(
        one.wallet == wallet
        and one.free == f"free_{route}_month_max"
        and one.state in ("ordered", "paid")
        and (one.ordered_on.year, one.ordered_on.month) == (day.year, day.month)
        for one in orders
    )


def _line(wallet: int) -> tuple[int, ...]:
    return LINE if wallet in LINE else (wallet,)


@given(
    st.lists(payouts(), min_size=5, max_size=20),
    st.sampled_from((*LINE, OTHER)),
    st.sampled_from(ROUTES),
    st.sampled_from(DAYS),
    st.booleans(),
    st.sampled_from((1, 2, 3)),
)
def test_a_month_has_as_many_free_ones_as_it_has_whichever_month_the_usage_is_of(
    orders: list[Payout], wallet: int, route: Route, day: date, later: bool, times: int
) -> None:
    newest = MAY if later else day
    asked = Payout(
        wallet=wallet, kind="withdrawal", way="bank", yen=1_000, fee_yen=220, ordered_on=day,
        state="paid",
    )  # fmt: skip
    state = book([*orders, asked], newest)
    before = sum(had(orders, one, route, day) for one in _line(wallet))
    uses = free_after_all(FIRST_TO_SUCCEED[times - 1], route, asked, state)
    assert (uses is not None) == (before < times)
    if uses is not None:
        # The usage counts it where it is of its month, and stays that of the later one.
        owner = _line(wallet)[-1]
        kind, month = fees.free_kind(route), day.replace(day=1)
        told = [(one.wallet, one.limit_kind, one.period, one.yen) for one in uses]
        assert told == ([] if later else [(owner, kind, month, before + 1)])
    assert free_after_all(FIRST_ORDERED, route, asked, state) is None
