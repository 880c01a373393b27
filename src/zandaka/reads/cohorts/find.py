"""Who was hurt: a cohort's members, found in the ledger by one statement on the server.

What is looked at is what was recorded by `known_at`; asked again with the same one, the same
members come out, with the same amounts and facts."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, LiteralString

import msgspec
import psycopg

from zandaka.reads.cohorts import debits, evidence, expiring, sql
from zandaka.rules.business_calendar import end_of_day
from zandaka.rules.incident import IncidentContent
from zandaka.terms.incident_model import CohortKind, CohortTerms

Connection = psycopg.Connection[tuple[Any, ...]]

_FIND: Final[dict[CohortKind, LiteralString]] = {
    "expiring_with_balance": expiring.ANY,
    "unconfirmed_debit": debits.UNCONFIRMED,
    "repeated_debit": debits.REPEATED,
    "evidence": evidence.FIND,
}

# Sorting and hashing a million rows is quick in memory. JIT costs more than it brings on statements
# that run once. No nested loops over what a whole evening left behind: with old statistics the
# planner would choose one, and wait for hours. Evidence names its few by hand.
_SESSION: Final = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"
_NO_LOOPS: Final = "SET LOCAL enable_nestloop = off"
_LOOPS: Final = "SET LOCAL enable_nestloop = on"

_TOTAL: Final = """
SELECT count(*), coalesce(sum(yen), 0)::bigint, count(DISTINCT coupon)
FROM cohort_members WHERE cohort = %s
"""
_IN_ORDER: Final = """
COPY (
    SELECT wallet, coupon, debit, prefecture, yen, facts FROM cohort_members
    WHERE cohort = %s ORDER BY wallet, coupon, debit
) TO STDOUT
"""


class Total(msgspec.Struct, frozen=True):
    """A cohort as a whole. `coupons`: how many there are, each once; `hash` is SHA-256 over the
    members in order."""

    members: int
    yen: int
    coupons: int
    hash: bytes


def find(
    connection: Connection,
    cohort: int,
    incident: str,
    definition: CohortTerms,
    scope: IncidentContent,
    known_at: datetime,
) -> int:
    """Writes the members of a cohort into `cohort_members` under the number `cohort`, inside the
    transaction that is open; returns how many. `scope` is what is known of the incident."""
    failed = scope.intervals(definition.function, known_at)
    until = end_of_day(definition.expires_on or date(2000, 1, 1))
    connection.execute(_SESSION, prepare=False)
    if definition.kind != "evidence":
        connection.execute(_NO_LOOPS)
    statement = _FIND[definition.kind]
    if statement is expiring.ANY and definition.at_least > 1:
        statement = expiring.AT_LEAST
    found = connection.execute(
        statement,
        {
            "cohort": cohort,
            "incident": incident,
            "name": definition.name,
            "known_at": known_at,
            "campaigns": list(scope.campaigns),
            "products": list(scope.products),
            "payments": list(sql.PAYMENTS),
            "since": [one[0] for one in failed],
            "until": [one[1] for one in failed],
            "within_seconds": definition.within_seconds,
            "balance_at": definition.balance_at,
            "at_least": definition.at_least,
            "after": (
                datetime.min.replace(tzinfo=UTC)
                if definition.or_earlier
                else until - timedelta(days=1)
            ),
            "until_expiry": until,
        },
        prepare=False,
    ).rowcount
    connection.execute(_LOOPS)
    return found


def total(connection: Connection, cohort: int) -> Total:
    """How many members a cohort has, what they come to, and its hash. Reads every member once;
    memory does not grow with them."""
    row = connection.execute(_TOTAL, (cohort,)).fetchone()
    assert row is not None, "an aggregate has a row"
    digest = hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(_IN_ORDER, (cohort,)) as copy:
        for block in copy:
            digest.update(block)
    return Total(row[0], row[1], row[2], digest.digest())
