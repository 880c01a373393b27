"""What redress has done, coupon by coupon, as CSV for an issuer whose own ledger is elsewhere."""

from collections.abc import Callable
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

from zandaka.reads.cohorts.sql import public
from zandaka.reads.transfers_of import transfers_of

Connection = psycopg.Connection[tuple[Any, ...]]


def _instant(column: LiteralString) -> LiteralString:
    """SQL for an instant in the time of Japan: 2023-02-24T18:05:00+09:00."""
    return f"to_char({column} AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+09:00\"')"


# One line for each remedy that a coupon got, and one for a coupon of a cohort that got none yet. Of
# what was converted, `state` says who has it: nobody yet (open), a gift that was chosen (gift) or
# issued (given), a bank refund under way (bank) or paid (repaid), nobody any more (lapsed).
# Instants are written as an import reads them.
_RESULTS: Final[LiteralString] = f"""
WITH latest AS (
    SELECT DISTINCT ON (name) id, name FROM cohorts WHERE incident = {{incident}}
    ORDER BY name, version DESC
), members AS (
    SELECT m.coupon, string_agg(DISTINCT l.name, ' ' ORDER BY l.name) AS cohorts,
           max(m.yen) AS yen
    FROM latest l JOIN cohort_members m ON m.cohort = l.id GROUP BY m.coupon
), extended AS (
    -- One wallet's lots, or those of each wallet of a command on many.
    SELECT o.id AS operation, lots.lot->>'lot' AS lot, (lots.lot->>'yen')::bigint AS yen
    FROM (SELECT DISTINCT book, operation FROM extensions WHERE incident = {{incident}}) e
    JOIN operations o ON o.book = e.book AND o.id = e.operation
    CROSS JOIN LATERAL (
        SELECT json_array_elements(o.outcome->'lots') AS lot
        UNION ALL
        SELECT json_array_elements(part->'lots')
        FROM json_array_elements(o.outcome->'parts') AS part
    ) AS lots
), done AS (
    SELECT a.origin AS coupon, 'extend' AS remedy, x.yen, 'done' AS state, e.recorded_at AS at,
           e.operation
    FROM extensions e
    JOIN accounts a ON a.book = e.book AND a.id = e.lot
    JOIN extended x ON x.operation = e.operation AND x.lot = {public("lot", "e.lot")}
    WHERE e.incident = {{incident}}
    UNION ALL
    SELECT a.origin, 'restore', t.yen, 'done', o.recorded_at, o.id
    FROM operations o {transfers_of("o")}
    JOIN accounts a ON a.book = t.book AND a.id = t.credit
    WHERE o.verb = 'restore' AND o.code = '' AND o.request->>'incident' = {{incident}}
    UNION ALL
    SELECT e.coupon, 'convert', e.yen, e.state, o.recorded_at, e.operation
    FROM entitlements e JOIN operations o ON o.id = e.operation WHERE e.incident = {{incident}}
)
SELECT {public("w", "w.id")} AS coupon, coalesce(made.request->>'reference', '') AS reference,
       w.inquiry, w.prefecture, coalesce(m.cohorts, '') AS cohorts,
       coalesce(d.remedy, '') AS remedy, coalesce(d.yen, m.yen) AS yen,
       coalesce(d.state, 'waiting') AS state, {_instant("d.at")} AS at
FROM (SELECT coupon FROM members UNION SELECT coupon FROM done) c
JOIN wallets w ON w.id = c.coupon
LEFT JOIN members m ON m.coupon = c.coupon
LEFT JOIN done d ON d.coupon = c.coupon
LEFT JOIN operations made
       ON made.book = w.book AND made.id = w.opened_by AND made.verb = 'mirror_coupon'
ORDER BY w.id, d.operation, d.remedy
"""  # noqa: S608 - put together from the functions beside it

# A code and each coupon that it pays; never the code itself, which is stored nowhere.
_GIFT_ORDERS: Final[LiteralString] = f"""
SELECT g.id AS "order", g.brand, g.yen, g.state, g.reference AS provider_reference,
       {_instant("g.issued_at")} AS issued_at,
       {public("w", "w.id")} AS coupon, coalesce(made.request->>'reference', '') AS reference,
       w.inquiry, l.yen AS yen_of_coupon, l.state AS state_in_books
FROM gift_orders g
JOIN gift_lines l ON l.gift_order = g.id
JOIN entitlements e ON e.id = l.entitlement
JOIN wallets w ON w.id = e.coupon
LEFT JOIN operations made
       ON made.book = w.book AND made.id = w.opened_by AND made.verb = 'mirror_coupon'
WHERE g.incident = {{incident}}
ORDER BY g.made_at, g.id, w.id
"""  # noqa: S608 - put together from the functions beside it

#: The files that `write` makes, and what is in each.
FILES: Final[dict[str, LiteralString]] = {
    "results.csv": _RESULTS,
    "gift-orders.csv": _GIFT_ORDERS,
}


def write(
    connection: Connection, file: str, incident: str, take: Callable[[bytes], object]
) -> None:
    """Hands one of `FILES` to `take`, piece by piece: CSV in UTF-8 with a header. Memory does not
    grow with it."""
    query = sql.SQL(FILES[file]).format(incident=sql.Literal(incident))
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(query)) as copy,
    ):
        for piece in copy:
            take(bytes(piece))
