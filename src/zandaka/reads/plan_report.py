"""What came of a plan: each step planned, done and refused, in yen and by prefecture, the accounts
before and after it, and whether the sums agree."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka.reads.plans import view
from zandaka.reads.transfers_of import transfers_of

Connection = psycopg.Connection[tuple[Any, ...]]

_ACCOUNTS: Final = "SELECT kind, sum(balance)::bigint FROM accounts GROUP BY kind ORDER BY kind"

# What conversions have put aside for this incident, from the journal, against what is written
# down as owed to coupons. They are written by two hands and must agree to the yen.
_CREDITED: Final = f"""
SELECT coalesce(sum(t.yen), 0)::bigint FROM operations o {transfers_of("o")}
WHERE o.verb IN ('convert', 'convert_many') AND o.code = '' AND o.request->>'incident' = %s
"""  # noqa: S608 - put together from the function above
_ENTITLED: Final = """
SELECT coalesce(sum(yen), 0)::bigint FROM entitlements WHERE incident = %s
"""

_RESULTS: Final = """
SELECT step, result::text FROM plan_chunks WHERE plan = %s AND done ORDER BY step, number
"""
_MOMENTS: Final = """
SELECT step, kind, at, facts::text FROM plan_events
WHERE plan = %s AND kind IN ('started', 'ended') ORDER BY id
"""


class PlanPrefectureDone(msgspec.Struct, frozen=True):
    """What was done in one prefecture."""

    prefecture: str
    done: int
    yen: int


class PlanAccountChange(msgspec.Struct, frozen=True):
    """The sum of all accounts of a kind when the step started and ended. Others use the books
    meanwhile: what they did is in it too."""

    kind: str
    before: int
    after: int | None


class PlanEquality(msgspec.Struct, frozen=True):
    """Two sums that must be the same, as they were when the step ended."""

    name: str
    left: int
    right: int
    equal: bool


class PlanStepReport(msgspec.Struct, frozen=True):
    """One step. `refused` counts by code what a person has to look at; `already` is by code what
    needed nothing any more. `seconds` is from the start to the end by the house's clock."""

    number: int
    remedy: str
    state: str
    planned: int
    done: int
    already: dict[str, int]
    refused: dict[str, int]
    yen: int
    by_prefecture: tuple[PlanPrefectureDone, ...]
    accounts: tuple[PlanAccountChange, ...]
    equalities: tuple[PlanEquality, ...]
    started_at: datetime | None
    ended_at: datetime | None
    seconds: float | None


class PlanReport(msgspec.Struct, frozen=True):
    """The whole plan. `whole`: no sum differs."""

    plan: int
    incident: str
    state: str
    whole: bool
    steps: tuple[PlanStepReport, ...]


class ChunkResult(msgspec.Struct, frozen=True):
    """What came of a chunk. `codes` are the refusals; of these `already` are ordinary ends and
    `refused` are for a person. `prefectures`: commands carried out and their yen."""

    done: int
    already: int
    refused: int
    yen: int
    codes: dict[str, int]
    ordinary: tuple[str, ...]
    prefectures: dict[str, tuple[int, int]]


class _Facts(msgspec.Struct, frozen=True):
    accounts: dict[str, int] = {}
    equalities: tuple[PlanEquality, ...] = ()


_read_result = msgspec.json.Decoder(ChunkResult).decode
_read_facts = msgspec.json.Decoder(_Facts).decode


def accounts(connection: Connection) -> dict[str, int]:
    """The balance of all accounts of each kind."""
    return dict(connection.execute(_ACCOUNTS).fetchall())


def equalities(connection: Connection, incident: str) -> tuple[PlanEquality, ...]:
    """The sums that a conversion has to leave equal."""
    credited = connection.execute(_CREDITED, (incident,)).fetchone()
    entitled = connection.execute(_ENTITLED, (incident,)).fetchone()
    assert credited is not None
    assert entitled is not None
    left, right = int(credited[0]), int(entitled[0])
    return (PlanEquality("gift_payable_credited_equals_entitlements", left, right, left == right),)


def report(connection: Connection, plan: int) -> PlanReport | None:
    """What came of a plan so far; None where there is none of that number.

    Where a step ended with sums that differ, they are taken again: another process may have been
    between a conversion and writing down what it owes."""
    found = view(connection, plan)
    if found is None:
        return None
    results: dict[int, list[ChunkResult]] = defaultdict(list)
    for step, result in connection.execute(_RESULTS, (plan,)):
        results[step].append(_read_result(result))
    moments = {
        (step, kind): (at, _read_facts(facts))
        for step, kind, at, facts in connection.execute(_MOMENTS, (plan,))
    }
    steps = tuple(
        _step(
            one.step.number, one.step.remedy, one.state, one.planned,
            results[one.step.number],
            moments.get((one.step.number, "started")),
            moments.get((one.step.number, "ended")),
        )
        for one in found.steps
    )  # fmt: skip
    if not all(sums.equal for step in steps for sums in step.equalities):
        now = equalities(connection, found.incident)
        steps = tuple(
            msgspec.structs.replace(step, equalities=now if step.equalities else ())
            for step in steps
        )
    whole = all(sums.equal for step in steps for sums in step.equalities)
    return PlanReport(plan, found.incident, found.state, whole, steps)


def _step(
    number: int,
    remedy: str,
    state: str,
    planned: int,
    results: list[ChunkResult],
    started: tuple[datetime, _Facts] | None,
    ended: tuple[datetime, _Facts] | None,
) -> PlanStepReport:
    already: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    prefectures: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for result in results:
        for code, count in result.codes.items():
            (already if code in result.ordinary else refused)[code] += count
        for prefecture, (count, yen) in result.prefectures.items():
            prefectures[prefecture][0] += count
            prefectures[prefecture][1] += yen
    before = {} if started is None else started[1].accounts
    after = {} if ended is None else ended[1].accounts
    return PlanStepReport(
        number=number,
        remedy=remedy,
        state=state,
        planned=planned,
        done=sum(result.done for result in results),
        already=dict(already),
        refused=dict(refused),
        yen=sum(result.yen for result in results),
        by_prefecture=tuple(
            PlanPrefectureDone(name, *line) for name, line in sorted(prefectures.items())
        ),
        accounts=tuple(
            PlanAccountChange(kind, before.get(kind, 0), after.get(kind, 0) if ended else None)
            for kind in sorted({*before, *after})
        ),
        equalities=() if ended is None else ended[1].equalities,
        started_at=None if started is None else started[0],
        ended_at=None if ended is None else ended[0],
        seconds=(ended[0] - started[0]).total_seconds() if started and ended else None,
    )
