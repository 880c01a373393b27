"""Start a step (手順の開始): its work is cut into chunks, which processes then share."""

from typing import ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.reads.plan_members import DEBITS, MEMBERS, NUMBERS, parameters
from zandaka.reads.plan_report import accounts
from zandaka.redress.action import Action, Connection, Desk
from zandaka.redress.plans import PlanNumber, StepNumber, happen, locked
from zandaka.rules.plan import PlanStep, require_startable

#: Members of a chunk, about: some seconds of work, so that a pause is soon noticed.
CHUNK: Final = 10_000

# Wallets with equal numbers in different books stay together, so a chunk is a range of numbers.
_CHUNKS: Final = """
INSERT INTO plan_chunks (plan, step, number, low, high, planned)
SELECT %(plan)s, %(step)s, row_number() OVER (ORDER BY min(number)), min(number), max(number) + 1,
       sum(count)
FROM (
    SELECT number, count, (sum(count) OVER (ORDER BY number) - 1)::bigint / %(chunk)s AS chunk
    FROM (SELECT wallet & {numbers} AS number, count(DISTINCT {what}) AS count
          FROM ({members}) m GROUP BY 1) numbers
) counted GROUP BY chunk
"""


class PlanStepStarted(msgspec.Struct, frozen=True):
    """The step's work: `planned` commands in `chunks` parts."""

    plan: int
    step: int
    planned: int
    chunks: int


class StartStep(Action, frozen=True, kw_only=True, tag="start_step"):
    """Starts a step of an approved plan: whichever processes work then share it. Refused before
    the step's day and before the steps before it have ended."""

    verb: ClassVar[str] = "start_step"
    ja: ClassVar[str] = (
        "承認済みの計画の手順を開始します。開始日より前、または前の手順が終わる前には開始できません。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = PlanStepStarted

    plan: PlanNumber
    step: StepNumber

    def act(self, desk: Desk) -> PlanStepStarted:
        plan, now = locked(desk.connection, self.plan)
        step = plan.step(self.step)
        if step is None:
            raise Refusal("unknown_step", plan=self.plan, step=self.step)
        earlier = [one for one in plan.steps if one.number < step.number]
        require_startable(now, step, desk.now, earlier)
        planned, chunks = _cut(desk.connection, plan.id, plan.incident, step)
        before = accounts(desk.connection)
        happen(desk, plan, "started", step.number, {"accounts": before})
        return PlanStepStarted(plan.id, step.number, planned, chunks)


def _cut(connection: Connection, plan: int, incident: str, step: PlanStep) -> tuple[int, int]:
    what, members = ("debit", DEBITS) if step.remedy == "restore" else ("wallet", MEMBERS)
    connection.execute(
        _CHUNKS.format(numbers=NUMBERS, what=what, members=members).encode(),
        {**parameters(incident, step), "plan": plan, "step": step.number, "chunk": CHUNK},
    )
    row = connection.execute(
        "SELECT coalesce(sum(planned), 0)::bigint, count(*) FROM plan_chunks"
        " WHERE plan = %s AND step = %s",
        (plan, step.number),
    ).fetchone()
    assert row is not None
    return row[0], row[1]
