"""Holds the files against each other and against the books: what no row alone can tell.

All of it is SQL over the temporary tables, so that a million rows cost seconds and no memory."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import psycopg

from zandaka.redress.importing.errors import SHOWN, Errors

Connection = psycopg.Connection[tuple[Any, ...]]

#: The coupons that are in the books already, by the key of their row; made anew once more are.
_KNOWN: Final = """
DROP TABLE IF EXISTS import_known;
CREATE TEMP TABLE import_known AS
SELECT o.key, o.code, o.request, w.id AS wallet, a.id AS lot, a.balance, a.issued_at
FROM (SELECT key FROM import_coupons UNION SELECT coupon FROM import_transactions
      UNION SELECT coupon FROM import_balances UNION SELECT coupon FROM import_attempts) k
JOIN operations o ON o.key = k.key
LEFT JOIN wallets w ON w.book = o.book AND w.opened_by = o.id
LEFT JOIN accounts a ON a.book = w.book AND a.wallet = w.id AND a.opened_by = o.id;
ANALYZE import_known
"""

#: Every transaction of the files, with what is posted of it; for those that are not, what would
#: be left of the coupon after each, and the round in which it is posted: payments first, then a
#: refund, then the payments after it, so that nothing is posted before what it needs.
_MOVES: Final = """
DROP TABLE IF EXISTS import_moves;
CREATE TEMP TABLE import_moves AS
SELECT t.*, o.id AS operation, o.code, o.request,
       sum(CASE WHEN o.id IS NOT NULL THEN 0 WHEN t.kind = 'payment' THEN -t.yen ELSE t.yen END)
           OVER moves + coalesce(k.balance, c.yen) AS left_yen,
       2 * count(*) FILTER (WHERE t.kind = 'refund' AND o.id IS NULL) OVER moves
           + CASE t.kind WHEN 'payment' THEN 1 ELSE 0 END AS round
FROM import_transactions t
LEFT JOIN operations o ON o.key = t.key
LEFT JOIN import_known k ON k.key = t.coupon AND k.code = ''
LEFT JOIN import_coupons c ON c.key = t.coupon
WINDOW moves AS (PARTITION BY t.coupon ORDER BY t.at, t.row);
CREATE INDEX ON import_moves (round, row);
ANALYZE import_moves
"""

#: Each payment that the files or the books have and that a refund of the files names.
_REFUNDED: Final = """
DROP TABLE IF EXISTS import_refunded;
CREATE TEMP TABLE import_refunded AS
SELECT r.payment AS key, coalesce(p.coupon, w.key) AS coupon,
       coalesce(p.at, o.effective_at) AS at,
       coalesce(p.yen, (o.request->>'yen')::bigint) - coalesce(
           (SELECT sum(b.yen) FROM transfers b
            WHERE b.returns >= o.first_transfer AND b.returns < o.first_transfer + o.transfers
              AND b.returns <> 0 AND b.book = o.book), 0) AS left_yen
