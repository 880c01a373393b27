"""What the actions on an incident share: is it declared, what is known of it, which terms."""

from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from zandaka.errors import Invalid, Refusal
from zandaka.reads import incidents
from zandaka.redress.action import Connection, Desk
from zandaka.rules.incident import Failure, IncidentContent
from zandaka.terms.incident_model import FUNCTIONS, IncidentTerms

IncidentId = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

_ADD: Final = """
INSERT INTO incident_versions (incident, version, content, recorded_at, by)
VALUES (%s, %s, %s, %s, %s)
"""


def one_at_a_time(connection: Connection, incident: str) -> None:
    """Whoever numbers something of an incident waits here for the one before, until its end."""
    connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('zandaka incident ' || %s, 0))", (incident,)
    )


def declared(desk: Desk, incident: str) -> IncidentTerms:
    """The terms of a declared incident. Refuses unknown_incident."""
    terms = desk.terms.incidents.get(incident)
    if terms is None or incidents.incident(desk.connection, incident) is None:
        raise Refusal("unknown_incident", incident=incident)
    return terms


def add_version(desk: Desk, incident: str, version: int, content: IncidentContent) -> None:
    """Writes a version of what is known. Refuses unknown_campaign and unknown_product; raises
    Invalid where an interval is empty or the functions say nothing."""
    _require_known(content.campaigns, desk.terms.campaigns, "unknown_campaign", "campaign")
    _require_known(content.products, desk.terms.products, "unknown_product", "product")
    if not content.functions:
        raise Invalid("functions", f"must name at least one of {', '.join(FUNCTIONS)}")
    for index, one in enumerate(content.functions):
        _require_interval(f"functions[{index}]", one, desk)
    encoded = msgspec.json.encode(content).decode()
    desk.connection.execute(_ADD, (incident, version, encoded, desk.now, desk.by))


def _require_interval(at: str, one: Failure, desk: Desk) -> None:
    if one.until is not None and one.until <= one.since:
        raise Invalid(f"{at}.until", "must lie after from")
    if max(one.since, one.until or one.since) > desk.now:
        raise Refusal("time_not_allowed", field=at, now=desk.now, source="R1")


def _require_known(named: Iterable[str], known: Iterable[str], code: str, field: str) -> None:
    for name in named:
        if name not in known:
            raise Refusal(code, **{field: name})
