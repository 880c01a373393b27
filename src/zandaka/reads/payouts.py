"""Payouts: what is ordered out of wallets, and how each stands."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

_VIEW: Final = """
SELECT p.operation, p.wallet, p.kind, p.way, p.yen, p.fee_yen, p.free <> '', p.state, p.account,
       p.terminal, p.ordered_on, p.attempt, t.state, t.code, t.file, t.at, t.refused
FROM payouts p
LEFT JOIN payout_tries t ON t.payout = p.operation AND t.attempt = p.attempt
"""
_OF_WALLET: Final = _VIEW + (
    "WHERE p.wallet = %s AND p.operation < %s ORDER BY p.operation DESC LIMIT %s"
)
_OPEN: Final = _VIEW + (
    "WHERE p.state = 'ordered' AND p.operation > %s ORDER BY p.operation LIMIT %s"
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
    the file it is in. `refused` is why the books would not take that, for a person to see."""

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


def of_wallet(connection: Connection, wallet: int, before: int, limit: int) -> list[PayoutView]:
    """Those of a wallet before the operation `before`, newest first."""
    return _views(connection.execute(_OF_WALLET, (wallet, before, limit)))


def waiting(connection: Connection, after: int, limit: int) -> list[PayoutView]:
    """All that is still to be paid, after the operation `after`."""
    return _views(connection.execute(_OPEN, (after, limit)))


def has_account(connection: Connection, wallet: int, account: int) -> bool:
    """Whether the wallet's holder has registered that account, or any where it is 0 (R104)."""
    row = connection.execute(
        _OWN_ACCOUNT, (ids.book_of(wallet), wallet, account, account)
    ).fetchone()
    assert row is not None, "a SELECT of one value"
    return bool(row[0])


def _views(rows: psycopg.Cursor[tuple[Any, ...]]) -> list[PayoutView]:
    return [PayoutView(ids.OperationId(row[0]), ids.WalletId(row[1]), *row[2:]) for row in rows]
