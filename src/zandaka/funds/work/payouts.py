"""Payouts at work: the books are told what was paid and what came back."""

from datetime import timedelta
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.funds import payout_alarms
from zandaka.funds.work.machines import CALLER
from zandaka.instants import jst_date
from zandaka.ledger.command import Command
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.raise_alarm import RaiseAlarm
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.waive_fee import WaiveFee
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress, command_key
from zandaka.rules.business_calendar import end_of_day

BATCH: Final = 200
#: Seconds to wait for the books.
_PATIENCE: Final = 30.0
#: Banks say which day they credited, and no hour: the holder's right lasts to the end of it (R103).
#: Told less than this after, it ends as it is told: two machines' clocks may differ.
_SURE: Final = timedelta(minutes=5)

_TO_BOOK: Final = """
SELECT t.id, t.payout, t.attempt, t.state, t.booked, t.code, t.at, f.pay_on
FROM payout_tries t LEFT JOIN payout_files f ON f.id = t.file
WHERE t.state IN ('paid', 'returned') AND t.booked <> t.state AND t.refused = ''
ORDER BY t.id LIMIT %s FOR UPDATE OF t SKIP LOCKED
"""
# A free one came back: which withdrawals of that month paid a fee, the first of them first; also
# with a card that replaced the one it came back to, or was replaced by it.
_FREED: Final = """
WITH RECURSIVE freed AS (
    SELECT wallet, way, ordered_on FROM payouts WHERE book = %s AND operation = %s AND free <> ''
), newer AS (
    SELECT wallet FROM freed
    UNION
    SELECT w.loaded_into FROM newer n JOIN wallets w ON w.id = n.wallet AND w.status = 'exchanged'
), cards AS (
    SELECT wallet FROM newer
    UNION
    SELECT w.id FROM cards c JOIN wallets w ON w.loaded_into = c.wallet AND w.status = 'exchanged'
)
SELECT p.operation FROM freed f
JOIN payouts p ON p.wallet = ANY(ARRAY(SELECT wallet FROM cards)) AND p.way = f.way
    AND p.state = 'paid' AND p.fee_yen > 0
    AND date_trunc('month', p.ordered_on) = date_trunc('month', f.ordered_on)
JOIN payout_tries t ON t.payout = p.operation AND t.attempt = p.attempt
ORDER BY t.at, t.id
"""
_BOOKED: Final = "UPDATE payout_tries SET booked = %s, refused = %s WHERE id = %s"
_STANDS: Final = "SELECT state FROM payouts WHERE book = %s AND operation = %s"


class _Returned(msgspec.Struct, frozen=True):
    """What the books say of a return, as far as something follows on it."""

    still_owed_yen: int = 0
    holder_left: bool = False


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
                    _came_back(redress, connection, row, answer.outcome)
                if not answer.accepted:
                    _alarm(redress, connection, row, answer.code)
                booked = row[3] if answer.accepted else row[4]
                connection.execute(_BOOKED, (booked, answer.code, row[0]))
        return bool(rows)


def _alarm(redress: Redress, connection: Connection, row: tuple[Any, ...], code: str) -> None:
    """The books would not take what was said. Where they have it so already, by whatever way,
    nothing is amiss."""
    number, payout, _, said = row[:4]
    found = connection.execute(_STANDS, (ids.book_of(payout), payout)).fetchone()
    assert found is not None, "a try is of a payout"
    if found[0] != said:
        payout_alarms.keep(connection, number, said, found[0], code, redress.clock.now())


def _came_back(
    redress: Redress, connection: Connection, row: tuple[Any, ...], outcome: bytes
) -> None:
    """What follows on a return. Who has left nobody pays without being told: the alarm reaches
    webhooks, and the payout is listed until it was paid."""
    found = msgspec.json.decode(outcome, type=_Returned)
    if not found.holder_left:
        _hand_on(redress, connection, row)
        return
    _, payout, attempt, _, _, _, at, _ = row
    command = RaiseAlarm(
        subject=ids.OperationId(payout), about="holder_left", due_on=jst_date(at),
        yen=found.still_owed_yen,
    )  # fmt: skip
    key = command_key("holder left", payout, attempt)
    redress.ledger.submit_key(command, CALLER, key).result(_PATIENCE)


def _hand_on(redress: Redress, connection: Connection, row: tuple[Any, ...]) -> None:
    """The free one that came back goes to the first that has succeeded with a fee and can be given
    it back: one by a route that has none free cannot. The books look whether it is still free, so
    that nobody gets it twice however often this is done."""
    payout, attempt = row[1], row[2]
    for (paid,) in connection.execute(_FREED, (ids.book_of(payout), payout)).fetchall():
        command = WaiveFee(withdrawal=ids.OperationId(paid))
        key = command_key("waive", payout, attempt, paid)
        if redress.ledger.submit_key(command, CALLER, key).result(_PATIENCE).accepted:
            return


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
