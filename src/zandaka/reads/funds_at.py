"""Funds-transfer money as of an instant, in one statement: on cards, kept apart, sent, paid,
ordered out. Of a range of wallets or of the whole house, summed or one by one.

What an account had is what it has now less what took effect since: nothing takes effect after it
was recorded, so that only the newest part of each book is read. What was under way is what is now,
and what has come to its end since."""

from typing import Final, LiteralString

from zandaka import ids

#: A range that every wallet is in: from a number on, and up to another.
EVERYBODY: Final = (0, ids.make(ids.MAX_BOOKS, 0))

#: Values: `at`; `low` and `high`, a range of wallets; `to_receivers`, whether what was sent may be
#: the receiver's before it has it, and the range is not everybody's.
#:
#: `later` is what each book has recorded after the instant. `lots` has also those that are empty by
#: now. `sent` and `ordered` are of that range, and may be of others.
UNDER_WAY: Final = """
WITH later AS MATERIALIZED (
    SELECT x.first_transfer AS first, (k.book + 1)::bigint << 40 AS last
    FROM books k CROSS JOIN LATERAL (
        SELECT first_transfer FROM batches
        WHERE book = k.book AND recorded_at > %(at)s ORDER BY recorded_at, id LIMIT 1
    ) x
),
lots AS NOT MATERIALIZED (
    SELECT a.id, a.wallet, s.product, a.balance
    FROM accounts a JOIN series s ON s.id = a.series AND s.legal_kind = 'funds_transfer'
    WHERE a.kind = 'lot' AND a.wallet >= %(low)s AND a.wallet < %(high)s
),
settled AS MATERIALIZED (
    SELECT m.book, m.request ->> 'merchant' AS merchant,
           max((m.request ->> 'through')::timestamptz) AS through
    FROM operations m
    WHERE m.verb = 'settle_merchant' AND m.code = '' AND m.effective_at <= %(at)s
    GROUP BY 1, 2
),
unclaimed AS (
    SELECT s.operation FROM sends s
    WHERE s.state = 'pending' AND s.wallet >= %(low)s AND s.wallet < %(high)s
    UNION
    SELECT s.operation FROM sends s
    WHERE %(to_receivers)s AND s.state = 'pending'
      AND s.receiver >= %(low)s AND s.receiver < %(high)s
    UNION
    SELECT id_of(k.request ->> 'send')
    FROM accounts n CROSS JOIN later b
    JOIN transfers t ON t.debit = n.id AND t.id >= b.first AND t.id < b.last
         AND t.effective_at > %(at)s
    JOIN operations k ON k.book = t.book AND k.id = t.operation
    WHERE n.kind = 'send_pending' AND wallet_of(n.kind, n.owner) >= %(low)s
      AND wallet_of(n.kind, n.owner) < %(high)s
    UNION
    SELECT s.operation
    FROM sends s
    JOIN accounts n ON n.owner = public_id('w', s.wallet) AND n.kind = 'send_pending'
         AND n.book = s.book
    CROSS JOIN later b
    JOIN transfers t ON t.debit = n.id AND t.id >= b.first AND t.id < b.last
         AND t.effective_at > %(at)s
    JOIN operations k ON k.book = t.book AND k.id = t.operation
         AND k.request ->> 'send' = public_id('op', s.operation)
    WHERE %(to_receivers)s AND s.state <> 'pending'
      AND s.receiver >= %(low)s AND s.receiver < %(high)s
),
-- Between two books, or only now no longer. What a book refused since is unclaimed, or was sent at
-- once.
in_transit AS (
    SELECT operation FROM transits WHERE NOT settled
    UNION
    SELECT id_of(v.request ->> 'sent')
    FROM accounts n CROSS JOIN later b
    JOIN transfers t ON t.debit = n.id AND t.id >= b.first AND t.id < b.last
         AND t.effective_at > %(at)s
    JOIN operations v ON v.book = t.book AND v.id = t.operation
    WHERE n.kind = 'in_transit'
      AND (v.verb = 'arrive' OR v.verb = 'settle' AND v.request ->> 'why' <> 'claim')
),
crossing AS (
    SELECT o.id, o.verb, o.first_transfer, o.transfers, o.effective_at,
           id_of(o.request ->> 'to') AS receiver, id_of(o.request ->> 'send') AS claimed
    FROM in_transit i
    JOIN operations o ON o.book = (i.operation >> 40)::int AND o.id = i.operation
         AND o.effective_at <= %(at)s
    WHERE NOT EXISTS (
        SELECT FROM operations v WHERE v.verb = 'arrive' AND v.code = ''
        AND v.request ->> 'sent' = public_id('op', o.id) AND v.effective_at <= %(at)s
    ) AND NOT EXISTS (
        SELECT FROM transfers x
        WHERE x.returns = o.first_transfer AND x.returns <> 0 AND x.effective_at <= %(at)s
    )
),
sent AS (
    SELECT s.operation, s.wallet, s.receiver, s.yen, s.ends_at, r.product, o.effective_at
    FROM (
        SELECT operation FROM unclaimed
        UNION SELECT claimed FROM crossing WHERE verb = 'claim'
    ) u
    JOIN sends s ON s.book = (u.operation >> 40)::int AND s.operation = u.operation
    JOIN operations o ON o.book = s.book AND o.id = s.operation AND o.effective_at <= %(at)s
    JOIN transfers f ON f.book = o.book AND f.id = o.first_transfer
    JOIN accounts l ON l.book = o.book AND l.id = f.debit
    JOIN series r ON r.id = l.series
    UNION ALL
    SELECT o.id, l.wallet, o.receiver, t.yen, NULL, r.product, o.effective_at
    FROM crossing o
    JOIN transfers t ON t.id >= o.first_transfer AND t.id < o.first_transfer + o.transfers
    JOIN accounts l ON l.book = t.book AND l.id = t.debit
    JOIN series r ON r.id = l.series AND r.legal_kind = 'funds_transfer'
    -- What the other book has refused since, and a cap holds, is told as what waits.
    WHERE NOT EXISTS (SELECT FROM unclaimed u WHERE u.operation = o.id)
),
ordered AS (
    SELECT p.operation, p.wallet, p.yen, o.effective_at, q.product
    FROM (
        SELECT p.operation FROM payouts p
        WHERE p.state = 'ordered' AND p.kind <> 'redemption'
          AND p.wallet >= %(low)s AND p.wallet < %(high)s
        UNION
        SELECT id_of(k.request ->> 'withdrawal')
        FROM accounts n CROSS JOIN later b
        JOIN transfers t ON t.debit = n.id AND t.id >= b.first AND t.id < b.last
             AND t.effective_at > %(at)s
        JOIN operations k ON k.book = t.book AND k.id = t.operation
        WHERE n.kind = 'withdrawal_payable' AND wallet_of(n.kind, n.owner) >= %(low)s
          AND wallet_of(n.kind, n.owner) < %(high)s
    ) u
    JOIN payouts p ON p.book = (u.operation >> 40)::int AND p.operation = u.operation
         AND p.kind <> 'redemption'
    JOIN operations o ON o.book = p.book AND o.id = p.operation AND o.effective_at <= %(at)s
    CROSS JOIN LATERAL (
        SELECT r.product, c.id AS account FROM transfers f
        JOIN accounts c ON c.book = f.book AND c.id = f.credit AND c.kind = 'withdrawal_payable'
        JOIN accounts l ON l.book = f.book AND l.id = f.debit
        JOIN series r ON r.id = l.series AND r.legal_kind = 'funds_transfer'
        WHERE f.book = o.book AND f.id >= o.first_transfer AND f.id < o.first_transfer + o.transfers
        LIMIT 1
    ) q
    -- What was tried more than once may have been paid, have come back, and be owed again.
    WHERE p.attempt = 1 OR 0 = (
        SELECT coalesce(sum(x.paid), 0)
        FROM (
            SELECT t.operation, 1 AS paid
            FROM transfers t JOIN accounts b ON b.id = t.credit AND b.kind = 'bank_clearing'
            WHERE t.debit = q.account AND t.effective_at <= %(at)s
            UNION ALL
            SELECT t.operation, -1
            FROM transfers t JOIN accounts b ON b.id = t.debit AND b.kind = 'bank_clearing'
            WHERE t.credit = q.account AND t.effective_at <= %(at)s
        ) x
        JOIN operations k ON k.book = p.book AND k.id = x.operation
             AND k.verb IN ('complete_withdrawal', 'return_withdrawal')
             AND k.request ->> 'withdrawal' = public_id('op', p.operation)
    )
)
"""
#: Follows on `UNDER_WAY`. What was paid, less what was given back, to merchants that have not got
#: it.
UNSETTLED: Final = """,
unsettled AS MATERIALIZED (
    SELECT l.wallet, l.product, t.operation, t.effective_at, c.owner AS merchant,
           t.yen - coalesce((
               SELECT sum(x.yen) FROM transfers x
               WHERE x.returns = t.id AND x.returns <> 0 AND x.effective_at <= %(at)s
           ), 0)::bigint AS yen
    FROM lots l
    JOIN transfers t ON t.debit = l.id AND t.effective_at <= %(at)s
    JOIN accounts c ON c.book = t.book AND c.id = t.credit AND c.kind = 'merchant_payable'
    LEFT JOIN settled z ON z.book = t.book AND z.merchant = c.owner
    WHERE z.through IS NULL OR t.effective_at >= z.through
)
"""
#: The same where everybody is in the range: read by merchant, each from the first batch on in which
#: something can stand that it has not got. There are few merchants beside what was ever paid.
#:
#: A full join is never done row by row, nor with OFFSET 0 made into another: whatever the
#: statistics of a while ago say, each lot is read once and no payment looks up its own.
UNSETTLED_OF_HOUSE: Final = """,
owed AS MATERIALIZED (
    SELECT c.id, c.owner AS merchant, coalesce(z.through, '-infinity') AS through, x.first
    FROM accounts c
    LEFT JOIN settled z ON z.book = c.book AND z.merchant = c.owner
    CROSS JOIN LATERAL (
        SELECT 0::bigint AS first WHERE z.through IS NULL
        UNION ALL (
            SELECT first_transfer FROM batches
            WHERE book = c.book AND recorded_at >= z.through ORDER BY recorded_at, id LIMIT 1
        )
    ) x
    WHERE c.kind = 'merchant_payable'
),
paid_in AS MATERIALIZED (
    SELECT t.debit, t.operation, t.effective_at, c.merchant,
           t.yen - coalesce((
               SELECT sum(x.yen) FROM transfers x
               WHERE x.returns = t.id AND x.returns <> 0 AND x.effective_at <= %(at)s
           ), 0)::bigint AS yen
    FROM owed c CROSS JOIN LATERAL (
        SELECT id, debit, operation, effective_at, yen FROM transfers
        WHERE credit = c.id AND id >= c.first
          AND effective_at >= c.through AND effective_at <= %(at)s
        OFFSET 0
    ) t
),
unsettled AS MATERIALIZED (
    SELECT wallet, product, operation, effective_at, merchant, yen
    FROM (
        SELECT l.wallet, l.product, t.operation, t.effective_at, t.merchant, t.yen
        FROM paid_in t FULL JOIN lots l ON l.id = t.debit OFFSET 0
    ) p
    WHERE operation IS NOT NULL AND wallet IS NOT NULL
)
"""


def paid_by(operations: LiteralString) -> LiteralString:
    """Follows on what `operations` selects from. `asked` says by which network each of these
    payments came, '' where nobody said; they are read in the order in which they stand. `payments`
    is `unsettled` with it, NULL where it was not asked for."""
    return f""",
asked AS MATERIALIZED (
    SELECT o.id, coalesce(nullif(o.request ->> 'network', ''), (
        SELECT h.request ->> 'network' FROM operations h
        WHERE h.book = o.book AND h.id = id_of(o.request ->> 'hold')
    ), '') AS network
    FROM operations o WHERE o.id = ANY(ARRAY({operations}))
),
payments AS NOT MATERIALIZED (
    SELECT p.* FROM (
        SELECT t.*, n.network FROM unsettled t FULL JOIN asked n ON n.id = t.operation OFFSET 0
    ) p
)
"""  # noqa: S608 - a piece of SQL made of literals


#: What is asked once is not worth compiling.
AS_IT_IS: Final = "SET LOCAL jit = off"
#: A million lots do not fit into what a payment's statements may use, and may take a while.
FOR_A_HOUSE: Final = "SET LOCAL work_mem = '64MB'; SET LOCAL statement_timeout = '60s'"
