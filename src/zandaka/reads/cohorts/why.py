"""Why a coupon is, or is not, in a frozen cohort: each condition with the fact it was judged by.

Answered from the cohort's own definition and the ledger as of its `known_at`, in other words than
the cohort was found with: one coupon at a time, over the reads for one coupon."""

from datetime import datetime
from typing import Any, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads.cohorts import why_debits, why_expiring
from zandaka.reads.cohorts.condition import Condition, Question
from zandaka.rules.incident import IncidentContent
from zandaka.terms.incident_model import CohortTerms

Connection = psycopg.Connection[tuple[Any, ...]]


class Why(msgspec.Struct, frozen=True):
    """One cohort's word on a coupon. `yen` is what it is a member with, 0 where it is none;
    `state` is `not_frozen` where nobody has frozen the cohort yet, and nothing more is known."""

    cohort: str
    kind: str
    version: int | None
    known_at: datetime | None
    state: Literal["in", "out", "not_frozen"]
    yen: int
    conditions: list[Condition]


class _Definition(msgspec.Struct, frozen=True):
    terms: CohortTerms
    scope: IncidentContent


_FROZEN = """
SELECT DISTINCT ON (name) name, id, version, known_at, definition::text FROM cohorts
WHERE incident = %s ORDER BY name, version DESC
"""
_YEN = """
SELECT count(*), coalesce(sum(yen), 0)::bigint FROM cohort_members WHERE cohort = %s AND coupon = %s
"""


def why(connection: Connection, incident: str, coupon: int, terms: list[CohortTerms]) -> list[Why]:
    """For the newest version of each cohort, in the order of `terms`. `coupon` is the wallet of
    issue: what another wallet has of it is the same coupon's (R32)."""
    frozen = {row[0]: row[1:] for row in connection.execute(_FROZEN, (incident,))}
    said: list[Why] = []
    for cohort in terms:
        found = frozen.get(cohort.name)
        if found is None:
            said.append(Why(cohort.name, cohort.kind, None, None, "not_frozen", 0, []))
            continue
        number, version, known_at, content = found
        definition = msgspec.json.decode(content, type=_Definition)
        question = Question(
            ids.WalletId(coupon), incident, definition.terms, definition.scope, known_at
        )
        row = connection.execute(_YEN, (number, int(coupon))).fetchone()
        assert row is not None, "an aggregate has a row"
        said.append(
            Why(
                cohort.name, definition.terms.kind, version, known_at, "in" if row[0] else "out",
                row[1], _conditions(connection, question),
            )
        )  # fmt: skip
    return said


def _conditions(connection: Connection, question: Question) -> list[Condition]:
    match question.terms.kind:
        case "expiring_with_balance":
            return why_expiring.conditions(connection, question)
        case "unconfirmed_debit" | "repeated_debit":
            return why_debits.conditions(connection, question)
        case "evidence":
            return _evidence(connection, question)


_EVIDENCE = """
SELECT DISTINCT ON (debit) id, debit, yen, note, by, at FROM evidence
WHERE incident = %s AND cohort = %s AND coupon = %s AND at <= %s ORDER BY debit, id DESC
"""


def _evidence(connection: Connection, question: Question) -> list[Condition]:
    rows = connection.execute(
        _EVIDENCE,
        (question.incident, question.terms.name, int(question.coupon), question.known_at),
    ).fetchall()
    if not rows:
        return [Condition("evidence", "not_met", {"rows": 0}, question.terms.source)]
    return [
        Condition(
            "evidence", "met" if yen else "not_met",
            {
                "evidence": number, "debit": str(ids.OperationId(debit)) if debit else None,
                "yen": yen, "note": note, "by": by, "at": at,
            },
            question.terms.source,
        )
        for number, debit, yen, note, by, at in rows
    ]  # fmt: skip
