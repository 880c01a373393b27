"""The cohort of those whom imported evidence names. The latest word on a debit counts."""

from typing import Final

from zandaka.reads.transfers_of import transfers_of

# A debit gives back at most what is left of it. The wallet is where the payment was made or,
# where the balance is meant, the one into which the coupon was loaded by then.
FIND: Final = f"""
WITH said AS (
    SELECT DISTINCT ON (coupon, debit) id, coupon, debit, yen, note, at, by FROM evidence
    WHERE incident = %(incident)s AND cohort = %(name)s AND at <= %(known_at)s
    ORDER BY coupon, debit, id DESC
), left_of AS (
    SELECT s.id, min(o.wallet) AS wallet, sum(t.yen - coalesce(
        (SELECT sum(r.yen) FROM transfers r
         WHERE r.returns = t.id AND r.returns <> 0 AND r.recorded_at <= %(known_at)s), 0)
    )::bigint AS yen
    FROM said s
    JOIN operations o ON o.id = s.debit AND o.book = (s.debit >> 40)::int
    {transfers_of("o")}
    JOIN accounts a ON a.book = t.book AND a.id = t.debit AND a.origin = s.coupon
    WHERE s.debit <> 0 AND o.verb = ANY(%(payments)s) AND o.code = ''
      AND o.recorded_at <= %(known_at)s
    GROUP BY s.id
), loaded AS (
    SELECT s.id, min(a.wallet) AS wallet FROM said s
    JOIN accounts a ON a.origin = s.coupon AND a.origin <> a.wallet
    JOIN operations o ON o.book = a.book AND o.id = a.opened_by
    WHERE o.recorded_at <= %(known_at)s GROUP BY s.id
), found AS (
    SELECT s.*, CASE WHEN s.debit = 0 THEN s.yen ELSE least(s.yen, d.yen) END AS owed,
           CASE WHEN s.debit = 0 THEN coalesce(l.wallet, s.coupon) ELSE d.wallet END AS wallet,
           coalesce((SELECT min(x.prefecture) FROM accounts a JOIN series x ON x.id = a.series
                     WHERE a.wallet = s.coupon AND a.origin = s.coupon), '') AS prefecture
    FROM said s
    LEFT JOIN left_of d ON d.id = s.id
    LEFT JOIN loaded l ON l.id = s.id
)
INSERT INTO cohort_members (cohort, coupon, debit, wallet, prefecture, yen, facts)
SELECT %(cohort)s, coupon, debit, wallet, prefecture, owed, json_build_object(
    'evidence', id, 'said_yen', yen, 'note', note, 'by', by, 'at', at)
FROM found WHERE owed > 0
ORDER BY wallet, coupon, debit
"""  # noqa: S608 - put together from the function above
