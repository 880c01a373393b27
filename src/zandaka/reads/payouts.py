"""Payouts: what is ordered out of wallets, and how each stands."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

#: SQL: whether the holder of the wallet `w` has left it, or the card that replaced it.
HOLDER_LEFT: Final = """EXISTS (
    WITH RECURSIVE line AS (
        SELECT w.status, w.holder, w.loaded_into
        UNION ALL
        SELECT n.status, n.holder, n.loaded_into
        FROM line l JOIN wallets n ON n.id = l.loaded_into WHERE l.status = 'exchanged'
    )
    SELECT FROM line WHERE status = 'closed' AND holder = ''
)"""
#: SQL: whose the wallet `w` is. Who left is named in it no more: the journal says for whom it was
#: opened, and a card that replaced another has its holder's name there.
PAYEE: Final = """CASE WHEN w.status <> 'closed' OR w.holder <> '' THEN w.holder ELSE coalesce(
    (SELECT o.request ->> 'holder' FROM operations o WHERE o.book = w.book AND o.id = w.opened_by),
    (SELECT b.holder FROM wallets b WHERE b.loaded_into = w.id AND b.status = 'exchanged'),
    ''
) END"""
_VIEW: Final = (
    """
SELECT p.operation, p.wallet, p.kind, p.way, p.yen, p.fee_yen, p.free <> '', p.state, p.account,
       p.terminal, p.ordered_on, p.attempt, t.state, t.code, t.file, t.at, t.refused,
"""
    + HOLDER_LEFT
    + """
FROM payouts p
JOIN wallets w ON w.book = p.book AND w.id = p.wallet
LEFT JOIN payout_tries t ON t.payout = p.operation AND t.attempt = p.attempt
"""
)
_OF_WALLET: Final = _VIEW + (
    "WHERE p.wallet = %s AND p.operation < %s ORDER BY p.operation DESC LIMIT %s"
)
_OPEN: Final = _VIEW + (
    "WHERE p.state = 'ordered' AND p.operation > %s ORDER BY p.operation LIMIT %s"
)
_OF_WHO_LEFT: Final = (
    _VIEW
    + "WHERE p.state = 'ordered' AND p.operation > %s AND "
    + HOLDER_LEFT
    + " ORDER BY p.operation LIMIT %s"
)
_OWN_ACCOUNT: Final = """
SELECT EXISTS (
    SELECT FROM wallets w JOIN payout_accounts a ON a.holder = w.holder AND a.closed_at IS NULL
    WHERE w.book = %s AND w.id = %s AND w.holder <> '' AND (a.id = %s OR %s = 0)
)
"""


class PayoutView(msgspec.Struct, frozen=True):
    """A payout. `state` is `ordered` until the books know it as `paid` or `returned`; `try_state`
    and `try_code` are what the bank, the machine or a person said last of attempt `attempt`, `file`
    the file it is in. `refused` is why the books would not take that, for a person to see.
    `holder_left`: nobody can ask for it any more, and a person has to find whom to pay."""

    payout: ids.OperationId
    wallet: ids.WalletId
    kind: str
    way: str
    yen: int
    fee_yen: int
    free: bool
    state: str
    account: int
    terminal: str
    ordered_on: date
    attempt: int
    try_state: str | None
    try_code: str | None
    file: int | None
    told_at: datetime | None
    refused: str | None
    holder_left: bool


def of_wallet(connection: Connection, wallet: int, before: int, limit: int) -> list[PayoutView]:
    """Those of a wallet before the operation `before`, newest first."""
    return _views(connection.execute(_OF_WALLET, (wallet, before, limit)))


def waiting(connection: Connection, after: int, limit: int) -> list[PayoutView]:
    """All that is still to be paid, after the operation `after`."""
    return _views(connection.execute(_OPEN, (after, limit)))


def of_who_left(connection: Connection, after: int, limit: int) -> list[PayoutView]:
    """What is still to be paid to holders who have left, after the operation `after`."""
    return _views(connection.execute(_OF_WHO_LEFT, (after, limit)))


def has_account(connection: Connection, wallet: int, account: int) -> bool:
    """Whether the wallet's holder has registered that account, or any where it is 0 (R104)."""
    row = connection.execute(
        _OWN_ACCOUNT, (ids.book_of(wallet), wallet, account, account)
    ).fetchone()
    assert row is not None, "a SELECT of one value"
    return bool(row[0])


def _views(rows: psycopg.Cursor[tuple[Any, ...]]) -> list[PayoutView]:
    return [PayoutView(ids.OperationId(row[0]), ids.WalletId(row[1]), *row[2:]) for row in rows]
