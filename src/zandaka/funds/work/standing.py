"""Standing orders at work: which are due, who is asked for the money, what the books are told."""

from datetime import timedelta
from typing import Any, Final

from zandaka import ids
from zandaka.funds.standing import follow_cards
from zandaka.ledger.command import Command
from zandaka.ledger.model import Wallet
from zandaka.operations.load import Load
from zandaka.operations.withdraw import Withdraw
from zandaka.providers.money.port import MoneyOrder
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress, command_key
from zandaka.rules import transferable

CALLER: Final = "funds"
BATCH: Final = 200
#: Seconds to wait for the books.
_PATIENCE: Final = 30.0
_LEASE: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(minutes=5)

# What makes one due: a payment for a load, value that came in - and is not given back - for a
# withdrawal. Before anything was looked at `seen` is -1: the balance as it is counts. What happened
# to the cards that this one replaced counts as well, and what came over from them is nothing new.
_DUE: Final = """
SELECT s.id, s.wallet, s.kind, s.threshold, s.yen, s.source, s.account, t.last
FROM standing_orders s JOIN LATERAL (
    SELECT coalesce(max(CASE WHEN s.kind = 'load' THEN (
        SELECT d.id FROM transfers d
        WHERE d.debit = a.id AND d.id > s.seen AND (
            SELECT o.verb FROM operations o WHERE o.book = d.book AND o.id = d.operation
        ) IN ('pay', 'capture', 'force_post') ORDER BY d.id DESC LIMIT 1
    ) ELSE (
        SELECT c.id FROM transfers c
        WHERE c.credit = a.id AND c.id > s.seen AND c.returns = 0 AND (
            SELECT o.verb FROM operations o WHERE o.book = c.book AND o.id = c.operation
        ) NOT IN ('exchange', 'forward') ORDER BY c.id DESC LIMIT 1
    ) END), 0) AS last
    FROM accounts a WHERE a.wallet = ANY(ARRAY(
        WITH RECURSIVE cards AS (
            SELECT s.wallet AS id
            UNION ALL
            SELECT w.id FROM cards c
            JOIN wallets w ON w.loaded_into = c.id AND w.status = 'exchanged'
        )
        SELECT id FROM cards
    ))
) t ON true
WHERE s.ended_at IS NULL AND t.last > s.seen AND NOT EXISTS (
    SELECT FROM standing_runs r
    WHERE r.standing_order = s.id AND r.state IN ('asking', 'to_book', 'giving_back')
)
ORDER BY s.id LIMIT %s FOR UPDATE OF s SKIP LOCKED
"""
_AVAILABLE: Final = """
SELECT w.product, w.form, w.status, coalesce(sum(a.balance - a.held), 0)::bigint,
       coalesce(sum(a.balance - a.held) FILTER (WHERE s.legal_kind = 'funds_transfer'), 0)::bigint
FROM wallets w
LEFT JOIN accounts a ON a.wallet = w.id AND (a.expires_at IS NULL OR a.expires_at > %s)
LEFT JOIN series s ON s.id = a.series
WHERE w.book = %s AND w.id = %s GROUP BY w.product, w.form, w.status
"""
_RUN: Final = """
INSERT INTO standing_runs
    (standing_order, trigger, kind, wallet, yen, source, account, at, state, ask_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_LEASED: Final = """
