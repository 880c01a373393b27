"""An incident as a person looks at it: everything on record, and what follows of it right now."""

import contextlib
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads import incidents
from zandaka.reads.incidents import CohortLine, Notice, Overlap, Proposal, Version
from zandaka.rules import contact_desk
from zandaka.rules.notice import changes
from zandaka.terms.incident_model import IncidentTerms

Connection = psycopg.Connection[tuple[Any, ...]]


class DeskNow(msgspec.Struct, frozen=True):
    """The contact desk at this moment (R30). `next_opening` is now where it is open."""

    name_ja: str
    name_en: str
    phone: str
    open: bool
    next_opening: datetime | None
    source: str


class IncidentView(msgspec.Struct, frozen=True):
    """An incident: versions of what is known (the last one counts), notices, frozen cohorts and the
    debits that two of them name, proposals to publish, and the desk right now."""

    id: str
    name_ja: str
    name_en: str
    declared_at: datetime
    declared_by: str
    versions: list[Version]
    notices: list[Notice]
    cohorts: list[CohortLine]
    not_frozen: list[str]
    overlaps: list[Overlap]
    proposals: list[Proposal]
    desk: DeskNow


class NoticeDiff(msgspec.Struct, frozen=True):
    """A unified diff from revision `before` to `after`, line by line; `before` None: nothing."""

    report: int
    before: int | None
    after: int
    lines: list[str]


def view(connection: Connection, terms: IncidentTerms, now: datetime) -> IncidentView | None:
    """Everything on record of an incident, or None where it was not declared."""
    found = incidents.incident(connection, terms.id)
    if found is None:
        return None
    frozen = incidents.cohorts(connection, terms.id)
    names = {line.name for line in frozen}
    return IncidentView(
        terms.id, terms.name.ja, terms.name.en, found.declared_at, found.declared_by,
        incidents.versions(connection, terms.id), incidents.notices(connection, terms.id),
        frozen, [one.name for one in terms.cohort if one.name not in names],
        incidents.overlaps(connection, terms.id), incidents.proposals(connection, terms.id),
        desk_now(terms, now),
    )  # fmt: skip


def desk_now(terms: IncidentTerms, now: datetime) -> DeskNow:
    """The desk of an incident at an instant."""
    desk = terms.desk
    return DeskNow(
        desk.name.ja, desk.name.en, desk.phone, contact_desk.open_at(desk, now),
        contact_desk.next_opening(desk, now), desk.source,
    )  # fmt: skip


def diff(
    connection: Connection, incident: str, report: int, before: int | None, after: int | None
) -> NoticeDiff | None:
    """What changed between two revisions of a report: the last two where none are named, and
    from the one before where only the later is. None where there is no such revision."""
    known = {
        one.revision: one for one in incidents.notices(connection, incident) if one.report == report
    }
    later = max(known, default=-1) if after is None else after
    earlier = later - 1 if before is None else before
    if later not in known or (earlier not in known and earlier != -1):
        return None
    old = known.get(earlier)
    lines = changes(
        "" if old is None else _text(old), _text(known[later]),
        f"{report}.{earlier}", f"{report}.{later}",
    )  # fmt: skip
    return NoticeDiff(report, None if old is None else earlier, later, lines)


def cohort(
    connection: Connection, incident: str, name: str, version: int | None
) -> CohortLine | None:
    """A frozen cohort by name: the newest version where none is named."""
    found = [
        line
        for line in incidents.cohorts(connection, incident)
        if line.name == name and version in (None, line.version)
    ]
    return found[-1] if found else None


def printed(number: str) -> str:
    """An inquiry number as it is kept: another ledger's has a form of its own."""
    with contextlib.suppress(ValueError):
        return ids.read_inquiry_number(number)
    return number


def is_coupon(connection: Connection, wallet: int) -> bool:
    """Whether value was ever issued in that wallet: then it is a coupon's."""
    row = connection.execute(
        "SELECT FROM accounts WHERE wallet = %(id)s AND origin = %(id)s LIMIT 1", {"id": wallet}
    ).fetchone()
    return row is not None


def _text(notice: Notice) -> str:
    return f"{notice.title}\n\n{notice.body}"
