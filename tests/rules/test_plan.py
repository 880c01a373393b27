"""What a plan's events make of it, whatever their order."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Refusal
from zandaka.rules.plan import (
    EventKind,
    PlanCohort,
    PlanEvent,
    PlanStep,
    require_other_person,
    require_startable,
    standing,
)

NOON = datetime(2023, 4, 1, 12, tzinfo=UTC)
KINDS = st.sampled_from(get_args(EventKind))


def event(kind: EventKind, step: int = 0) -> PlanEvent:
    return PlanEvent(kind, NOON, "operator:sato", step)


def step(number: int, *automatic: bool, not_before: datetime | None = None) -> PlanStep:
    cohorts = tuple(PlanCohort(at, f"c{at}", 1, one, 0, 0) for at, one in enumerate(automatic))
    return PlanStep(number, "convert", cohorts, NOON, not_before, "", "", "")


def refused(*events: PlanEvent, start: int, at: datetime = NOON) -> str:
    steps = [step(1), step(2, not_before=NOON)]
    try:
        require_startable(standing([1, 2], events), steps[start - 1], at, steps[: start - 1])
    except Refusal as refusal:
        return refusal.code
    return ""


@given(st.lists(st.tuples(KINDS, st.integers(1, 3))))
def test_stopped_is_for_good_and_only_an_approved_plan_runs(
    happened: list[tuple[EventKind, int]],
) -> None:
    events = [
        event(kind, number if kind in ("started", "ended") else 0) for kind, number in happened
    ]
    found = standing([1, 2, 3], events)
    kinds = [one.kind for one in events]
    assert (found.state == "stopped") == ("stopped" in kinds)
    if found.state == "approved":
        assert "approved" in kinds
    if found.state == "paused":
        assert [one for one in kinds if one in ("paused", "resumed")][-1] == "paused"
    if found.state == "ended":
        assert set(found.steps.values()) == {"ended"}


@pytest.mark.parametrize(
    ("happened", "start", "code"),
    [
        ((), 1, "wrong_plan_state"),
        (("approved",), 1, ""),
        (("approved",), 2, "step_waits"),
        (("approved", "paused"), 1, "wrong_plan_state"),
        (("approved", "paused", "resumed"), 1, ""),
        (("approved", "stopped"), 1, "wrong_plan_state"),
        (("approved", "started 1"), 1, "step_started"),
        (("approved", "started 1"), 2, "step_waits"),
        (("approved", "started 1", "ended 1"), 2, ""),
        (("approved", "started 1", "ended 1", "started 2", "ended 2"), 2, "wrong_plan_state"),
    ],
)
def test_when_a_step_may_start(happened: tuple[str, ...], start: int, code: str) -> None:
    events: list[PlanEvent] = []
    for one in happened:
        kind, _, number = one.partition(" ")
        events.append(PlanEvent(kind, NOON, "", int(number or 0)))  # pyright: ignore[reportArgumentType]
    assert refused(*events, start=start) == code


def test_not_a_microsecond_too_early() -> None:
    events = [event("approved"), event("started", 1), event("ended", 1)]
    assert refused(*events, start=2, at=NOON - timedelta(microseconds=1)) == "too_early"
    assert refused(*events, start=2, at=NOON) == ""


def test_two_people() -> None:
    require_other_person("operator:sato", "operator:suzuki")
    with pytest.raises(Refusal, match="same_person"):
        require_other_person("operator:sato", "operator:sato")


def test_what_persons_decide_on_stands_in_place_of_their_cohort() -> None:
    mixed = step(1, True, False)
    assert mixed.automatic == [0]
    assert mixed.decided
    assert not step(1, True).decided
