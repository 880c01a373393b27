"""Bank refunds as rows: locked, moved from state to state, each move kept."""

from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.errors import Refusal

Connection = psycopg.Connection[tuple[Any, ...]]
State = Literal["applied", "approved", "in_file", "paid", "returned", "reopened", "denied"]

_COLUMNS: Final = "id, incident, claim, coupon, yen, account, account_by, attempt, state"
_LOCK: Final = f"SELECT {_COLUMNS} FROM bank_refunds WHERE id = %s FOR UPDATE"  # noqa: S608 - constants
_NOTE: Final = """
INSERT INTO bank_refund_history (refund, at, by, state, facts) VALUES (%s, %s, %s, %s, %s)
"""

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


class BankRefund(msgspec.Struct, frozen=True):
    """A refund as it stands. `account` is sealed; `attempt` counts its accounts."""

    id: int
    incident: str
    claim: int
    coupon: int | None
    yen: int
    account: bytes
    account_by: str
    attempt: int
    state: State


def lock(connection: Connection, number: int) -> BankRefund:
    """The refund, held until the transaction ends. Refuses unknown_bank_refund."""
    row = connection.execute(_LOCK, (number,)).fetchone()
    if row is None:
        raise Refusal("unknown_bank_refund", refund=number)
    identifier, incident, claim, coupon, yen, account, by, attempt, state = row
    return BankRefund(identifier, incident, claim, coupon, yen, bytes(account), by, attempt, state)


def require_state(refund: BankRefund, *states: State) -> None:
    """Refuses wrong_bank_refund_state."""
    if refund.state not in states:
        raise Refusal("wrong_bank_refund_state", refund=refund.id, state=refund.state)


def note(
    connection: Connection, refund: int, at: datetime, by: str, state: State, facts: object
) -> None:
    """One line of the refund's history. Nothing personal."""
    connection.execute(_NOTE, (refund, at, by, state, _encode(facts).decode()))


def move(
    connection: Connection, refund: int, at: datetime, by: str, state: State, facts: object
) -> None:
    """The refund is in `state` from now on, and its history says so. The caller has locked it."""
    connection.execute("UPDATE bank_refunds SET state = %s WHERE id = %s", (state, refund))
    note(connection, refund, at, by, state, facts)


def taken_by(refund: int) -> str:
    """How an entitlement names the refund that has it; the books know a remittance by it too."""
    return f"refund-{refund}"
