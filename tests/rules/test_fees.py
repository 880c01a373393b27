"""Free withdrawals of a month, and names of accounts, whatever comes in whatever order."""

import unicodedata
from datetime import date
from typing import Any

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import TERMS

from zandaka.errors import Invalid
from zandaka.funds import own_name
from zandaka.ledger.model import State, Usage
from zandaka.rules import fees
from zandaka.terms.load import load_terms
from zandaka.terms.model import Product

WALLET = 7
SINCE = date(2022, 1, 1)
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"


def product(free: int, taken: str = "outside") -> Product:
    def block(**value: int) -> list[dict[str, Any]]:
        return [{"from": SINCE, "source": "test-terms", **value}]

    route: dict[str, Any] = {"fee": block(yen=220)}
    if free:
        route["free_a_month"] = block(times=free)
    withdrawing = {"source": "test-terms", "fee_taken": taken, "routes": {"atm": route}}
    terms = load_terms(TERMS, {"products": {"purse": {"withdrawing": withdrawing}}})
    return terms.products["purse"]


NONE, ONE, TWO = product(0), product(1), product(2)


@given(
    st.sampled_from([NONE, ONE, TWO]),
    st.lists(st.tuples(st.sampled_from(["order", "fail"]), st.integers(0, 62)), max_size=40),
)
def test_no_more_are_free_than_the_month_has_and_a_failure_gives_its_own_back(
    terms: Product, story: list[tuple[str, int]]
) -> None:
    limit = terms.withdrawing.routes["atm"].free_on(SINCE)
    state = State()
    free: dict[date, list[date]] = {}
    for what, days in sorted(story, key=lambda one: one[1]):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + days)
        month = day.replace(day=1)
        mine = free.setdefault(month, [])
        if what == "order":
            found = fees.price(terms, "atm", WALLET, 1_000, state, day)
            assert found is not None
            assert bool(found.free) == (len(mine) < limit)
            assert found.fee == (0 if found.free else 220)
            if found.free:
                mine.append(day)
            uses = found.uses
        elif mine:
            mine.pop()
            uses = fees.give_free_back("free_atm_month_max", WALLET, day, state)
        else:
            uses = ()
        for use in uses:
            state.usage[WALLET, use.limit_kind] = use


def test_a_month_that_is_over_has_nothing_to_give_back_and_nothing_more_to_take() -> None:
    kind = fees.free_kind("atm")
    state = State(usage={(WALLET, kind): Usage(WALLET, kind, date(2024, 4, 1), 0)})
    assert fees.give_free_back(kind, WALLET, date(2024, 3, 31), state) == ()
    assert fees.take_free(ONE, "atm", WALLET, state, date(2024, 3, 31)) == ()
    assert fees.take_free(ONE, "atm", WALLET, state, date(2024, 4, 1)) != ()


def test_a_route_the_terms_do_not_have_has_no_price() -> None:
    assert fees.price(ONE, "bank", WALLET, 1_000, State(), SINCE) is None
    assert fees.price(ONE, "atm", WALLET, 1_000, State(), date(2021, 12, 31)) is None


@given(st.integers(1, 1_000_000))
def test_inside_or_outside_the_fee_is_the_same(yen: int) -> None:
    outside = fees.price(NONE, "atm", WALLET, yen, State(), SINCE)
    inside = fees.price(product(0, "inside"), "atm", WALLET, yen, State(), SINCE)
    assert outside is not None
    assert inside is not None
    assert (outside.pays, outside.fee) == (yen, 220)
    assert (inside.pays, inside.fee) == (yen - 220, 220)


@given(st.text(KANA + "ガギパピ", min_size=1, max_size=20), st.integers(0, 19))
def test_a_name_is_the_same_however_it_is_typed(name: str, at: int) -> None:
    parted = name[:at] + " " + name[at:]
    for typed in (
        jaconv.z2h(name), jaconv.kata2hira(name), unicodedata.normalize("NFD", name),
        parted, parted.replace(" ", "\u3000"),
    ):  # fmt: skip
        assert own_name.same(name, typed)
    assert not own_name.same(name, name + "ア")
    assert not own_name.same("ハナコ", "バナコ")


def test_a_name_that_banks_do_not_take_is_nobodys() -> None:
    with pytest.raises(Invalid, match="name_kana"):
        own_name.same("花子", "花子")
