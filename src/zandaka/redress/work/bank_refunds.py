"""Bank refunds at work: value that was converted is taken for them; the books are told what left
and what came back; a file is ready once they know of each of its lines."""

from datetime import datetime
from typing import Any, Final

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.command import Answer, Command
from zandaka.operations.remit import Remit
from zandaka.operations.return_remittance import ReturnRemittance
from zandaka.redress.action import Connection
from zandaka.redress.bank import files, owed
from zandaka.redress.bank.refunds import move, taken_by
from zandaka.redress.service import Redress, command_key

#: Whose commands they are in the books, and who acts where nobody does.
CALLER: Final = "redress"
BATCH: Final = 500
#: Seconds to wait for the books.
_PATIENCE: Final = 30.0

# OFFSET 0 keeps a subquery to itself, so that it is looked up by its key, one refund after the
# other, whatever the statistics say: a plan made while the tables were empty stays right.

# Value was converted for a coupon whose refund was approved before: it goes to the refund.
_WAITING: Final = """
SELECT r.id, r.incident, r.coupon FROM bank_refunds r
WHERE r.state IN ('approved', 'returned', 'reopened') AND r.coupon IS NOT NULL AND EXISTS (
    SELECT FROM (SELECT incident, state FROM entitlements WHERE coupon = r.coupon OFFSET 0) e
    WHERE e.incident = r.incident
      AND (e.state = 'open' OR (r.yen = 0 AND e.state IN ('gift', 'given')))
)
ORDER BY r.id LIMIT %s FOR UPDATE OF r SKIP LOCKED
"""
# Converted after the refund had left: another refund to the same account.
_LATE: Final = """
SELECT r.id, r.incident, r.claim, r.coupon, r.account, r.account_by FROM bank_refunds r
WHERE r.state IN ('in_file', 'paid') AND r.adds_to IS NULL AND EXISTS (
    SELECT FROM (SELECT incident, state FROM entitlements WHERE coupon = r.coupon OFFSET 0) e
    WHERE e.incident = r.incident AND e.state = 'open'
)
ORDER BY r.id LIMIT %s FOR UPDATE OF r SKIP LOCKED
"""
_ADD: Final = """
INSERT INTO bank_refunds (incident, claim, coupon, adds_to, account, account_by, state)
VALUES (%s, %s, %s, %s, %s, %s, 'approved') RETURNING id
"""
_MOVE: Final = """
SELECT id, refund, attempt, entitlement, wallet, coupon, yen, remittance FROM bank_remittances
WHERE state = %s AND code = '' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_BOOKED: Final = """
UPDATE bank_remittances SET state = %s, remittance = coalesce(%s, remittance), code = %s
WHERE id = %s
"""
_LINES: Final = """
SELECT l.file, l.refund, l.attempt, r.claim,
       (SELECT coalesce(max(m.code), '') FROM bank_remittances m
        WHERE m.refund = l.refund AND m.attempt = l.attempt)
FROM bank_file_lines l JOIN bank_refunds r ON r.id = l.refund
WHERE l.state = 'booking' AND NOT EXISTS (
    SELECT FROM (SELECT state FROM bank_remittances
                 WHERE refund = l.refund AND attempt = l.attempt OFFSET 0) m
    WHERE m.state = 'to_remit'
)
ORDER BY l.file, l.refund LIMIT %s FOR UPDATE SKIP LOCKED
"""
_READY: Final = """
SELECT f.id FROM bank_files f
WHERE f.state = 'booking'
  AND NOT EXISTS (SELECT FROM bank_file_lines l WHERE l.file = f.id AND l.state = 'booking')
ORDER BY f.id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_SUMS: Final = """
UPDATE bank_files SET state = 'ready', sha256 = %(sha256)s, records = s.records, yen = s.yen
FROM (SELECT count(*) AS records, coalesce(sum(yen), 0) AS yen FROM bank_file_lines
      WHERE file = %(file)s AND state <> 'refused') s
WHERE id = %(file)s
"""


class TakeOwed:
    """Takes for an approved refund what was converted after the approval."""

    name = "bank_refunds.take"

    def round(self, redress: Redress) -> bool:
        now = redress.clock.now()
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_WAITING, (BATCH,)).fetchall()
            for refund, incident, coupon in rows:
                _take(connection, refund, incident, coupon, now)
            late = connection.execute(_LATE, (BATCH,)).fetchall()
            for refund, incident, claim, coupon, account, by in late:
                _add(connection, refund, (incident, claim, coupon, refund, account, by), now)
        return bool(rows or late)


