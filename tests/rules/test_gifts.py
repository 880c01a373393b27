"""Gifts: amounts, codes and deadlines. The parts always add up to the yen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zandaka.rules import gift_codes, gifts
from zandaka.rules.gifts import Part
from zandaka.terms.incident_model import Brand, GiftTerms
from zandaka.terms.shape import NameShape

NOW = datetime(2023, 4, 10, tzinfo=UTC)


def brand(name: str, minimum: int, maximum: int, step: int) -> Brand:
    return Brand(
        id=name, name=NameShape(ja=name, en=name), minimum=minimum, maximum=maximum, step=step,
        source="test",
    )  # fmt: skip


ANY = brand("any", 1, 5_000, 1)
NANACO = brand("nanaco", 100, 50_000, 100)
EDY = brand("edy", 50, 20_000, 1)


def ranging(low: int, span: int, step: int) -> Brand:
    return brand("chosen", low, low + span, step)


brands = st.builds(ranging, st.integers(1, 300), st.integers(0, 1_000), st.integers(1, 120))
small = st.builds(ranging, st.integers(1, 12), st.integers(0, 15), st.integers(1, 9))


@settings(deadline=None)
@given(st.integers(1, 20_000), brands)
def test_the_parts_add_up_to_the_yen_and_each_can_be_given(yen: int, chosen: Brand) -> None:
    parts = gifts.split(yen, chosen, ANY)
    assert sum(part.yen for part in parts) == yen
    for part in parts:
        assert gifts.gives({"chosen": chosen, "any": ANY}[part.brand], part.yen), part


def representable(yen: int, chosen: Brand) -> int:
    """The most that codes of one brand can give of `yen`, counted the slow way."""
    amounts = [one for one in range(1, yen + 1) if gifts.gives(chosen, one)]
    reached = {0}
    frontier = {0}
    while frontier:
        frontier = {a + b for a in frontier for b in amounts if a + b <= yen} - reached
        reached |= frontier
    return max(reached)


@settings(deadline=None)
@given(st.integers(1, 60), small)
def test_as_much_as_can_be_is_of_the_chosen_brand(yen: int, chosen: Brand) -> None:
    parts = gifts.split(yen, chosen, ANY)
    given_yen = sum(part.yen for part in parts if part.brand == "chosen")
    assert given_yen == representable(yen, chosen)


@pytest.mark.parametrize(
    ("yen", "chosen", "parts"),
    [
        (3_450, NANACO, [("nanaco", 3_400), ("any", 50)]),
        (99, NANACO, [("any", 99)]),
        (100, NANACO, [("nanaco", 100)]),
        (50_100, NANACO, [("nanaco", 50_000), ("nanaco", 100)]),
        (49, EDY, [("any", 49)]),
        (50, EDY, [("edy", 50)]),
        (20_000, EDY, [("edy", 20_000)]),
        (20_001, EDY, [("edy", 19_951), ("edy", 50)]),
        (12_000, ANY, [("any", 5_000), ("any", 5_000), ("any", 2_000)]),
    ],
)
def test_boundaries(yen: int, chosen: Brand, parts: list[tuple[str, int]]) -> None:
    assert gifts.split(yen, chosen, ANY) == tuple(Part(*part) for part in parts)


def test_what_neither_can_give_is_said() -> None:
    with pytest.raises(ValueError, match="50 of 3450"):
        gifts.split(3_450, NANACO, NANACO)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 900), min_size=1, max_size=8), brands)
def test_every_yen_owed_is_in_one_code(owed: list[int], chosen: Brand) -> None:
    pairs = [(100 + number, yen) for number, yen in enumerate(owed)]
    parts = gifts.split(sum(owed), chosen, ANY)
    lines = list(gifts.lines(parts, pairs))
    assert all(line.yen > 0 for line in lines)
    for number, part in enumerate(parts):
        assert sum(line.yen for line in lines if line.part == number) == part.yen
    for entitlement, yen in pairs:
        assert sum(line.yen for line in lines if line.entitlement == entitlement) == yen


TERMS = GiftTerms(
    since=datetime(2023, 4, 1, tzinfo=UTC), until=datetime(2023, 6, 1, tzinfo=UTC),
    fallback="any", again_days=14, short_days=11, source="test",
)  # fmt: skip


def test_the_deadline_moves_only_for_whom_the_provider_let_down() -> None:
    assert gifts.deadline(TERMS, None) == TERMS.until
    early, late = TERMS.until - timedelta(days=30), TERMS.until - timedelta(hours=1)
    assert gifts.again_until(TERMS, early) == TERMS.until
    assert gifts.again_until(TERMS, late) == late + timedelta(days=14)
    assert gifts.deadline(TERMS, gifts.again_until(TERMS, late)) == late + timedelta(days=14)


def test_a_link_of_late_may_is_short() -> None:
    edge = TERMS.until - timedelta(days=11)
    assert gifts.is_short(TERMS, edge)
    assert not gifts.is_short(TERMS, edge - timedelta(microseconds=1))


def test_asking_again_gets_slower_and_stays_so() -> None:
    waits = [gifts.backoff(tries) for tries in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=10)
    assert waits[-1] == timedelta(hours=1)


def test_only_so_many_codes_an_hour_and_a_day() -> None:
    sent = [NOW - timedelta(minutes=minute) for minute in (50, 40, 30, 20)]
    assert gift_codes.wait_to_send(sent, NOW) == 0
    sent.append(NOW - timedelta(minutes=10))
    assert gift_codes.wait_to_send(sent, NOW) == 10 * 60 + 1
    assert gift_codes.wait_to_send(sent, NOW + timedelta(minutes=10)) == 0
    day = [NOW - timedelta(hours=23, minutes=minute) for minute in range(12)]
    assert gift_codes.wait_to_send(day, NOW) == 49 * 60 + 1


@pytest.mark.parametrize(
    ("right", "tries", "seconds", "judged"),
    [
        (True, 1, 0, "open"), (True, 5, 599, "open"), (True, 5, 600, "over"),
        (True, 6, 0, "over"), (False, 4, 0, "wrong"), (False, 5, 0, "over"),
    ],
)  # fmt: skip
def test_a_code_has_five_tries_and_ten_minutes(
    right: bool, tries: int, seconds: int, judged: str
) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert gift_codes.judge(right, tries, NOW + gift_codes.LIFE, at) == judged
