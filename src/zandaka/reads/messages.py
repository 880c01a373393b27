"""What holders were told: counts and lists, without a single address."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]

_COUNTS = """
SELECT template, channel, state, count(*) FROM messages WHERE incident = %s
GROUP BY template, channel, state ORDER BY template, channel, state
"""
_LIST = """
SELECT m.id, m.recipient, m.template, m.channel, m.state, m.not_before, m.due_at,
       (SELECT count(*) FROM deliveries d WHERE d.message = m.id),
       last.at, last.result, last.why,
       CASE WHEN m.channel = r.channel THEN r.address ELSE r.other_address END
FROM messages m JOIN recipients r ON r.id = m.recipient
LEFT JOIN LATERAL (SELECT at, result, why FROM deliveries d WHERE d.message = m.id
                   ORDER BY d.id DESC LIMIT 1) last ON true
WHERE m.incident = %(incident)s AND m.id < %(before)s
  AND (%(state)s = '' OR m.state = %(state)s)
ORDER BY m.id DESC LIMIT %(limit)s
"""


class MessageCount(msgspec.Struct, frozen=True):
    """How many messages of a template stand how on a channel. `taken`: handed over, and nothing
    came back; `lost`: no address took it; `void`: not sent, because it would be of no use."""

    template: str
    channel: str
    state: str
    messages: int


class MessageLine(msgspec.Struct, frozen=True):
    """A message, newest first. `address` is masked; `due_at` is the next try of one that waits."""

    message: int
    recipient: int
    template: str
    channel: str
    state: str
    address: str
    not_before: datetime
    due_at: datetime | None
    tries: int
    last_at: datetime | None
    last_result: str | None
    last_why: str | None


class Row(msgspec.Struct, frozen=True):
    """The same as the tables have it: `address` is sealed."""

    line: MessageLine
    address: bytes


def counts(connection: Connection, incident: str) -> list[MessageCount]:
    """By template, channel and state."""
    return [MessageCount(*row) for row in connection.execute(_COUNTS, (incident,))]


def listed(
    connection: Connection, incident: str, *, before: int, limit: int, state: str = ""
) -> list[Row]:
    """At most `limit` messages whose number lies below `before`, newest first."""
    rows = connection.execute(
        _LIST, {"incident": incident, "before": before, "limit": limit, "state": state}
    )
    return [
        Row(
            MessageLine(
                message, recipient, template, channel, now_state, "", not_before,
                due_at if now_state == "waiting" else None, tries, at, result, why,
            ),
            bytes(address),
        )
        for message, recipient, template, channel, now_state, not_before, due_at, tries, at,
            result, why, address in rows
    ]  # fmt: skip
