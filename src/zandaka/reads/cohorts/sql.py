"""Pieces of SQL that several kinds of cohort are made of. Each is one named sub-query, so that a
cohort is one statement: it sees one state of the ledger, whatever is written meanwhile."""

from typing import Final, LiteralString

#: The verbs by which value reaches a merchant.
PAYMENTS: Final = ("pay", "capture")

#: The value that counts: of the incident's campaigns and products. Nothing named: everything.
SERIES: Final = """
scope AS MATERIALIZED (
    SELECT id, product, campaign, prefecture FROM series
    WHERE (%(campaigns)s::text[] = '{}' OR campaign = ANY(%(campaigns)s::text[]))
      AND (%(products)s::text[] = '{}' OR product = ANY(%(products)s::text[]))
)"""

#: Per book the last transfer of which it is known without looking that it counts for a balance:
#: in the book before the instant, and by `known_at`. Nothing takes effect after it is recorded.
UPTO: Final = """
upto AS MATERIALIZED (
    SELECT b.book, coalesce(
        (SELECT x.first_transfer + x.transfers - 1 FROM batches x
         WHERE x.book = b.book AND x.recorded_at < %(balance_at)s AND x.recorded_at <= %(known_at)s
         ORDER BY x.recorded_at DESC, x.id DESC LIMIT 1),
        b.book::bigint << 40) AS upto, (b.book::bigint + 1) << 40 AS ending
    FROM books b
)"""

#: The in-scope debits of payments that took effect inside the intervals, as known. A book's
#: batches say between which transfers to look; what was posted late (R5) has an index of its own.
PAID: Final = """
failed AS MATERIALIZED (
    SELECT * FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) f(since, until)
), stretch AS MATERIALIZED (
    SELECT b.book, f.since, f.until,
        (SELECT x.first_transfer FROM batches x
         WHERE x.book = b.book AND x.recorded_at >= f.since
         ORDER BY x.recorded_at, x.id LIMIT 1) AS first,
        coalesce(
            (SELECT x.first_transfer FROM batches x
             WHERE x.book = b.book AND x.recorded_at >= f.until
             ORDER BY x.recorded_at, x.id LIMIT 1),
            (b.book::bigint + 1) << 40) AS ending
    FROM books b, failed f
), moved AS (
    SELECT t.* FROM stretch s JOIN transfers t
      ON t.book = s.book AND t.id >= s.first AND t.id < s.ending
     AND t.effective_at >= s.since AND t.effective_at < s.until
    UNION ALL
    SELECT t.* FROM stretch s JOIN transfers t
      ON t.book = s.book AND t.effective_at < t.recorded_at AND t.id >= s.ending
     AND t.effective_at >= s.since AND t.effective_at < s.until
), paid AS MATERIALIZED (
    SELECT m.book, m.operation, m.id AS transfer, m.yen, o.effective_at AS at, o.wallet,
           o.recorded_at, o.outcome->>'merchant' AS merchant, a.origin AS coupon, a.series
    FROM moved m
    JOIN operations o ON o.book = m.book AND o.id = m.operation
    JOIN accounts a ON a.book = m.book AND a.id = m.debit
    WHERE o.verb = ANY(%(payments)s) AND o.code = '' AND a.kind = 'lot'
      AND o.recorded_at <= %(known_at)s
)"""

#: What each debit still has to be given back, by refund, restoration or award, as known.
LEFT: Final = """
net AS MATERIALIZED (
    SELECT p.*, p.yen - coalesce(
        (SELECT sum(r.yen)::bigint FROM transfers r
         WHERE r.returns = p.transfer AND r.returns <> 0 AND r.recorded_at <= %(known_at)s), 0
    ) AS left_yen FROM paid p
)"""

#: The payments a shop confirmed, as known. A confirmation is in its payment's book, after it.
CONFIRMED: Final = """
confirmed AS MATERIALIZED (
    SELECT DISTINCT o.request->>'payment' AS payment
    FROM (SELECT book, min(operation) AS first FROM paid GROUP BY book) p
    JOIN operations o ON o.book = p.book AND o.id > p.first AND o.id < (p.book::bigint + 1) << 40
    WHERE o.verb = 'confirm' AND o.code = '' AND o.recorded_at <= %(known_at)s
)"""


def public(prefix: LiteralString, column: LiteralString) -> LiteralString:
    """SQL for an identifier as it is written in public (`zandaka.ids`)."""
    return f"('{prefix}' || ({column} >> 40) || '-' || ({column} & ((1::bigint << 40) - 1)))"
