"""Freezes a cohort: its members, what they come to, and a hash over them, under a number."""

from datetime import datetime
from typing import Final, LiteralString

import msgspec

from zandaka.errors import Refusal
from zandaka.reads import incidents
from zandaka.reads.cohorts.find import find, total
from zandaka.redress.action import Connection, Desk
from zandaka.redress.incidents import one_at_a_time
from zandaka.rules.incident import IncidentContent
from zandaka.terms.incident_model import CohortTerms

_NUMBER: Final = "SELECT nextval(pg_get_serial_sequence('cohorts', 'id'))"
_VERSION: Final = (
    "SELECT coalesce(max(version), 0) + 1 FROM cohorts WHERE incident = %s AND name = %s"
)
_FREEZE: Final = """
INSERT INTO cohorts (id, incident, name, version, definition, known_at, frozen_at, by, members,
                     yen, hash)
OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class Frozen(msgspec.Struct, frozen=True):
    """A frozen cohort: how many members and coupons, how many yen, and the hash (SHA-256) that the
    same question as of `known_at` gives again. `overlaps`: debits that another cohort names too."""

    cohort: str
    version: int
    members: int
    coupons: int
    yen: int
    known_at: datetime
    hash: str
    overlaps: list[incidents.Overlap]


class Definition(msgspec.Struct, frozen=True):
    """What a cohort was found by: its terms, and what was known of the incident."""

    terms: CohortTerms
    incident_version: int
    scope: IncidentContent


def freeze(desk: Desk, incident: str, cohort: CohortTerms, known_at: datetime | None) -> Frozen:
    """Finds and keeps the cohort as the next version of its name. `known_at` None is now.

    Refuses time_not_allowed for a future `known_at`, cohort_too_early before the instant whose
    balance counts, interval_missing where nobody has entered when the function failed."""
    known_at = desk.now if known_at is None else known_at
    if known_at > desk.now:
        raise Refusal("time_not_allowed", known_at=known_at, now=desk.now)
    if cohort.balance_at is not None and known_at < cohort.balance_at:
        raise Refusal("cohort_too_early", balance_at=cohort.balance_at, source=cohort.source)
    connection = desk.connection
    one_at_a_time(connection, incident)
    latest = incidents.versions(connection, incident)[-1]
    if cohort.kind in ("unconfirmed_debit", "repeated_debit") and not latest.content.intervals(
        cohort.function, known_at
    ):
        raise Refusal("interval_missing", function=cohort.function, source=cohort.source)
    _let_writers_finish(connection)
    number = _one(connection, _NUMBER)
    find(connection, number, incident, cohort, latest.content, known_at)
    found = total(connection, number)
    version = _one(connection, _VERSION, incident, cohort.name)
    definition = Definition(cohort, latest.version, latest.content)
    connection.execute(
        _FREEZE,
        (
            number, incident, cohort.name, version, msgspec.json.encode(definition).decode(),
            known_at, desk.now, desk.by, found.members, found.yen, found.hash,
        ),
    )  # fmt: skip
    return Frozen(
        cohort.name, version, found.members, found.coupons, found.yen, known_at, found.hash.hex(),
        [o for o in incidents.overlaps(connection, incident) if cohort.name in o.cohorts],
    )  # fmt: skip


def _let_writers_finish(connection: Connection) -> None:
    """Waits for the batches that are being written: their instant may lie before now, and what is
    recorded then must be seen, or the same question would have another answer later. The locks are
    let go at once; a batch that starts after them has a later instant."""
    with connection.transaction(force_rollback=True):
        connection.execute("SELECT FROM books ORDER BY book FOR SHARE")


def _one(connection: Connection, query: LiteralString, *parameters: object) -> int:
    row = connection.execute(query, parameters).fetchone()
    assert row is not None, "an aggregate and a sequence have a row"
    return row[0]
