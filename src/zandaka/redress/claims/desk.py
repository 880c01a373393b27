"""Claims as rows: taken in, noted, locked to be decided. Every change leaves a note that stays."""

from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.errors import Refusal

Connection = psycopg.Connection[tuple[Any, ...]]
Kind = Literal["application", "call", "other", "bounce", "bank", "gift", "plan"]
State = Literal["open", "checked", "approved", "denied", "closed"]

#: Under which the personal part of a claim is sealed.
PRIVATE: Final = "claim"
#: States in which a claim still waits for a person.
WAITING: Final[tuple[State, ...]] = ("open", "checked")

_TAKE_IN: Final = """
INSERT INTO claims (incident, kind, coupon, private, facts, taken_in_at, taken_in_by, recipient)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_LOCK: Final = """
SELECT id, incident, kind, state, coupon, recipient, private, facts, taken_in_at, taken_in_by
FROM claims WHERE id = %s FOR UPDATE
"""
_DECIDE: Final = """
UPDATE claims SET state = %s, decided_at = %s, decided_by = %s, decision = %s,
                  recipient = coalesce(%s, recipient)
WHERE id = %s
"""
_NOTE: Final = "INSERT INTO claim_notes (claim, at, by, what, facts) VALUES (%s, %s, %s, %s, %s)"

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


class Claim(msgspec.Struct, frozen=True):
    """A claim as it stands. `private` is sealed."""

    id: int
    incident: str
    kind: Kind
    state: State
    coupon: int | None
    recipient: int | None
    private: bytes | None
    facts: dict[str, Any]
    taken_in_at: datetime
    taken_in_by: str


def take_in(
    connection: Connection,
    *,
    incident: str,
    kind: Kind,
    coupon: int | None,
    private: bytes | None,
    facts: object,
    at: datetime,
    by: str,
    recipient: int | None = None,
) -> int:
    """A new claim; `facts` hold nothing personal, `recipient` is told of it. Returns its number."""
    row = connection.execute(
        _TAKE_IN, (incident, kind, coupon, private, _json(facts), at, by, recipient)
    ).fetchone()
    assert row is not None, "an INSERT returns its row"
    note(connection, row[0], at, by, "taken_in", {})
    return row[0]


def lock(connection: Connection, number: int) -> Claim:
    """The claim, held until the transaction ends. Refuses unknown_claim."""
    row = connection.execute(_LOCK, (number,)).fetchone()
    if row is None:
        raise Refusal("unknown_claim", claim=number)
    identifier, of, kind, state, coupon, recipient, private, facts, at, by = row
    sealed = None if private is None else bytes(private)
    return Claim(identifier, of, kind, state, coupon, recipient, sealed, facts, at, by)


def require_waiting(claim: Claim) -> None:
    """Refuses claim_decided."""
    if claim.state not in WAITING:
        raise Refusal("claim_decided", claim=claim.id, state=claim.state)


def checked(connection: Connection, claim: int) -> None:
    """A second source has been looked at."""
    connection.execute(
        "UPDATE claims SET state = 'checked' WHERE id = %s AND state = 'open'", (claim,)
    )


def decide(
    connection: Connection,
    claim: Claim,
    state: State,
    decision: object,
    at: datetime,
    by: str,
    recipient: int | None = None,
) -> None:
    """Keeps a decision with all it was made on."""
    connection.execute(_DECIDE, (state, at, by, _json(decision), recipient, claim.id))
    note(connection, claim.id, at, by, state, {})


def note(
    connection: Connection, claim: int, at: datetime, by: str, what: str, facts: object
) -> None:
    """One line of the claim's history. Nothing personal."""
    connection.execute(_NOTE, (claim, at, by, what, _json(facts)))


def require_incident(connection: Connection, incident: str) -> None:
    """Refuses unknown_incident."""
    if connection.execute("SELECT FROM incidents WHERE id = %s", (incident,)).fetchone() is None:
        raise Refusal("unknown_incident", incident=incident)


def _json(value: object) -> str:
    return _encode(value).decode()
