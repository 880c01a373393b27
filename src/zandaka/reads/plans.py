"""Plans as they stand: drafted, approved, how far, and what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka.reads.plan_preview import PlanPreview
from zandaka.rules.plan import PlanEvent, PlanState, PlanStep, StepState, standing

Connection = psycopg.Connection[tuple[Any, ...]]

_PLAN: Final = """
SELECT id, incident, drafted_at, drafted_by, terms_hash, steps::text, preview::text
FROM plans WHERE id = %s
"""
_PLANS_OF: Final = "SELECT id FROM plans WHERE incident = %s ORDER BY id"
_EVENTS: Final = "SELECT kind, at, by, step FROM plan_events WHERE plan = %s ORDER BY id"
_PROGRESS: Final = """
SELECT step, coalesce(sum(planned), 0)::bigint, count(*), count(*) FILTER (WHERE done),
       coalesce(sum((result->>'done')::bigint), 0)::bigint,
       coalesce(sum((result->>'already')::bigint), 0)::bigint,
       coalesce(sum((result->>'refused')::bigint), 0)::bigint,
       coalesce(sum((result->>'yen')::bigint), 0)::bigint
FROM plan_chunks WHERE plan = %s GROUP BY step
"""

_NOTHING: Final = (0, 0, 0, 0, 0, 0, 0)

_UNDER_WAY: Final = """
SELECT coalesce(sum(planned), 0)::bigint, coalesce(sum(planned) FILTER (WHERE done), 0)::bigint
FROM plan_chunks c
WHERE NOT EXISTS (SELECT FROM plan_events e
                  WHERE e.plan = c.plan AND e.step = c.step AND e.kind = 'ended')
"""

_read_steps = msgspec.json.Decoder(tuple[PlanStep, ...]).decode
_read_preview = msgspec.json.Decoder(PlanPreview).decode


class Plan(msgspec.Struct, frozen=True):
    """A plan as it was drafted; it never changes."""

    id: int
    incident: str
    drafted_at: datetime
    drafted_by: str
    terms_hash: bytes
    steps: tuple[PlanStep, ...]
    preview: PlanPreview

    def step(self, number: int) -> PlanStep | None:
        """The step of that number."""
        return next((one for one in self.steps if one.number == number), None)


class PlanStepProgress(msgspec.Struct, frozen=True):
    """How far a step is. `planned` commands were counted when it started; `done` were carried
    out, `already` needed nothing any more, `refused` need a person."""

    step: PlanStep
    state: StepState
    planned: int
    chunks: int
    chunks_done: int
    done: int
    already: int
    refused: int
    yen: int


class PlanView(msgspec.Struct, frozen=True):
    """A plan and how it stands."""

    plan: int
    incident: str
    state: PlanState
    drafted_at: datetime
    drafted_by: str
    terms: str
    steps: list[PlanStepProgress]
    events: list[PlanEvent]


def plan(connection: Connection, number: int) -> Plan | None:
    """The plan of that number."""
    row = connection.execute(_PLAN, (number,)).fetchone()
    if row is None:
        return None
    identifier, incident, at, by, terms_hash, steps, found = row
    return Plan(
        identifier, incident, at, by, bytes(terms_hash), _read_steps(steps), _read_preview(found)
    )


def plans_of(connection: Connection, incident: str) -> list[int]:
    """The numbers of an incident's plans, oldest first."""
    return [row[0] for row in connection.execute(_PLANS_OF, (incident,))]


def events(connection: Connection, number: int) -> list[PlanEvent]:
    """What happened to a plan, in order."""
    return [PlanEvent(*row) for row in connection.execute(_EVENTS, (number,))]


def view(connection: Connection, number: int) -> PlanView | None:
    """A plan with its progress; None where there is none of that number."""
    found = plan(connection, number)
    if found is None:
        return None
    happened = events(connection, number)
    now = standing([step.number for step in found.steps], happened)
    progress = {row[0]: row[1:] for row in connection.execute(_PROGRESS, (number,))}
    return PlanView(
        plan=found.id,
        incident=found.incident,
        state=now.state,
        drafted_at=found.drafted_at,
        drafted_by=found.drafted_by,
        terms=found.terms_hash.hex(),
        steps=[
            _progress(step, now.steps[step.number], progress.get(step.number, _NOTHING))
            for step in found.steps
        ],
        events=happened,
    )


def _progress(step: PlanStep, state: StepState, sums: Sequence[int]) -> PlanStepProgress:
    planned, chunks, chunks_done, done, already, refused, yen = sums
    return PlanStepProgress(step, state, planned, chunks, chunks_done, done, already, refused, yen)


def views(connection: Connection, incident: str) -> Sequence[PlanView]:
    """Every plan of an incident, oldest first."""
    return [
        found
        for number in plans_of(connection, incident)
        if (found := view(connection, number)) is not None
    ]


def under_way(connection: Connection) -> tuple[int, int]:
    """How many commands the steps under way have in all, and how many of them are done."""
    row = connection.execute(_UNDER_WAY).fetchone()
    assert row is not None, "an aggregate has a row"
    return row[0], row[1]
