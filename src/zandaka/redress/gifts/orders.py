"""What came of an order, written down: the order, its lines, and what is owed after it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from zandaka.providers.gift.port import GiftAnswer, GiftOrder
from zandaka.redress import messages
from zandaka.redress.action import Connection
from zandaka.redress.gifts.addressing import facts
from zandaka.redress.gifts.events import happened
from zandaka.rules import gifts
from zandaka.terms.incident_model import IncidentTerms

# Locked in one order by everybody: of two orders that end at once, the second sees the first.
_LOCK: Final = """
SELECT e.id FROM entitlements e
WHERE e.id IN (SELECT entitlement FROM gift_lines WHERE gift_order = %s) ORDER BY e.id FOR UPDATE
"""
_ISSUED: Final = """
UPDATE gift_orders SET state = 'issued', reference = %s, issued_at = %s, why = ''
WHERE id = %s AND state IN ('intended', 'unknown')
"""
_UNKNOWN: Final = """
UPDATE gift_orders SET state = CASE state WHEN 'intended' THEN 'unknown' ELSE state END, why = %s,
    next_at = %s
WHERE id = %s AND state IN ('intended', 'unknown', 'cancelling')
"""
_ENDED: Final = """
UPDATE gift_orders SET state = %s, why = %s WHERE id = %s AND state = ANY(%s)
"""
_KEPT: Final = """
UPDATE gift_orders SET state = 'issued', why = %s WHERE id = %s AND state = 'cancelling'
"""
_LINES: Final = """
UPDATE gift_lines SET state = %s WHERE gift_order = %s AND state = %s
"""
# A line the books refused keeps what is owed in a person's hands.
_SETTLE: Final = """
UPDATE entitlements e SET state = CASE WHEN e.given = e.yen THEN 'given' ELSE 'open' END,
    taken_by = CASE WHEN e.given = e.yen THEN e.taken_by ELSE '' END
WHERE e.id = ANY(%s) AND e.state IN ('gift', 'given') AND NOT EXISTS (
    SELECT FROM gift_lines l WHERE l.entitlement = e.id
    AND l.state IN ('waiting', 'issued', 'returning', 'refused'))
"""
_AGAIN: Final = """
UPDATE gift_links SET again = greatest(again, %s) WHERE recipient = %s RETURNING generation, again
"""
_CLAIM: Final = """
INSERT INTO claims (incident, kind, recipient, facts, taken_in_at, taken_in_by)
VALUES (%s, 'gift', %s, %s, %s, 'house')
"""


class Row(msgspec.Struct, frozen=True):
    """An order as the workers take it."""

    id: UUID
    incident: str
    recipient: int
    brand: str
    yen: int
    state: str
    reference: str
    tries: int

    @property
    def asked(self) -> GiftOrder:
        """What the provider is asked, the same each time."""
        return GiftOrder(str(self.id), self.brand, self.yen)


def record(
    connection: Connection, terms: IncidentTerms, row: Row, answer: GiftAnswer, now: datetime
) -> None:
    """Writes down what the provider said to an order that was intended. Said twice, it is written
    once. The caller commits."""
    if answer.result == "unknown":
        _wait(connection, row, answer, now)
    elif answer.result == "issued":
        if connection.execute(_ISSUED, (answer.reference, now, row.id)).rowcount:
            connection.execute(_LINES, ("issued", row.id, "waiting"))
            happened(connection, "issued", row.recipient, now, row.id)
    else:
        owed = lock(connection, row.id)
        ended = ("denied", answer.why, row.id, ["intended", "unknown"])
        if connection.execute(_ENDED, ended).rowcount:
            connection.execute(_LINES, ("ended", row.id, "waiting"))
            settle(connection, owed)
            happened(connection, "denied", row.recipient, now, row.id, {"why": answer.why})
            claim(connection, row, "denied", answer.why, now)
            reopen(connection, terms, row, now)


def record_cancel(
    connection: Connection, terms: IncidentTerms, row: Row, answer: GiftAnswer, now: datetime
) -> None:
    """The same for an order that was to be taken back."""
    if answer.result == "unknown":
        _wait(connection, row, answer, now)
    elif answer.result == "issued":
        if connection.execute(_KEPT, (answer.why, row.id)).rowcount:
            happened(connection, "cancel_refused", row.recipient, now, row.id, {"why": answer.why})
    else:
        owed = lock(connection, row.id)
        ended = ("cancelled", answer.why, row.id, ["cancelling"])
        if connection.execute(_ENDED, ended).rowcount:
            connection.execute(_LINES, ("returning", row.id, "given"))
            settle(connection, owed)
            happened(connection, "cancelled", row.recipient, now, row.id)
            reopen(connection, terms, row, now)


def lock(connection: Connection, order: UUID) -> list[int]:
    """Locks what an order is for, and returns it."""
    return [row[0] for row in connection.execute(_LOCK, (order,))]


def settle(connection: Connection, entitlements: Sequence[int]) -> None:
    """Where nothing is under way any more: what was given in full is given, the rest is open."""
    connection.execute(_SETTLE, (list(entitlements),))


def claim(connection: Connection, row: Row, event: str, why: str, now: datetime) -> None:
    """Has a person look at an order."""
    said: dict[str, Any] = {
        "event": event, "order": str(row.id), "brand": row.brand, "yen": row.yen, "why": why,
    }  # fmt: skip
    connection.execute(
        _CLAIM, (row.incident, row.recipient, msgspec.json.encode(said).decode(), now)
    )


def reopen(connection: Connection, terms: IncidentTerms, row: Row, now: datetime) -> None:
    """The recipient may choose anew, also where the deadline is near or past, and is told."""
    until = gifts.again_until(terms.gift, now)
    found = connection.execute(_AGAIN, (until, row.recipient)).fetchone()
    if found is None:
        return  # chosen for somebody who was sent no link
    messages.tell(
        connection,
        once=f"gift-again:{row.id}",
        incident=row.incident,
        recipient=row.recipient,
        template="gift_again",
        facts=facts(terms, *found),
        not_before=now,
    )


def _wait(connection: Connection, row: Row, answer: GiftAnswer, now: datetime) -> None:
    connection.execute(_UNKNOWN, (answer.why, now + gifts.backoff(row.tries), row.id))
    happened(connection, "no_answer", row.recipient, now, row.id, {"why": answer.why})
