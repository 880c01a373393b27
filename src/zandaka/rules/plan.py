"""A plan of redress: what its events say it is, and what may be done with it next.

A plan is drafted by one person and approved by another; its steps run in the order of their
numbers. All of this follows from the events alone, so nothing has to be kept in step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from zandaka.errors import Refusal
from zandaka.terms.incident_model import Remedy

EventKind = Literal["approved", "paused", "resumed", "stopped", "started", "ended"]
PlanState = Literal["drafted", "approved", "running", "paused", "stopped", "ended"]
StepState = Literal["waiting", "running", "ended"]

#: Refusals that are an ordinary end: what the remedy would do is done already, or nothing is left
#: to do it to. All others open a case for a person.
ORDINARY_ENDS: Final[Mapping[Remedy, frozenset[str]]] = {
    "extend": frozenset({"not_later", "nothing_left"}),
    "convert": frozenset({"nothing_left"}),
    "restore": frozenset({"exceeds_debit"}),
}


class PlanCohort(msgspec.Struct, frozen=True):
    """A frozen cohort as a plan names it. A cohort that is not `automatic` is a proposal: in its
    place stand the coupons for which a person has decided (R27)."""

    id: int
    name: str
    version: int
    automatic: bool
    members: int
    yen: int


class PlanStep(msgspec.Struct, frozen=True):
    """A step as it was drafted and approved. `until` is exclusive (R10); before `not_before` the
    step cannot start."""

    number: int
    remedy: Remedy
    cohorts: tuple[PlanCohort, ...]
    until: datetime | None
    not_before: datetime | None
    reason_ja: str
    reason_en: str
    source: str

    @property
    def automatic(self) -> list[int]:
        """The cohorts whose members are acted on as they were frozen."""
        return [cohort.id for cohort in self.cohorts if cohort.automatic]

    @property
    def decided(self) -> bool:
        """Whether the coupons that persons decided on are acted on too. What such a decision
        restores, it restores itself: a step never does it a second time."""
        return self.remedy != "restore" and not all(one.automatic for one in self.cohorts)


class PlanEvent(msgspec.Struct, frozen=True):
    """Something that happened to a plan, or to one of its steps (`step` > 0)."""

    kind: EventKind
    at: datetime
    by: str
    step: int = 0


class Standing(msgspec.Struct, frozen=True):
    """How a plan stands; `steps` by number."""

    state: PlanState
    steps: dict[int, StepState]


def standing(steps: Sequence[int], events: Iterable[PlanEvent]) -> Standing:
    """What the events, in their order, make of a plan with these steps."""
    found: dict[int, StepState] = dict.fromkeys(steps, "waiting")
    approved = paused = stopped = False
    for event in events:
        match event.kind:
            case "approved":
                approved = True
            case "paused" | "resumed":
                paused = event.kind == "paused"
            case "stopped":
                stopped = True
            case "started":
                found[event.step] = "running"
            case "ended":
                found[event.step] = "ended"
    state: PlanState
    if stopped:
        state = "stopped"
    elif found and all(step == "ended" for step in found.values()):
        state = "ended"
    elif paused:
        state = "paused"
    elif "running" in found.values():
        state = "running"
    else:
        state = "approved" if approved else "drafted"
    return Standing(state, found)


def require_state(now: Standing, *allowed: PlanState) -> None:
    """Refuses wrong_plan_state where the plan stands otherwise."""
    if now.state not in allowed:
        raise Refusal("wrong_plan_state", state=now.state, allowed=list(allowed))


def require_other_person(drafted_by: str, by: str) -> None:
    """Refuses same_person: who drafted a plan does not approve it."""
    if drafted_by == by:
        raise Refusal("same_person", source="R27")


def require_startable(
    now: Standing, step: PlanStep, at: datetime, earlier: Iterable[PlanStep]
) -> None:
    """Whether a step may start at `at`: the plan is approved and not paused, the steps before it
    have ended, and its day has come. Refuses wrong_plan_state, step_started, step_waits and
    too_early."""
    require_state(now, "approved", "running")
    if now.steps[step.number] != "waiting":
        raise Refusal("step_started", step=step.number, state=now.steps[step.number])
    for before in earlier:
        if now.steps[before.number] != "ended":
            raise Refusal("step_waits", step=step.number, waits_for=before.number)
    if step.not_before is not None and at < step.not_before:
        raise Refusal("too_early", not_before=step.not_before, source=step.source)
