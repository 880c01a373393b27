"""Payouts at work: cash machines are asked until they have answered, and the books are told what
was paid and what came back."""

from datetime import timedelta
from typing import Any, Final

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.waive_fee import WaiveFee
from zandaka.providers.money.port import MoneyOrder
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress, command_key
from zandaka.rules.business_calendar import end_of_day

#: Whose commands they are in the books, and who acts where nobody does.
CALLER: Final = "funds"
BATCH: Final = 200
#: Seconds to wait for the books.
_PATIENCE: Final = 30.0
#: While one process asks, no other does; an answer that was lost is asked for again after it.
_LEASE: Final = timedelta(seconds=30)
#: Banks say which day they credited, and no hour: the holder's right lasts to the end of it (R103).
#: Told less than this after, it ends as it is told: two machines' clocks may differ.
_SURE: Final = timedelta(minutes=5)
_LONGEST_WAIT: Final = timedelta(minutes=5)

_NEW: Final = """
INSERT INTO payout_tries (payout, attempt, yen, terminal, state, by, at, ask_at)
SELECT p.operation, p.attempt, p.yen, p.terminal, 'waiting', %(by)s, %(now)s, %(now)s
FROM payouts p
WHERE p.state = 'ordered' AND p.way = 'atm' AND NOT EXISTS (
    SELECT FROM payout_tries t WHERE t.payout = p.operation AND t.attempt = p.attempt
)
ORDER BY p.operation LIMIT %(batch)s
ON CONFLICT (payout, attempt) DO NOTHING
"""
_LEASED: Final = """
UPDATE payout_tries SET ask_at = %(until)s, asked = asked + 1
WHERE id IN (
    SELECT id FROM payout_tries WHERE state = 'waiting' AND ask_at <= %(now)s
    ORDER BY ask_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
RETURNING id, payout, attempt, terminal, yen, asked
"""
# A person may have decided meanwhile: what a person said stays.
_TOLD: Final = """
UPDATE payout_tries SET state = %s, code = %s, at = %s, ask_at = %s
WHERE id = %s AND state = 'waiting'
"""
_TO_BOOK: Final = """
SELECT t.id, t.payout, t.attempt, t.state, t.booked, t.code, t.at, f.pay_on
FROM payout_tries t LEFT JOIN payout_files f ON f.id = t.file
WHERE t.state <> 'waiting' AND t.booked <> t.state AND t.refused = ''
ORDER BY t.id LIMIT %s FOR UPDATE OF t SKIP LOCKED
"""
# A free one came back: who paid a fee in that month, the first of them first.
_FREED: Final = """
SELECT p.operation FROM payouts f
JOIN payouts p ON p.wallet = f.wallet AND p.way = f.way AND p.state = 'paid' AND p.fee_yen > 0
    AND date_trunc('month', p.ordered_on) = date_trunc('month', f.ordered_on)
JOIN payout_tries t ON t.payout = p.operation AND t.attempt = p.attempt
WHERE f.book = %s AND f.operation = %s AND f.free <> ''
ORDER BY t.at, t.id LIMIT 1
"""
_BOOKED: Final = "UPDATE payout_tries SET booked = %s, refused = %s WHERE id = %s"


class AskMachines:
    """Has cash machines pay out. The key is the payout's: however often it is asked, and by
    whomever, the money comes once."""

    name = "payouts.atm"

    def round(self, redress: Redress) -> bool:
        atm = redress.providers.atm
        if atm is None:
            return False
        now = redress.clock.now()
        asked = {"now": now, "until": now + _LEASE, "by": CALLER, "batch": BATCH}
        with redress.connect() as connection, connection.transaction():
            connection.execute(_NEW, asked)
            rows = connection.execute(_LEASED, asked).fetchall()
        for number, payout, attempt, terminal, yen, times in rows:
            key = command_key("atm", payout, attempt).hex()
            answer = atm.move(MoneyOrder(key, terminal, yen))
            state, ask_at = "waiting", now + min(_LONGEST_WAIT, timedelta(seconds=2**times))
            if answer.result != "unknown":
                state, ask_at = "paid" if answer.result == "done" else "returned", None
            with redress.connect() as connection, connection.transaction():
                connection.execute(_TOLD, (state, answer.why[:200], now, ask_at, number))
        return bool(rows)


class BookPayouts:
    """Tells the books what was paid and what came back."""

    name = "payouts.book"

    def round(self, redress: Redress) -> bool:
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_TO_BOOK, (BATCH,)).fetchall()
            sent = [
                (row, redress.ledger.submit_key(command, CALLER, key))
                for row in rows
                for command, key in [_command(row)]
            ]
            for row, future in sent:
                answer = future.result(_PATIENCE)
                if answer.accepted and row[3] == "returned":
                    _hand_on(redress, connection, row)
                booked = row[3] if answer.accepted else row[4]
                connection.execute(_BOOKED, (booked, answer.code, row[0]))
        return bool(rows)


def _hand_on(redress: Redress, connection: Connection, row: tuple[Any, ...]) -> None:
    """The free one that came back goes to the first that has succeeded with a fee. The books look
    whether it is still free."""
    payout, attempt = row[1], row[2]
    found = connection.execute(_FREED, (ids.book_of(payout), payout)).fetchone()
    if found is not None:
        command = WaiveFee(withdrawal=ids.OperationId(found[0]))
        key = command_key("waive", payout, attempt)
        redress.ledger.submit_key(command, CALLER, key).result(_PATIENCE)


def _command(row: tuple[Any, ...]) -> tuple[Command, bytes]:
    number, payout, attempt, state, _, code, at, pay_on = row
    order = ids.OperationId(payout)
    key = command_key("payout", payout, attempt, state)
    if state == "paid":
        credited = None if pay_on is None else end_of_day(pay_on)
        if credited is not None and at - credited < _SURE:
            credited = None
        return (
            CompleteWithdrawal(
                withdrawal=order, reference=f"payout {number}", effective_at=credited
            ),
            key,
        )
    return ReturnWithdrawal(withdrawal=order, reason=f"payout {number}: {code or '-'}"), key
