"""What came of a try to tell somebody, and what follows: the other address, or a person (R13)."""

from datetime import datetime, timedelta
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka.redress.claims import desk
from zandaka.rules import contact

Connection = psycopg.Connection[tuple[Any, ...]]
Result = Literal["taken", "refused", "unknown", "bounced"]
#: `known`: it had been recorded before, or the message has moved on since.
Next = Literal["done", "again", "other_address", "claim", "known"]

#: After so many tries nobody answers: as good as a refusal. The waits add up to about 17 hours.
_WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
BY: Final = "work:messages"
#: Templates whose private variables cannot be made a second time.
ONCE_ONLY: Final = frozenset({"gift_code"})

_LOCK: Final = """
SELECT m.id, m.incident, m.recipient, m.template, m.state, m.channel, m.turn, m.tries,
       r.channel, r.other_address IS NOT NULL
FROM messages m JOIN recipients r ON r.id = m.recipient WHERE m.id = %s FOR UPDATE OF m
"""
_NOTE: Final = """
INSERT INTO deliveries (message, turn, channel, at, result, why) VALUES (%s, %s, %s, %s, %s, %s)
"""
_TAKEN: Final = "UPDATE messages SET state = 'taken', private = NULL WHERE id = %s"
_AGAIN: Final = "UPDATE messages SET tries = tries + 1, due_at = %s WHERE id = %s"
_OTHER: Final = """
UPDATE messages SET state = 'waiting', turn = turn + 1, tries = 0, due_at = %s,
       channel = CASE channel WHEN 'mail' THEN 'sms' ELSE 'mail' END
WHERE id = %s
"""
_LOST: Final = "UPDATE messages SET state = 'lost', private = NULL WHERE id = %s"
_FIRST_LOST: Final = """
UPDATE recipients SET first_lost = true WHERE id = %s AND NOT first_lost AND channel = %s
"""
# One case is open for one recipient, whatever else comes back.
_CLAIM: Final = """
INSERT INTO claims (incident, kind, recipient, facts, taken_in_at, taken_in_by)
VALUES (%s, 'bounce', %s, %s, %s, %s)
ON CONFLICT (recipient) WHERE kind = 'bounce' AND state IN ('open', 'checked') DO NOTHING
RETURNING id
"""


class _Message(msgspec.Struct, frozen=True):
    id: int
    incident: str
    recipient: int
    template: str
    state: str
    channel: str
    turn: int
    tries: int
    first_channel: str
    has_other: bool


def record(
    connection: Connection, message: int, turn: int, result: Result, why: str, now: datetime
) -> Next:
    """Keeps what came of the try `turn` of a message, and sees to what follows. The caller
    commits. What comes late or twice changes nothing."""
    found = _lock(connection, message)
    came_back = result == "bounced" and found is not None and found.state == "taken"
    if found is None or found.turn != turn or not (found.state == "waiting" or came_back):
        return "known"
    why = contact.scrubbed(why)[:300]
    connection.execute(_NOTE, (message, turn, found.channel, now, result, why))
    if result == "taken":
        connection.execute(_TAKEN, (message,))
        return "done"
    if result == "unknown" and found.tries < len(_WAITS):
        connection.execute(_AGAIN, (now + _WAITS[found.tries], message))
        return "again"
    return _lost(connection, found, why, now)


def _lock(connection: Connection, message: int) -> _Message | None:
    row = connection.execute(_LOCK, (message,)).fetchone()
    return None if row is None else _Message(*row)


def _lost(connection: Connection, message: _Message, why: str, now: datetime) -> Next:
    connection.execute(_FIRST_LOST, (message.recipient, message.channel))
    other = message.has_other and message.channel == message.first_channel
    # A code that was taken is gone from here, and a new one can be asked for.
    gone = message.state == "taken" and message.template in ONCE_ONLY
    if other and not gone:
        connection.execute(_OTHER, (now, message.id))
        return "other_address"
    connection.execute(_LOST, (message.id,))
    if other:
        return "done"
    facts = {"message": message.id, "template": message.template, "why": why}
    made = connection.execute(
        _CLAIM,
        (
            message.incident, message.recipient, msgspec.json.encode(facts).decode(), now, BY,
        ),
    ).fetchone()  # fmt: skip
    if made is not None:
        desk.note(connection, made[0], now, BY, "taken_in", facts)
    return "claim"
