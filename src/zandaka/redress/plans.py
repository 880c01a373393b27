"""What the actions on a plan share: the plan locked, how it stands, and what happened written."""

from typing import Annotated, Any

import msgspec

from zandaka.errors import Refusal
from zandaka.reads import plans
from zandaka.reads.plans import Plan
from zandaka.redress.action import Connection, Desk
from zandaka.rules.plan import EventKind, Standing, standing

PlanNumber = Annotated[int, msgspec.Meta(ge=1, le=(1 << 63) - 1)]
StepNumber = Annotated[int, msgspec.Meta(ge=1, le=100)]

_EVENT = """
INSERT INTO plan_events (plan, step, kind, at, by, facts) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""


class PlanChanged(msgspec.Struct, frozen=True):
    """What the plan is after the action."""

    plan: int
    state: str


def locked(connection: Connection, number: int) -> tuple[Plan, Standing]:
    """The plan and how it stands. Two actions on it wait for each other. Refuses unknown_plan."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('plan'), %s)", (number % 2**31,))
    found = plans.plan(connection, number)
    if found is None:
        raise Refusal("unknown_plan", plan=number)
    return found, stands(connection, found)


def stands(connection: Connection, plan: Plan) -> Standing:
    """How the plan stands by now."""
    return standing([step.number for step in plan.steps], plans.events(connection, plan.id))


def happen(
    desk: Desk, plan: Plan, kind: EventKind, step: int = 0, facts: dict[str, Any] | None = None
) -> PlanChanged:
    """Writes that something happened to the plan."""
    written = msgspec.json.encode(facts or {}).decode()
    desk.connection.execute(_EVENT, (plan.id, step, kind, desk.now, desk.by, written))
    return PlanChanged(plan.id, stands(desk.connection, plan).state)
