"""Cohort A: coupons that were to expire on a day, and had value left at an instant (R3-R5)."""

from typing import Final

from zandaka.reads.cohorts import sql

# The balance then is the balance now, less what does not count: one pass over the transfers since.
# The expiry is the one before any extension for this incident, and as it was known: what the first
# extension that does not count replaced. A paper coupon that was extended and then loaded brought
# its new end along; the old one is on the paper's lot.
_HELD: Final = f"""
WITH {sql.SERIES}, {sql.UPTO}, {sql.ON_WAY}, since AS MATERIALIZED (
    SELECT account, sum(yen)::bigint AS yen FROM (
        SELECT v.account, v.yen
        FROM upto u
        JOIN transfers t ON t.book = u.book AND t.id > u.upto AND t.id < u.ending
        CROSS JOIN LATERAL (VALUES (t.debit, -t.yen), (t.credit, t.yen)) v(account, yen)
        WHERE t.effective_at >= %(balance_at)s OR t.recorded_at > %(known_at)s
        UNION ALL
        SELECT account, -yen FROM on_way
    ) every GROUP BY account
), extended AS MATERIALIZED (
    SELECT DISTINCT ON (lot) lot, old_expires_at, recorded_at, incident = %(incident)s
           AND recorded_at <= %(known_at)s AS interim
    FROM extensions WHERE incident = %(incident)s OR recorded_at > %(known_at)s
    ORDER BY lot, operation
), paper AS MATERIALIZED (
    SELECT p.origin, e.old_expires_at, e.recorded_at
    FROM extended e
    JOIN accounts p ON p.id = e.lot AND p.wallet = p.origin
    JOIN wallets w ON w.id = p.wallet AND w.book = p.book AND w.loaded_into IS NOT NULL
    WHERE e.interim
), lots AS (
    SELECT a.origin, a.wallet, s.prefecture, a.balance - coalesce(n.yen, 0) AS yen,
           CASE WHEN p.origin IS NOT NULL AND p.recorded_at <=
                     (SELECT o.recorded_at FROM operations o
                      WHERE o.book = a.book AND o.id = a.opened_by)
                THEN p.old_expires_at
                WHEN e.lot IS NOT NULL THEN e.old_expires_at
                ELSE a.expires_at END AS expires_at
    FROM accounts a
    JOIN scope s ON s.id = a.series
    LEFT JOIN since n ON n.account = a.id
    LEFT JOIN extended e ON e.lot = a.id
    LEFT JOIN paper p ON p.origin = a.origin AND a.wallet <> a.origin
    WHERE a.kind = 'lot' AND a.balance - coalesce(n.yen, 0) > 0
), held AS (
    SELECT wallet, origin, min(prefecture) AS prefecture, sum(yen)::bigint AS yen,
           min(expires_at) AS expires_at
    FROM lots WHERE expires_at > %(after)s AND expires_at <= %(until_expiry)s
    GROUP BY wallet, origin
)
INSERT INTO cohort_members (cohort, coupon, wallet, prefecture, yen, facts)
SELECT %(cohort)s, origin, wallet, prefecture, yen,
       json_build_object('expires_at', expires_at, 'balance', yen)
FROM held
"""  # noqa: S608 - put together from the constants beside it

_IN_ORDER: Final = "ORDER BY wallet, origin"

#: Every coupon with anything left.
ANY: Final = _HELD + _IN_ORDER

#: The coupons that had so much left in all wallets together.
AT_LEAST: Final = f"""{_HELD}WHERE origin IN (
    SELECT origin FROM held GROUP BY origin HAVING sum(yen) >= %(at_least)s
) {_IN_ORDER}"""  # noqa: S608 - put together from the constants beside it