FROM (SELECT DISTINCT payment FROM import_transactions WHERE payment IS NOT NULL) r
LEFT JOIN import_transactions p ON p.key = r.payment AND p.kind = 'payment'
LEFT JOIN operations o ON o.key = r.payment AND o.verb = 'mirror_payment' AND o.code = ''
LEFT JOIN import_known w ON w.wallet = o.wallet
WHERE p.key IS NOT NULL OR o.id IS NOT NULL;
ANALYZE import_refunded
"""


class Check(msgspec.Struct, frozen=True):
    """`query` finds the rows of the file `kind` that break `rule` in `column`."""

    kind: str
    column: str
    rule: str
    query: str


def _twice(kind: str, column: str, table: str, field: str) -> Check:
    return Check(
        kind, column, f"stands twice: one {kind.removesuffix('s')} has one {column}",
        f"SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY {field} ORDER BY row) AS n"  # noqa: S608
        f" FROM {table}) t WHERE n > 1",
    )  # fmt: skip


def _no_coupon(kind: str, table: str) -> Check:
    return Check(
        kind, "coupon", "is in no coupons.csv, neither now nor before",
        f"SELECT row FROM {table} t WHERE coupon IS NOT NULL"  # noqa: S608
        " AND NOT EXISTS (SELECT FROM import_coupons c WHERE c.key = t.coupon)"
        " AND NOT EXISTS (SELECT FROM import_known k WHERE k.key = t.coupon AND k.code = '')",
    )  # fmt: skip


_OTHERWISE: Final = "was taken in before with other content; what is posted is never changed"
_REFUSED: Final = "was refused by the books when it was taken in before: give it a new reference"

_COUPONS: Final = (
    _twice("coupons", "reference", "import_coupons", "key"),
    _twice("coupons", "inquiry", "import_coupons", "inquiry"),
    Check(
        "coupons", "inquiry", "is the number of another coupon in the books",
        "SELECT c.row FROM import_coupons c JOIN wallets w ON w.inquiry = c.inquiry"
        " LEFT JOIN import_known k ON k.key = c.key WHERE w.id IS DISTINCT FROM k.wallet",
    ),
    Check(
        "coupons", "reference", _OTHERWISE,
        "SELECT c.row FROM import_coupons c JOIN import_known k ON k.key = c.key"
        " WHERE k.code = '' AND (c.inquiry, c.campaign, c.prefecture, c.yen, c.issued_at,"
        " c.expires_at, c.holder) IS DISTINCT FROM (k.request->>'inquiry',"
        " k.request->>'campaign', k.request->>'prefecture', (k.request->>'yen')::bigint,"
        " (k.request->>'issued_at')::timestamptz, (k.request->>'expires_at')::timestamptz,"
        " coalesce(k.request->>'holder', ''))",
    ),
    Check(
        "coupons", "reference", _REFUSED,
        "SELECT c.row FROM import_coupons c JOIN import_known k ON k.key = c.key"
        " WHERE k.code <> ''",
    ),
    Check(
        "coupons", "holder", "has another mail or mobile on an earlier row",
        "SELECT row FROM (SELECT row, contact_hash, first_value(contact_hash) OVER"
        " (PARTITION BY holder ORDER BY row) AS first FROM import_coupons"
        " WHERE contact IS NOT NULL) c WHERE contact_hash <> first",
    ),
)  # fmt: skip

_TRANSACTIONS: Final = (
    _twice("transactions", "reference", "import_transactions", "key"),
    _no_coupon("transactions", "import_transactions"),
    Check(
        "transactions", "reference", _OTHERWISE,
        "SELECT m.row FROM import_moves m LEFT JOIN import_known k ON k.key = m.coupon"
        " LEFT JOIN operations p ON p.key = m.payment"
        " WHERE m.operation IS NOT NULL AND m.code = '' AND ("
        " (m.yen, m.at) IS DISTINCT FROM"
        " ((m.request->>'yen')::bigint, (m.request->>'effective_at')::timestamptz)"
        " OR m.kind = 'payment' AND (m.merchant, m.confirmed, k.wallet) IS DISTINCT FROM"
        " (m.request->>'merchant', coalesce((m.request->>'confirmed')::boolean, false),"
        "  (SELECT o.wallet FROM operations o WHERE o.key = m.key))"
        " OR m.kind || '' <> CASE m.request->>'do' WHEN 'mirror_payment' THEN 'payment'"
        " ELSE 'refund' END"
        " OR m.kind = 'refund' AND m.request->>'payment' IS DISTINCT FROM"
        " 'op' || (p.id >> 40) || '-' || (p.id & ((1::bigint << 40) - 1)))",
    ),
    Check(
        "transactions", "reference", _REFUSED,
        "SELECT row FROM import_moves WHERE code <> ''",
    ),
    Check(
        "transactions", "at", "lies before the coupon was issued",
        "SELECT m.row FROM import_moves m LEFT JOIN import_known k ON k.key = m.coupon"
        " LEFT JOIN import_coupons c ON c.key = m.coupon"
        " WHERE m.at < coalesce(c.issued_at, k.issued_at)",
    ),
    Check(
        "transactions", "payment", "is no payment of this coupon, neither now nor before",
        "SELECT t.row FROM import_transactions t LEFT JOIN import_refunded r ON r.key = t.payment"
        " WHERE t.kind = 'refund' AND r.coupon IS DISTINCT FROM t.coupon",
    ),
    Check(
        "transactions", "at", "lies before the payment, or beside it and above it in the file",
        "SELECT t.row FROM import_transactions t JOIN import_refunded r ON r.key = t.payment"
        " LEFT JOIN import_transactions p ON p.key = r.key"
        " WHERE r.coupon = t.coupon"
        " AND (t.at < r.at OR t.at = r.at AND p.row IS NOT NULL AND t.row < p.row)",
    ),
    Check(
        "transactions", "yen", "is more than is left of the payment to give back",
        "SELECT m.row FROM (SELECT row, payment, operation, sum(CASE WHEN operation IS NULL"
        " THEN yen ELSE 0 END) OVER (PARTITION BY payment ORDER BY at, row) AS back"
        " FROM import_moves WHERE kind = 'refund') m"
        " JOIN import_refunded r ON r.key = m.payment"
        " WHERE m.operation IS NULL AND m.back > r.left_yen",
    ),
    Check(
        "transactions", "yen", "is more than was left of the coupon",
        "SELECT row FROM import_moves WHERE operation IS NULL AND kind = 'payment'"
        " AND left_yen < 0",
    ),
)  # fmt: skip

_BALANCES: Final = (
    _no_coupon("balances", "import_balances"),
    Check(
        "balances", "yen", "is not what the coupon and its transactions before `at` add up to",
        """
        SELECT b.row FROM import_balances b
        LEFT JOIN import_known k ON k.key = b.coupon AND k.code = ''
        LEFT JOIN import_coupons c ON c.key = b.coupon
        LEFT JOIN LATERAL (
            SELECT sum(CASE kind WHEN 'payment' THEN -yen ELSE yen END) AS yen
            FROM import_moves m
            WHERE m.coupon = b.coupon AND m.at < b.at AND m.operation IS NULL
        ) new ON true
        LEFT JOIN LATERAL (
            SELECT sum(CASE WHEN t.credit = k.lot THEN t.yen ELSE -t.yen END) AS yen
            FROM (SELECT * FROM transfers WHERE credit = k.lot
                  UNION ALL SELECT * FROM transfers WHERE debit = k.lot) t
            JOIN operations o ON o.book = t.book AND o.id = t.operation
            WHERE t.effective_at < b.at AND o.verb LIKE 'mirror%'
        ) posted ON k.lot IS NOT NULL
        WHERE b.yen <> coalesce(new.yen, 0) + CASE
            WHEN k.lot IS NOT NULL THEN coalesce(posted.yen, 0)
            WHEN c.issued_at < b.at THEN c.yen ELSE 0 END
        """,
    ),
)  # fmt: skip

_ATTEMPTS: Final = (
    _twice("attempts", "reference", "import_attempts", "key"),
    _no_coupon("attempts", "import_attempts"),
    Check(
        "attempts", "reference", _OTHERWISE,
        "SELECT t.row FROM import_attempts t JOIN attempts a ON a.id = t.key"
        " LEFT JOIN import_known k ON k.key = t.coupon"
        " WHERE (t.verb, t.at, t.why, coalesce(k.wallet, 0), t.merchant, t.yen)"
        " IS DISTINCT FROM (a.verb, a.at, a.why, a.wallet, a.request->>'merchant',"
        " (a.request->>'yen')::bigint)",
    ),
)  # fmt: skip

_CHECKS: Final = (*_COUPONS, *_TRANSACTIONS, *_BALANCES, *_ATTEMPTS)


def know(connection: Connection) -> None:
    """Looks up which coupons of the files are in the books."""
    _run(connection, _KNOWN)


def prepare(connection: Connection) -> None:
    """Makes what the checks and the posting look at."""
    # Sums over a million rows; nothing else runs in this session.
    _run(connection, "SET work_mem = '64MB'; SET jit = off")
    know(connection)
    _run(connection, "CREATE INDEX IF NOT EXISTS import_coupons_key ON import_coupons (key)")
    _run(connection, _MOVES)
    _run(connection, "CREATE INDEX ON import_moves (coupon)")
    _run(connection, _REFUNDED)


def check(connection: Connection, files: Mapping[str, str], errors: Errors) -> None:
    """Adds to `errors` what does not fit. `files`: the name of each kind's file."""
    for one in _CHECKS:
        if one.kind not in files:
            continue
        found = connection.execute(
            f"SELECT row, count(*) OVER () FROM ({one.query}) broken ORDER BY row"  # noqa: S608
            f" LIMIT {SHOWN}".encode()
        ).fetchall()
        for place, (row, count) in enumerate(found):
            further = count - len(found) if place == len(found) - 1 else 0
            errors.add(files[one.kind], row, one.column, one.rule, further=further)


def _run(connection: Connection, statements: str) -> None:
    for statement in statements.split(";\n" if ";\n" in statements else ";"):
        if statement.strip():
            connection.execute(statement.encode())
