"""On which days a hold counts: nothing of it is counted twice, and the newest is let go first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zandaka.rules import holds

DAY = date(2024, 2, 28)
STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), min_size=1, max_size=6)


def grown(steps: list[tuple[int, int]]) -> holds.Uses:
    uses: holds.Uses = ()
    day = DAY
    for days, yen in steps:
        day += timedelta(days=days)
        uses = holds.grown(uses, day, yen)
    return uses


@given(STEPS)
def test_days_rise_and_nothing_is_lost(steps: list[tuple[int, int]]) -> None:
    uses = grown(steps)
    days = [day for day, _ in uses]
    assert days == sorted(set(days))
    assert holds.total(uses) == sum(yen for _, yen in steps)


@given(STEPS, st.integers(0, 60))
def test_what_is_captured_is_the_oldest(steps: list[tuple[int, int]], yen: int) -> None:
    uses = grown(steps)
    taken, left = holds.parted(uses, yen)
    assert holds.total(taken) == min(yen, holds.total(uses))
    assert holds.total(taken) + holds.total(left) == holds.total(uses)
    if taken and left:
        assert taken[-1][0] <= left[0][0]
