"""What an account had, and until when it was good, at any instant: as it is known now, or as it
was known then.

A transfer carries the balances after it and ids rise with recorded time, so the ordinary answer is
one look-up: the last batch before the instant, then the account's newest transfer up to it. Only a
late entry - recorded after the instant at which it takes effect (R5) - has to be added to that."""

from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]


class LotAt(msgspec.Struct, frozen=True):
    """A lot as it was: `yen` in it, good strictly before `expires_at` (for ever when None)."""

    id: ids.LotId
    origin: ids.WalletId
    product: str
    campaign: str
    prefecture: str
    legal_kind: str
    issued_at: datetime
    expires_at: datetime | None
    yen: int

    def expired(self, at: datetime) -> bool:
        """Whether it was no longer good at `at` (R10: the end is exclusive)."""
        return self.expires_at is not None and self.expires_at <= at


# The last transfer that was in the book before %(at)s and known at %(known)s. Whatever is in the
# book by then took effect by then, since nothing takes effect after it is recorded.
_UPTO: Final = """
    SELECT coalesce(max(last), 0) AS upto FROM (
        SELECT first_transfer + transfers - 1 AS last FROM batches
        WHERE book = %(book)s AND recorded_at < %(at)s
          AND recorded_at <= coalesce(%(known)s::timestamptz, 'infinity')
        ORDER BY recorded_at DESC, id DESC LIMIT 1
    ) newest
"""

# Each side has an index of its late entries: an import is late as a whole, and mostly of others.
_LATE: Final = """
    book = %(book)s AND effective_at < recorded_at AND id > upto
    AND effective_at < %(at)s AND recorded_at <= coalesce(%(known)s::timestamptz, 'infinity')
"""

# One statement, so that the look-up and its correction see the same journal.
_BALANCES: Final = f"""
WITH upto AS MATERIALIZED ({_UPTO})
SELECT a.id, (
    coalesce((
        SELECT after FROM (
            (SELECT id, debit_after AS after FROM transfers
             WHERE book = %(book)s AND debit = a.id AND id <= upto ORDER BY id DESC LIMIT 1)
            UNION ALL
            (SELECT id, credit_after FROM transfers
             WHERE book = %(book)s AND credit = a.id AND id <= upto ORDER BY id DESC LIMIT 1)
        ) newest ORDER BY id DESC LIMIT 1
    ), 0)
    + coalesce((SELECT sum(yen) FROM transfers WHERE credit = a.id AND {_LATE}), 0)
    - coalesce((SELECT sum(yen) FROM transfers WHERE debit = a.id AND {_LATE}), 0)
)::bigint
FROM unnest(%(accounts)s::bigint[]) a(id), upto
"""  # noqa: S608 - the only interpolations are the constants above

# An extension counts from when it was recorded. Before the first that counts, the lot had the
# expiry that the next one replaced; without any, the one it has.
_LOTS: Final = """
SELECT a.id, a.origin, s.product, s.campaign, s.prefecture, s.legal_kind, a.issued_at,
       CASE WHEN before.found THEN before.expires_at
            WHEN after.found THEN after.expires_at
            ELSE a.expires_at END
FROM accounts a
JOIN series s ON s.id = a.series
JOIN operations o ON o.book = a.book AND o.id = a.opened_by
LEFT JOIN LATERAL (
    SELECT true AS found, new_expires_at AS expires_at FROM extensions e
    WHERE e.book = a.book AND e.lot = a.id AND e.recorded_at < %(at)s
      AND e.recorded_at <= coalesce(%(known)s::timestamptz, 'infinity')
    ORDER BY e.operation DESC LIMIT 1
) before ON true
LEFT JOIN LATERAL (
    SELECT true AS found, old_expires_at AS expires_at FROM extensions e
    WHERE e.book = a.book AND e.lot = a.id
    ORDER BY e.operation LIMIT 1
) after ON true
WHERE a.book = %(book)s AND a.wallet = %(wallet)s AND o.effective_at < %(at)s
  AND o.recorded_at <= coalesce(%(known)s::timestamptz, 'infinity')
ORDER BY a.id
"""


def balance_at(
    connection: Connection, account: int, at: datetime, known_at: datetime | None = None
) -> int:
    """The account's balance in yen from the entries that took effect before `at`, of those that
    were recorded at `known_at` or before (None: of all). 0 for an account without entries."""
    return _balances(connection, ids.book_of(account), [account], at, known_at)[account]


def lots_at(
    connection: Connection, wallet: int, at: datetime, known_at: datetime | None = None
) -> list[LotAt]:
    """The lots that were in the wallet before `at`, oldest first, with what was in each and until
    when it was good then, as known at `known_at` (None: as known now).

    Empty for a wallet that does not exist, or had nothing yet."""
    book = ids.book_of(wallet)
    rows = connection.execute(
        _LOTS, {"book": book, "wallet": int(wallet), "at": at, "known": known_at}
    ).fetchall()
    balances = _balances(connection, book, [row[0] for row in rows], at, known_at)
    return [
        LotAt(ids.LotId(row[0]), ids.WalletId(row[1]), *row[2:], yen=balances[row[0]])
        for row in rows
    ]


def _balances(
    connection: Connection,
    book: int,
    accounts: list[int],
    at: datetime,
    known_at: datetime | None,
) -> dict[int, int]:
    facts = {
        # psycopg has no form for our identifiers, which are integers with a public spelling.
        "accounts": [int(account) for account in accounts],
        "book": book,
        "at": at,
        "known": known_at,
    }
    return dict(connection.execute(_BALANCES, facts).fetchall())
