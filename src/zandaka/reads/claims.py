"""Claims as who decides them sees them: lists, and one with its history. Sealed parts stay sealed
here; who may open them does so at the edge."""

from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

KINDS: Final = ("application", "call", "other", "bounce", "bank", "gift", "plan")
STATES: Final = ("open", "checked", "approved", "denied", "closed")


class ClaimLine(msgspec.Struct, frozen=True):
    """A claim in a list. `coupon` is empty where the number finds none."""

    claim: int
    incident: str
    kind: str
    state: str
    coupon: str
    taken_in_at: datetime
    taken_in_by: str
    decided_at: datetime | None
    decided_by: str | None


class Note(msgspec.Struct, frozen=True):
    """One line of a claim's history."""

    at: datetime
    by: str
    what: str
    facts: dict[str, Any]


class ShopRecord(msgspec.Struct, frozen=True):
    """What the shop's own records say (R27)."""

    record: int
    merchant: str
    agrees: str
    said: dict[str, Any]
    recorded_at: datetime
    by: str


class AwardLine(msgspec.Struct, frozen=True):
    """What a decision gave: `yen` of a debit, and what came of it. `follow_up_at`: when what is
    left becomes gift value."""

    award: int
    debit: str
    yen: int
    state: str
    outcome: dict[str, Any] | None
    follow_up_at: datetime | None


class ClaimRow(msgspec.Struct, frozen=True):
    """A claim with all that was written down of it. `private` is sealed."""

    line: ClaimLine
    recipient: int | None
    facts: dict[str, Any]
    decision: dict[str, Any] | None
    private: bytes | None
    shop_records: tuple[ShopRecord, ...]
    awards: tuple[AwardLine, ...]
    history: tuple[Note, ...]


_LINE: Final = """
SELECT id, incident, kind, state, coupon, taken_in_at, taken_in_by, decided_at, decided_by
"""
_LIST: Final = (
    _LINE
    + """
FROM claims
WHERE id > %(after)s AND (%(incident)s::text IS NULL OR incident = %(incident)s)
  AND (%(state)s::text IS NULL OR state = %(state)s)
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
ORDER BY id LIMIT %(limit)s
"""
)
_ONE: Final = _LINE + ", recipient, facts, decision, private FROM claims WHERE id = %s"
_RECORDS: Final = """
SELECT id, merchant, agrees, record, recorded_at, by FROM shop_records WHERE claim = %s ORDER BY id
"""
_AWARDS: Final = """
SELECT id, debit, yen, state, outcome, follow_up_at FROM awards WHERE claim = %s ORDER BY id
"""
_NOTES: Final = "SELECT at, by, what, facts FROM claim_notes WHERE claim = %s ORDER BY id"


def listed(
    connection: Connection,
    incident: str | None,
    state: str | None,
    kind: str | None,
    after: int,
    limit: int,
) -> list[ClaimLine]:
    """At most `limit` claims in the order in which they came in, those after `after`."""
    rows = connection.execute(
        _LIST,
        {"incident": incident, "state": state, "kind": kind, "after": after, "limit": limit},
    )
    return [_line(row) for row in rows]


def one(connection: Connection, number: int) -> ClaimRow | None:
    """A claim with its history."""
    row = connection.execute(_ONE, (number,)).fetchone()
    if row is None:
        return None
    recipient, facts, decision, private = row[9:]
    records = connection.execute(_RECORDS, (number,)).fetchall()
    awards = connection.execute(_AWARDS, (number,)).fetchall()
    notes = connection.execute(_NOTES, (number,)).fetchall()
    return ClaimRow(
        _line(row),
        recipient,
        facts,
        decision,
        None if private is None else bytes(private),
        tuple(ShopRecord(*record) for record in records),
        tuple(
            AwardLine(award, str(ids.OperationId(debit)), yen, state, outcome, at)
            for award, debit, yen, state, outcome, at in awards
        ),
        tuple(Note(*note) for note in notes),
    )


def _line(row: tuple[Any, ...]) -> ClaimLine:
    number, incident, kind, state, coupon, at, by, decided_at, decided_by = row[:9]
    name = "" if coupon is None else str(ids.WalletId(coupon))
    return ClaimLine(number, incident, kind, state, name, at, by, decided_at, decided_by)
