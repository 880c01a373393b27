"""An incident as it is on record: its versions, notices, frozen cohorts, proposals to publish."""

from datetime import date, datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.rules.incident import IncidentContent
from zandaka.rules.publication import Impact

Connection = psycopg.Connection[tuple[Any, ...]]


class Version(msgspec.Struct, frozen=True):
    """What was known of an incident from `recorded_at` on."""

    version: int
    content: IncidentContent
    recorded_at: datetime
    by: str


class Notice(msgspec.Struct, frozen=True):
    """A published notice: revision 0 is the report as it first came out (R2)."""

    report: int
    revision: int
    published_on: date
    title: str
    body: str
    recorded_at: datetime
    by: str


class CohortLine(msgspec.Struct, frozen=True):
    """A frozen cohort as a whole. `known_at`: what was recorded by then was looked at; asked again
    with the same, the same `hash` (SHA-256, hexadecimal) comes out."""

    id: int
    name: str
    version: int
    known_at: datetime
    frozen_at: datetime
    by: str
    members: int
    yen: int
    hash: str


class Overlap(msgspec.Struct, frozen=True):
    """Debits that two cohorts name, and their yen: paid once, whoever names them (R6)."""

    cohorts: tuple[str, str]
    debits: int
    yen: int


class Proposal(msgspec.Struct, frozen=True):
    """A proposal to publish (R137), and what a person decided; `publish` None while undecided."""

    id: int
    result: str
    criteria: list[dict[str, Any]]
    proposed_at: datetime
    proposed_by: str
    publish: bool | None
    why: str | None
    decided_at: datetime | None
    decided_by: str | None


class Member(msgspec.Struct, frozen=True):
    """One that a cohort names. `wallet` is where the value was; `debit` the payment to be made
    good, None where it is the balance."""

    wallet: ids.WalletId
    coupon: ids.WalletId
    debit: ids.OperationId | None
    prefecture: str
    yen: int
    facts: dict[str, Any]


class Incident(msgspec.Struct, frozen=True):
    """An incident and when it was declared."""

    id: str
    declared_at: datetime
    declared_by: str


_INCIDENT = "SELECT id, declared_at, declared_by FROM incidents"
_VERSIONS = """
SELECT version, content::text, recorded_at, by FROM incident_versions
WHERE incident = %s ORDER BY version
"""
_NOTICES = """
SELECT report, revision, published_on, title, body, recorded_at, by FROM notices
WHERE incident = %s ORDER BY report, revision
"""
_COHORTS = """
SELECT id, name, version, known_at, frozen_at, by, members, yen, encode(hash, 'hex') FROM cohorts
WHERE incident = %s ORDER BY name, version
"""
_LATEST = (
    "SELECT DISTINCT ON (name) id FROM cohorts WHERE incident = %s ORDER BY name, version DESC"
)
_OVERLAPS = f"""
SELECT a.name, b.name, count(*), sum(least(x.yen, y.yen))::bigint
FROM cohorts a
JOIN cohorts b ON b.incident = a.incident AND b.name > a.name
JOIN cohort_members x ON x.cohort = a.id AND x.debit <> 0
JOIN cohort_members y ON y.cohort = b.id AND y.debit = x.debit AND y.coupon = x.coupon
                     AND y.wallet = x.wallet
WHERE a.id IN ({_LATEST}) AND b.id IN ({_LATEST})
GROUP BY a.name, b.name ORDER BY a.name, b.name
"""  # noqa: S608 - the only interpolation is the constant above
_IMPACT = """
SELECT coalesce(sum(m.yen), 0)::bigint, count(DISTINCT m.who) FROM (
    SELECT max(c.yen) AS yen, coalesce(nullif(w.holder, ''), w.id::text) AS who
    FROM cohort_members c JOIN wallets w ON w.id = c.wallet
    WHERE c.cohort = ANY(%s::bigint[])
    GROUP BY c.wallet, c.coupon, c.debit, w.id, w.holder
) m
"""
_PROPOSALS = """
SELECT p.id, p.result, p.criteria, p.proposed_at, p.proposed_by, d.publish, d.why, d.decided_at,
       d.decided_by
FROM publication_proposals p LEFT JOIN publication_decisions d ON d.proposal = p.id
WHERE p.incident = %s ORDER BY p.id
"""
_MEMBERS = """
SELECT wallet, coupon, debit, prefecture, yen, facts FROM cohort_members
WHERE cohort = %s AND (wallet, coupon, debit) > (%s, %s, %s)
ORDER BY wallet, coupon, debit LIMIT %s
"""


def declared(connection: Connection) -> list[Incident]:
    """Every incident that was declared, the earliest first."""
    found = connection.execute(_INCIDENT + " ORDER BY declared_at, id")
    return [Incident(*row) for row in found]


def incident(connection: Connection, identifier: str) -> Incident | None:
    """The incident of that id, or None where it was not declared."""
    row = connection.execute(_INCIDENT + " WHERE id = %s", (identifier,)).fetchone()
    return None if row is None else Incident(*row)


def versions(connection: Connection, identifier: str) -> list[Version]:
    """What is known of an incident, from the first version to the one that counts now."""
    return [
        Version(number, msgspec.json.decode(content, type=IncidentContent), at, by)
        for number, content, at, by in connection.execute(_VERSIONS, (identifier,))
    ]


def notices(connection: Connection, identifier: str) -> list[Notice]:
    """The notices in order of report and revision."""
    return [Notice(*row) for row in connection.execute(_NOTICES, (identifier,))]


def cohorts(connection: Connection, identifier: str) -> list[CohortLine]:
    """Every frozen cohort, by name and version."""
    return [CohortLine(*row) for row in connection.execute(_COHORTS, (identifier,))]


def overlaps(connection: Connection, identifier: str) -> list[Overlap]:
    """Debits that the newest versions of two cohorts both name."""
    found = connection.execute(_OVERLAPS, (identifier, identifier))
    return [Overlap((a, b), debits, yen) for a, b, debits, yen in found]


def impact(connection: Connection, identifier: str, names: list[str]) -> Impact | None:
    """What the newest frozen cohorts come to, each debit and balance once; `names` are those that
    there are to freeze. A holder of several wallets counts once, a bearer's paper as one holder.
    None where nothing is frozen."""
    frozen = {line.name: line.id for line in cohorts(connection, identifier)}
    if not frozen:
        return None
    row = connection.execute(_IMPACT, (list(frozen.values()),)).fetchone()
    assert row is not None, "an aggregate has a row"
    return Impact(row[0], row[1], set(names) <= set(frozen))


def proposals(connection: Connection, identifier: str) -> list[Proposal]:
    """The proposals to publish and what became of them, in order."""
    return [Proposal(*row) for row in connection.execute(_PROPOSALS, (identifier,))]


def members(
    connection: Connection, cohort: int, after: tuple[int, int, int], limit: int
) -> list[Member]:
    """At most `limit` members of a frozen cohort in order, those after the (wallet, coupon, debit)
    `after`."""
    rows = connection.execute(_MEMBERS, (cohort, *after, limit))
    return [
        Member(
            ids.WalletId(wallet), ids.WalletId(coupon), ids.OperationId(debit) if debit else None,
            prefecture, yen, facts,
        )
        for wallet, coupon, debit, prefecture, yen, facts in rows
    ]  # fmt: skip
