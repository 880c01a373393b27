"""What a refund takes: the open entitlements of its coupon, whole.

Whoever takes one locks its row and finds it `open`, or takes nothing; so of a gift and a transfer
one wins (R28)."""

from datetime import datetime
from typing import Any, Final

import psycopg

from zandaka.errors import Refusal
from zandaka.redress.bank.refunds import note, taken_by

Connection = psycopg.Connection[tuple[Any, ...]]

# Locked in the order of their numbers, as the choice of a gift does. By the coupon's index, for
# an incident has a million of them.
_LOCK: Final = """
SELECT id, state, taken_by, yen - given FROM entitlements
WHERE coupon = %s AND incident || '' = %s ORDER BY id FOR UPDATE
"""
_TAKE: Final = "UPDATE entitlements SET state = 'bank', taken_by = %s WHERE id = ANY(%s)"
_RELEASE: Final = """
UPDATE entitlements SET state = 'open', taken_by = ''
WHERE coupon = (SELECT coupon FROM bank_refunds WHERE id = %s) AND state = 'bank' AND taken_by = %s
"""


def take(
    connection: Connection, refund: int, incident: str, coupon: int, at: datetime, by: str
) -> int:
    """Takes what is open for the coupon and returns the yen the refund now has in all; 0 where
    nothing was converted yet. The caller has locked the refund.

    Refuses chosen_as_gift where all there is was chosen as a gift."""
    rows = connection.execute(_LOCK, (coupon, incident)).fetchall()
    open_ = [(identifier, yen) for identifier, state, _, yen in rows if state == "open"]
    mine = sum(
        yen for _, state, taker, yen in rows if state == "bank" and taker == taken_by(refund)
    )
    if not open_:
        if not mine and any(state in ("gift", "given") for _, state, _, _ in rows):
            raise Refusal("chosen_as_gift", refund=refund, source="R28")
        return mine
    connection.execute(_TAKE, (taken_by(refund), [identifier for identifier, _ in open_]))
    total = mine + sum(yen for _, yen in open_)
    connection.execute("UPDATE bank_refunds SET yen = %s WHERE id = %s", (total, refund))
    row = connection.execute("SELECT state FROM bank_refunds WHERE id = %s", (refund,)).fetchone()
    assert row is not None, "the caller has locked it"
    note(connection, refund, at, by, row[0], {"yen": total, "taken": len(open_)})
    return total


def release(connection: Connection, refund: int) -> None:
    """What the refund had is open again, for a gift or for another refund."""
    connection.execute(_RELEASE, (refund, taken_by(refund)))
    connection.execute("UPDATE bank_refunds SET yen = 0 WHERE id = %s", (refund,))
