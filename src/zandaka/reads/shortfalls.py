"""Who owes what: payments that were posted by force and not there."""

from datetime import date
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import jst_date

Connection = psycopg.Connection[tuple[Any, ...]]

# `line` are a wallet and the cards that it replaced (R83).
_OWED: Final = """
WITH RECURSIVE line AS (
    SELECT %(wallet)s::bigint AS id
    UNION
    SELECT w.id FROM line l JOIN wallets w ON w.loaded_into = l.id AND w.status = 'exchanged'
)
SELECT coalesce(sum(s.left_yen), 0)::bigint
FROM line JOIN shortfalls s ON s.wallet = line.id AND s.left_yen > 0
"""
_VIEW: Final = """
WITH RECURSIVE line AS (
    SELECT %(wallet)s::bigint AS id
    UNION
    SELECT w.id FROM line l JOIN wallets w ON w.loaded_into = l.id AND w.status = 'exchanged'
)
SELECT s.operation, s.wallet, w.holder, o.outcome ->> 'merchant', o.effective_at, s.yen, s.left_yen,
       (SELECT coalesce(sum((part ->> 'yen')::bigint), 0)::bigint
        FROM jsonb_array_elements(s.collected) part),
       s.written_off_yen
FROM shortfalls s
JOIN wallets w ON w.book = s.book AND w.id = s.wallet
JOIN operations o ON o.book = s.book AND o.id = s.operation
"""
_OPEN: Final = _VIEW + (
    "WHERE s.left_yen > 0 AND s.operation > %(after)s ORDER BY s.operation LIMIT %(limit)s"
)
_OF_WALLET: Final = _VIEW + (
    "JOIN line ON line.id = s.wallet"
    " WHERE s.operation < %(before)s ORDER BY s.operation DESC LIMIT %(limit)s"
)


class ShortfallView(msgspec.Struct, frozen=True):
    """`yen` of a `payment` were not there when it was posted by force. `left_yen` are owed by the
    holder, `collected_yen` were taken from the card, `written_off_yen` are not asked for; what is
    in none of them, a refund has paid back."""

    payment: ids.OperationId
    wallet: ids.WalletId
    holder: str
    merchant: str
    posted_on: date
    yen: int
    left_yen: int
    collected_yen: int
    written_off_yen: int


def owed(connection: Connection, wallet: int) -> int:
    """Yen that are owed with a wallet, or a card that it replaced."""
    row = connection.execute(_OWED, {"wallet": int(wallet)}).fetchone()
    assert row is not None, "a SELECT of one value"
    return int(row[0])


def waiting(connection: Connection, after: int, limit: int) -> list[ShortfallView]:
    """All that is still owed, by payments after the operation `after`."""
    given = {"wallet": 0, "after": after, "limit": limit}
    return _views(connection.execute(_OPEN, given))


def of_wallet(connection: Connection, wallet: int, before: int, limit: int) -> list[ShortfallView]:
    """Those of a wallet, and of the cards that it replaced, before the operation `before`, newest
    first."""
    given = {"wallet": int(wallet), "before": before, "limit": limit}
    return _views(connection.execute(_OF_WALLET, given))


def _views(rows: psycopg.Cursor[tuple[Any, ...]]) -> list[ShortfallView]:
    return [
        ShortfallView(
            ids.OperationId(payment), ids.WalletId(wallet), holder, merchant, jst_date(at), *yen
        )
        for payment, wallet, holder, merchant, at, *yen in rows
    ]  # fmt: skip