UPDATE standing_runs SET ask_at = %(until)s, asked = asked + 1
WHERE id IN (
    SELECT id FROM standing_runs
    WHERE state IN ('asking', 'giving_back') AND ask_at <= %(now)s
    ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
RETURNING id, source, yen, state, asked
"""
_TOLD: Final = """
UPDATE standing_runs SET state = %s, code = CASE WHEN %s = '' THEN code ELSE %s END, ask_at = %s
WHERE id = %s AND state = %s
"""
_TO_BOOK: Final = """
SELECT id, kind, wallet, yen, account, moved FROM standing_runs
WHERE state = 'to_book' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
# The books' word about a card that was exchanged is final: the new one is asked for anew.
_MOVED: Final = """
UPDATE standing_runs r SET wallet = w.loaded_into, moved = r.moved + 1
FROM wallets w
WHERE r.id = %s AND w.id = r.wallet AND w.status = 'exchanged'
"""
_BOOKED: Final = """
UPDATE standing_runs SET state = %s, code = %s, operation = %s, ask_at = %s WHERE id = %s
"""


class FindDue:
    """Begins a run for each standing order whose threshold was passed: one a transfer, and none
    while another is under way. That of a card that was exchanged goes on for the new one."""

    name = "standing.due"

    def round(self, redress: Redress) -> bool:
        now = redress.clock.now()
        with redress.connect() as connection, connection.transaction():
            follow_cards(connection, now)
            rows = connection.execute(_DUE, (BATCH,)).fetchall()
            for number, wallet, kind, threshold, yen, source, account, last in rows:
                found = connection.execute(
                    _AVAILABLE, (now, ids.book_of(wallet), wallet)
                ).fetchone()
                assert found is not None, "a standing order is of a wallet"
                _, _, status, everything, funds = found
                due = everything < threshold if kind == "load" else funds >= threshold
                if due and status == "open":
                    state = "asking" if kind == "load" else "to_book"
                    values = (number, last, kind, wallet, yen, source, account, now, state, now)
                    connection.execute(_RUN, values)
                connection.execute(
                    "UPDATE standing_orders SET seen = %s WHERE id = %s", (last, number)
                )
        return bool(rows)


class AskFunding:
    """Has the money for loads collected, and given back where the books refuse the load. The key
    is the run's: however often it is asked, it is collected once."""

    name = "standing.funding"

    def round(self, redress: Redress) -> bool:
        funding = redress.providers.funding
        if funding is None:
            return False
        now = redress.clock.now()
        asked = {"now": now, "until": now + _LEASE, "batch": BATCH}
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_LEASED, asked).fetchall()
        for number, source, yen, state, times in rows:
            order = MoneyOrder(command_key("standing funding", number).hex(), source, yen)
            answer = funding.move(order) if state == "asking" else funding.undo(order)
            after, ask_at = state, now + min(_LONGEST_WAIT, timedelta(seconds=2**times))
            if answer.result != "unknown":
                taken = state == "asking" and answer.result == "done"
                after, ask_at = "to_book" if taken else "failed", None
            why = answer.why[:200]
            with redress.connect() as connection, connection.transaction():
                connection.execute(_TOLD, (after, why, why, ask_at, number, state))
        return bool(rows)


class BookStanding:
    """Tells the books: loads whose money is there, and withdrawals."""

    name = "standing.book"

    def round(self, redress: Redress) -> bool:
        now = redress.clock.now()
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_TO_BOOK, (BATCH,)).fetchall()
            sent = [
                (row, redress.ledger.submit_key(
                    _command(row, connection, redress), CALLER, _key(row)
                ))
                for row in rows
            ]  # fmt: skip
            for row, future in sent:
                answer = future.result(_PATIENCE)
                if answer.code == "wallet_closed" and connection.execute(_MOVED, row[:1]).rowcount:
                    continue
                refused = "giving_back" if row[1] == "load" else "failed"
                state = "done" if answer.accepted else refused
                ask_at = now if state == "giving_back" else None
                connection.execute(_BOOKED, (state, answer.code, answer.operation, ask_at, row[0]))
        return bool(rows)


def _key(row: tuple[Any, ...]) -> bytes:
    number, moved = row[0], row[5]
    return command_key("standing", number, moved) if moved else command_key("standing", number)


def _command(row: tuple[Any, ...], connection: Connection, redress: Redress) -> Command:
    number, kind, wallet, yen, account, _ = row
    to = ids.WalletId(wallet)
    reference = f"standing {number}"
    if kind == "withdraw":
        return Withdraw(wallet=to, yen=yen, account=account, automatic=True, reference=reference)
    found = connection.execute(
        "SELECT product, form, status FROM wallets WHERE book = %s AND id = %s",
        (ids.book_of(wallet), wallet),
    ).fetchone()
    assert found is not None, "a standing order is of a wallet"
    # What is collected by standing order is funds-transfer value where the card holds such.
    product = transferable.funds_product(Wallet(wallet, *found), redress.terms)
    beside = "" if product is None or product.id == found[0] else product.id
    return Load(wallet=to, yen=yen, product=beside, channel="auto", reference=reference)
