"""What a person says became of a payout, as a row, until a second person has agreed or not."""

from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.redress.action import Desk

Connection = psycopg.Connection[tuple[Any, ...]]
Result = Literal["paid", "returned"]

_PAYOUT: Final = "SELECT attempt, yen, state FROM payouts WHERE book = %s AND operation = %s"
_TRY: Final = """
SELECT id, file, state, asked FROM payout_tries WHERE payout = %s AND attempt = %s FOR UPDATE
"""
_OPEN: Final = """
SELECT id FROM payout_settlements WHERE payout = %s AND attempt = %s AND state = 'proposed'
"""
_PROPOSE: Final = """
INSERT INTO payout_settlements (payout, attempt, result, reason, evidence, proposed_at, proposed_by)
VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_FIND: Final = """
SELECT id, payout, attempt, result, reason, evidence, state, proposed_by
FROM payout_settlements WHERE id = %s FOR UPDATE
"""
_DECIDE: Final = """
UPDATE payout_settlements SET state = %s, decided_at = %s, decided_by = %s, why = %s WHERE id = %s
"""


class Standing(msgspec.Struct, frozen=True):
    """A payout that is still to be paid, and the try of it that there is, if any: `asked` counts
    how often a machine was asked."""

    attempt: int
    yen: int
    try_id: int | None = None
    asked: int = 0


class Settlement(msgspec.Struct, frozen=True):
    """A person's word, as it stands."""

    id: int
    payout: int
    attempt: int
    result: Result
    reason: str
    evidence: str
    state: str
    proposed_by: str


def standing(connection: Connection, payout: ids.OperationId) -> Standing:
    """The payout, whose try nobody changes until the transaction ends, and which no file takes up
    meanwhile. Refuses unknown_operation, payout_ended, and open_items where a file for the bank has
    it: that is told by the bank alone."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('payout file', 0))")
    book = ids.book_of(payout)
    row = connection.execute(_PAYOUT, (book, int(payout))).fetchone()
    if row is None:
        raise Refusal("unknown_operation", payout=payout)
    attempt, yen, state = row
    if state != "ordered":
        raise Refusal("payout_ended", payout=payout, state=state)
    found = connection.execute(_TRY, (int(payout), attempt)).fetchone()
    if found is None:
        return Standing(attempt, yen)
    number, file, tried, asked = found
    if file is not None:
        raise Refusal("open_items", payout=payout, payout_file=file)
    if tried in ("paid", "returned"):
        raise Refusal("payout_ended", payout=payout, state=tried)
    return Standing(attempt, yen, number, asked)


def propose(
    desk: Desk, payout: ids.OperationId, attempt: int, result: Result, reason: str, evidence: str
) -> int:
    """The number of a new one. Refuses open_items where one waits to be decided."""
    found = desk.connection.execute(_OPEN, (int(payout), attempt)).fetchone()
    if found is not None:
        raise Refusal("open_items", payout=payout, settlement=found[0])
    row = desk.connection.execute(
        _PROPOSE, (int(payout), attempt, result, reason, evidence, desk.now, desk.by)
    ).fetchone()
    assert row is not None, "an INSERT returns its row"
    return int(row[0])


def lock(connection: Connection, number: int) -> Settlement:
    """One that waits to be decided, held until the transaction ends. Refuses unknown_settlement and
    settlement_decided."""
    row = connection.execute(_FIND, (number,)).fetchone()
    if row is None:
        raise Refusal("unknown_settlement", settlement=number)
    found = Settlement(*row)
    if found.state != "proposed":
        raise Refusal("settlement_decided", settlement=number, state=found.state)
    return found


def decide(desk: Desk, number: int, state: str, why: str) -> None:
    """Writes down what the second person said."""
    desk.connection.execute(_DECIDE, (state, desk.now, desk.by, why, number))