def _take(connection: Connection, refund: int, incident: str, coupon: int, now: datetime) -> None:
    try:
        owed.take(connection, refund, incident, coupon, now, CALLER)
    except Refusal as refusal:
        # The gift was chosen while the refund waited: what the holder did last counts.
        facts = {"why": refusal.code}
        move(connection, refund, now, CALLER, "denied", facts)
        connection.execute(
            "UPDATE claims SET state = 'closed' FROM bank_refunds r"
            " WHERE r.id = %s AND claims.id = r.claim",
            (refund,),
        )


def _add(connection: Connection, refund: int, values: tuple[Any, ...], now: datetime) -> None:
    row = connection.execute(_ADD, values).fetchone()
    assert row is not None, "an INSERT returns its row"
    move(connection, row[0], now, CALLER, "approved", {"adds_to": refund})
    owed.take(connection, row[0], values[0], values[2], now, CALLER)


class Book:
    """Tells the books what leaves by transfer, and what came back, one command a conversion."""

    name = "bank_refunds.book"

    def round(self, redress: Redress) -> bool:
        # Two connections of one round would hold twice the locks: one thing after the other.
        return self._moved(redress, "to_remit") | self._moved(redress, "to_return")

    def _moved(self, redress: Redress, state: str) -> bool:
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_MOVE, (state, BATCH)).fetchall()
            sent = [
                (row[0], redress.ledger.submit_key(command, CALLER, key))
                for row in rows
                for command, key in [_remit(row) if state == "to_remit" else _return(row)]
            ]
            for identifier, future in sent:
                answer = future.result(_PATIENCE)
                connection.execute(_BOOKED, (*_became(state, answer), identifier))
        return bool(rows)


def _remit(row: tuple[Any, ...]) -> tuple[Command, bytes]:
    _, refund, attempt, entitlement, wallet, coupon, yen, _ = row
    command = Remit(
        wallet=ids.WalletId(wallet), coupon=ids.WalletId(coupon), yen=yen, refund=taken_by(refund)
    )
    return command, command_key("remit", refund, attempt, entitlement)


def _return(row: tuple[Any, ...]) -> tuple[Command, bytes]:
    _, refund, attempt, entitlement, _, _, _, remittance = row
    command = ReturnRemittance(
        remittance=ids.OperationId(remittance), reason=f"{taken_by(refund)} attempt {attempt}"
    )
    return command, command_key("return_remittance", refund, attempt, entitlement)


def _became(state: str, answer: Answer) -> tuple[str, int | None, str]:
    if state == "to_remit":
        return (
            ("remitted", answer.operation, "")
            if answer.accepted
            else ("refused", None, answer.code)
        )
    # A return that the books refuse stays where it is, with its code, for a person to see.
    return ("returned", None, "") if answer.accepted else ("to_return", None, answer.code)


class FinishFiles:
    """Settles the lines of files under way, and finishes a file when all of them are."""

    name = "bank_refunds.files"

    def round(self, redress: Redress) -> bool:
        now = redress.clock.now()
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_LINES, (BATCH,)).fetchall()
            for file, refund, attempt, claim, code in rows:
                _settle(connection, file, refund, attempt, claim, code, now)
        return self._finish(redress) or bool(rows)

    def _finish(self, redress: Redress) -> bool:
        with redress.connect() as connection, connection.transaction():
            row = connection.execute(_READY).fetchone()
            if row is None:
                return False
            file = files.find(connection, row[0])
            assert file is not None, "its row is locked"
            made = files.content(connection, redress.vault, file)
            connection.execute(_SUMS, {"file": file.id, "sha256": files.digest(made)})
        return True


def _settle(
    connection: Connection,
    file: int,
    refund: int,
    attempt: int,
    claim: int,
    code: str,
    now: datetime,
) -> None:
    state = "refused" if code else "booked"
    connection.execute(
        "UPDATE bank_file_lines SET state = %s, code = %s WHERE file = %s AND refund = %s",
        (state, code, file, refund),
    )
    if code:
        facts = {"file": file, "attempt": attempt, "refused": code}
        files.give_back(connection, refund, claim, attempt, now, CALLER, facts)
