"""Pieces of SQL that several kinds of cohort are made of. Each is one named sub-query, so that a
cohort is one statement: it sees one state of the ledger, whatever is written meanwhile."""

from typing import Final, LiteralString

from zandaka.reads.transfers_of import transfers_of

#: The verbs by which value reaches a merchant, here or in another ledger.
PAYMENTS: Final = ("pay", "capture", "force_post", "mirror_payment")


def public(prefix: LiteralString, column: LiteralString) -> LiteralString:
    """SQL for an identifier as it is written in public (`zandaka.ids`)."""
    return f"('{prefix}' || ({column} >> 40) || '-' || ({column} & ((1::bigint << 40) - 1)))"


def operation_in(text: LiteralString) -> LiteralString:
    """SQL for the number of an operation that is written in public, such as op0-12."""
    return (
        f"((split_part(substr({text}, 3), '-', 1)::bigint << 40)"
        f" | split_part({text}, '-', 2)::bigint)"
    )


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

#: Value on its way from one book to another at the instant: sent by then, and not there. It is the
#: coupon's all the same (R16): counted where it arrived, if that is known, else where it was sent
#: from. A row an account and yen.
ON_WAY: Final = f"""
lanes AS MATERIALIZED (
    SELECT a.id, a.book, a.owner FROM books b
    JOIN accounts a ON a.owner = b.book::text AND a.kind = 'in_transit'
), landed AS MATERIALIZED (
    SELECT t.credit, t.yen, t.returns, t.recorded_at <= %(known_at)s AS known,
           {operation_in("o.request->>'sent'")} AS sent
    FROM transfers t
    JOIN upto u ON u.book = t.book AND t.id > u.upto
    JOIN operations o ON o.book = t.book AND o.id = t.operation
    WHERE t.debit = ANY(ARRAY(SELECT id FROM lanes))
      AND (t.effective_at >= %(balance_at)s OR t.recorded_at > %(known_at)s)
), waiting AS (
    SELECT sent FROM landed WHERE returns <> 0 OR NOT known
    UNION
    SELECT x.operation FROM transits x
    JOIN operations s ON s.book = x.book AND s.id = x.operation
    WHERE NOT x.settled AND NOT EXISTS (
        SELECT FROM lanes l JOIN transfers t ON t.debit = l.id
        JOIN operations o ON o.book = t.book AND o.id = t.operation
        WHERE l.book = x.to_book AND l.owner = x.book::text AND t.recorded_at >= s.recorded_at
          AND {operation_in("o.request->>'sent'")} = x.operation
    )
), on_way AS (
    SELECT l.credit AS account, l.yen FROM landed l
    JOIN operations s ON s.id = l.sent AND s.book = (l.sent >> 40)::int
    WHERE l.returns = 0 AND l.known
      AND s.effective_at < %(balance_at)s AND s.recorded_at <= %(known_at)s
    UNION ALL
    SELECT t.debit, t.yen FROM waiting w
    JOIN operations s ON s.id = w.sent AND s.book = (w.sent >> 40)::int
    {transfers_of("s")}
    WHERE s.effective_at < %(balance_at)s AND s.recorded_at <= %(known_at)s
)"""  # noqa: S608 - put together from the functions above

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
           o.outcome->>'merchant' AS merchant, a.origin AS coupon, a.series,
           coalesce((o.outcome->>'confirmed')::boolean, false) AS confirmed_there
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

#: The payments a shop confirmed, as known. A confirmation is in its payment's book, after it; what
#: another ledger had confirmed came with the payment.
CONFIRMED: Final = f"""
confirmed AS MATERIALIZED (
    SELECT o.request->>'payment' AS payment
    FROM (SELECT book, min(operation) AS first FROM paid GROUP BY book) p
    JOIN operations o ON o.book = p.book AND o.id > p.first AND o.id < (p.book::bigint + 1) << 40
    WHERE o.verb = 'confirm' AND o.code = '' AND o.recorded_at <= %(known_at)s
    UNION
    SELECT {public("op", "operation")} FROM paid WHERE confirmed_there
)"""  # noqa: S608 - put together from the functions above
