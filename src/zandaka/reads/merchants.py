"""A merchant's own transactions, across the books."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]


class Transaction(msgspec.Struct, frozen=True):
    """What one operation changed in a merchant's payable: `yen` is negative when value went back,
    and when the merchant was paid: then there is no `wallet`. `of` is the operation whose value
    went back, when it did."""

    operation: ids.OperationId
    verb: str
    wallet: ids.WalletId | None
    yen: int
    of: ids.OperationId | None
    effective_at: datetime
    recorded_at: datetime


# A book is asked by the two account indexes; the books are few, so the newest of each are merged.
# `before` is the last one seen: its instant, its id.
_TRANSACTIONS = """
SELECT t.operation, o.verb, o.wallet, t.signed,
       (SELECT r.operation FROM transfers r WHERE r.book = t.book AND r.id = t.returns),
       t.effective_at, t.recorded_at, t.id
FROM accounts a
CROSS JOIN LATERAL (
    (SELECT x.*, -x.yen AS signed FROM transfers x
     WHERE x.book = a.book AND x.debit = a.id AND (x.recorded_at, x.id) < (%(at)s, %(id)s)
     ORDER BY x.id DESC LIMIT %(limit)s)
    UNION ALL
    (SELECT x.*, x.yen FROM transfers x
     WHERE x.book = a.book AND x.credit = a.id AND (x.recorded_at, x.id) < (%(at)s, %(id)s)
     ORDER BY x.id DESC LIMIT %(limit)s)
) t
JOIN operations o ON o.book = t.book AND o.id = t.operation
WHERE a.kind = 'merchant_payable' AND a.owner = %(merchant)s
ORDER BY t.recorded_at DESC, t.id DESC LIMIT %(limit)s
"""


def transactions(
    connection: Connection, merchant: str, before: tuple[datetime, int], limit: int
) -> list[tuple[Transaction, int]]:
    """At most `limit` postings of a merchant with their transfer's id, newest first, those older
    than `before`."""
    at, identifier = before
    rows = connection.execute(
        _TRANSACTIONS,
        {"at": at, "id": identifier, "merchant": merchant, "limit": limit},
    )
    return [
        (
            Transaction(
                ids.OperationId(operation), verb, ids.WalletId(wallet) if wallet else None, yen,
                None if of is None else ids.OperationId(of), effective_at, recorded_at,
            ),
            transfer,
        )
        for operation, verb, wallet, yen, of, effective_at, recorded_at, transfer in rows
    ]  # fmt: skip
