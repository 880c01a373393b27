"""Cohorts B1 and B2: payments that were taken though the purchase failed (R7), or once too often
(R8). Both look at the same debits, with the shop's confirmations and the wallet's failed attempts
beside them, for the person who decides."""

from typing import Final

from zandaka.reads.cohorts import sql

_PAYMENT: Final = sql.public("op", "n.operation")

# Of one wallet, what else was tried while the function failed: at most ten, by time.
_ATTEMPTS: Final = """
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('at', x.at, 'verb', x.verb, 'what', x.what)) AS attempts
    FROM (
        SELECT * FROM (
            SELECT t.at, t.verb, t.why AS what
            FROM failed f JOIN attempts t
              ON t.wallet = n.wallet AND t.at >= f.since AND t.at < f.until
             AND t.recorded_at <= %(known_at)s
            UNION ALL
            SELECT o.recorded_at, o.verb, o.code
            FROM stretch s JOIN operations o
              ON o.wallet = n.wallet AND o.code <> '' AND o.book = s.book
             AND o.recorded_at >= s.since AND o.recorded_at < s.until
             AND o.recorded_at <= %(known_at)s
            WHERE s.book = (n.wallet >> 40)::int
        ) each ORDER BY at, verb, what LIMIT 10
    ) x
) tried ON true
"""

UNCONFIRMED: Final = f"""
WITH {sql.SERIES}, {sql.PAID}, {sql.LEFT}, {sql.CONFIRMED}
INSERT INTO cohort_members (cohort, coupon, debit, wallet, prefecture, yen, facts)
SELECT %(cohort)s, n.coupon, n.operation, n.wallet, n.prefecture, n.yen, json_build_object(
    'payment', n.payment, 'at', n.at, 'merchant', n.merchant, 'debited', n.debited,
    'confirmed', false, 'attempts', coalesce(tried.attempts, '[]'::json))
FROM (
    SELECT n.coupon, n.operation, n.wallet, n.at, n.merchant, {_PAYMENT} AS payment,
           min(s.prefecture) AS prefecture, sum(n.left_yen)::bigint AS yen,
           sum(n.yen)::bigint AS debited
    FROM net n JOIN scope s ON s.id = n.series
    GROUP BY n.coupon, n.operation, n.wallet, n.at, n.merchant
    HAVING sum(n.left_yen) > 0
) n
LEFT JOIN confirmed c ON c.payment = n.payment
{_ATTEMPTS}
WHERE c.payment IS NULL
ORDER BY n.wallet, n.coupon, n.operation
"""  # noqa: S608 - put together from the constants beside it

# One press may take its yen from several coupons of a wallet, and the next from others: what is
# pressed again is the payment. A payment that was given back whole is none any more, but the next
# press still came soon after it.
RUNS: Final = f"""
payments AS (
    SELECT n.*, c.payment IS NOT NULL AS confirmed
    FROM (
        SELECT n.operation, n.wallet, n.at, n.merchant, sum(n.yen)::bigint AS yen,
               sum(n.left_yen)::bigint AS left_yen, {_PAYMENT} AS payment
        FROM net n GROUP BY n.operation, n.wallet, n.at, n.merchant
    ) n LEFT JOIN confirmed c ON c.payment = n.payment
), gaps AS (
    SELECT *, CASE WHEN at - lag(at) OVER press <= make_interval(secs => %(within_seconds)s)
                   THEN 0 ELSE 1 END AS begins
    FROM payments
    WINDOW press AS (PARTITION BY wallet, merchant, yen ORDER BY at, operation)
), numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY wallet, merchant, yen ORDER BY at, operation) AS run
    FROM gaps
), runs AS MATERIALIZED (
    SELECT *, first_value(payment) OVER press AS first, count(*) OVER whole AS presses,
           count(*) FILTER (WHERE confirmed) OVER whole AS confirmed_in_run,
           count(*) FILTER (WHERE left_yen > 0) OVER press AS standing
    FROM numbered
    WINDOW whole AS (PARTITION BY wallet, merchant, yen, run),
           press AS (PARTITION BY wallet, merchant, yen, run ORDER BY at, operation)
)"""  # noqa: S608 - put together from the constants beside it

REPEATED: Final = f"""
WITH {sql.SERIES}, {sql.PAID}, {sql.LEFT}, {sql.CONFIRMED}, {RUNS}
INSERT INTO cohort_members (cohort, coupon, debit, wallet, prefecture, yen, facts)
SELECT %(cohort)s, n.coupon, n.operation, n.wallet, n.prefecture, n.left_yen, json_build_object(
    'payment', n.payment, 'at', n.at, 'merchant', n.merchant, 'debited', n.debited,
    'amount', n.amount, 'run', n.first, 'presses', n.presses, 'position', n.standing,
    'confirmed', n.confirmed, 'confirmed_in_run', n.confirmed_in_run,
    'attempts', coalesce(tried.attempts, '[]'::json))
FROM (
    SELECT r.operation, r.wallet, r.at, r.merchant, r.payment, r.yen AS amount, r.first,
           r.presses, r.standing, r.confirmed, r.confirmed_in_run, t.coupon, t.prefecture,
           t.debited, t.left_yen
    FROM runs r
    JOIN (
        SELECT n.operation, n.coupon, min(s.prefecture) AS prefecture,
               sum(n.yen)::bigint AS debited, sum(n.left_yen)::bigint AS left_yen
        FROM net n JOIN scope s ON s.id = n.series
        GROUP BY n.operation, n.coupon
    ) t ON t.operation = r.operation
    WHERE r.standing >= 2 AND t.left_yen > 0
) n
{_ATTEMPTS}
ORDER BY n.wallet, n.coupon, n.operation
"""  # noqa: S608 - put together from the constants beside it
