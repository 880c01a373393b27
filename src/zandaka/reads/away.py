"""Funds-transfer value that left a holder's lots and is on its way: to a merchant, to another
holder, to the holder's bank. As of any instant, from the journal."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import JST
from zandaka.ledger.chart import Kind
from zandaka.rules.periods import Due, last_day
from zandaka.terms.model import Product, Terms

Connection = psycopg.Connection[tuple[Any, ...]]


def _text(column: str) -> str:
    """SQL for an operation's public form."""
    return f"('op' || ({column} >> 40) || '-' || ({column} & {ids.make(1, 0) - 1}))"


def _number(text: str) -> str:
    """SQL for the identifier written as `text`."""
    return (
        f"((split_part(substr({text}, 3), '-', 1)::bigint << 40)"
        f" | split_part({text}, '-', 2)::bigint)"
    )


_ARRIVED: Final = """
EXISTS (SELECT FROM operations v WHERE v.verb = 'arrive' AND v.code = ''
        AND v.request ->> 'sent' = {sent} AND v.effective_at <= %(at)s)
"""
# Entries count from the instant at which they take effect, that instant included.
_AWAY: Final = f"""
SELECT t.operation, d.wallet, s.product, c.kind, c.owner, t.yen - coalesce(r.yen, 0),
       t.effective_at, o.recorded_at,
       coalesce(nullif(o.request ->> 'network', ''), (
           SELECT h.request ->> 'network' FROM operations h
           WHERE h.book = t.book AND h.id = {_number("(o.request ->> 'hold')")}
       ), ''),
       coalesce((SELECT m.networks FROM merchants m WHERE m.id = c.owner), '{{}}'),
       c.kind = 'merchant_payable' AND EXISTS (
           SELECT FROM operations m WHERE m.book = t.book AND m.verb = 'settle_merchant'
           AND m.code = '' AND m.request ->> 'merchant' = c.owner AND m.effective_at <= %(at)s
           AND (m.request ->> 'through')::timestamptz > t.effective_at
       ),
       CASE c.kind
       WHEN 'in_transit' THEN {_ARRIVED.format(sent=_text("t.operation"))}
       WHEN 'send_pending' THEN EXISTS (
           SELECT FROM transfers x
           JOIN operations k ON k.book = x.book AND k.id = x.operation AND k.verb = 'claim'
           JOIN accounts y ON y.book = x.book AND y.id = x.credit
           WHERE x.debit = c.id AND x.effective_at <= %(at)s
             AND k.request ->> 'send' = {_text("t.operation")}
             AND (y.kind = 'lot' OR {_ARRIVED.format(sent=_text("k.id"))})
       )
       WHEN 'withdrawal_payable' THEN EXISTS (
           SELECT FROM transfers x
           JOIN operations k ON k.book = x.book AND k.id = x.operation
                AND k.verb = 'complete_withdrawal'
           WHERE x.debit = c.id AND x.effective_at <= %(at)s
             AND k.request ->> 'withdrawal' = {_text("t.operation")}
             -- The bank may send back what was told to be paid: owed again.
             AND NOT EXISTS (
                 SELECT FROM transfers z
                 JOIN operations w ON w.book = z.book AND w.id = z.operation
                      AND w.verb = 'return_withdrawal'
                 WHERE z.credit = c.id AND z.id > x.id AND z.effective_at <= %(at)s
                   AND w.request ->> 'withdrawal' = {_text("t.operation")}
             )
       )
       ELSE false END,
       o.request ->> 'to', e.ends_at, p.yen
FROM accounts d
JOIN series s ON s.id = d.series AND s.legal_kind = 'funds_transfer'
JOIN transfers t ON t.debit = d.id AND t.effective_at <= %(at)s
JOIN accounts c ON c.book = t.book AND c.id = t.credit AND c.kind = ANY(%(kinds)s)
JOIN operations o ON o.book = t.book AND o.id = t.operation
LEFT JOIN sends e ON e.book = t.book AND e.operation = t.operation
LEFT JOIN payouts p ON p.book = t.book AND p.operation = t.operation
LEFT JOIN LATERAL (
    SELECT sum(x.yen)::bigint AS yen FROM transfers x
    WHERE x.returns = t.id AND x.returns <> 0 AND x.effective_at <= %(at)s
) r ON true
WHERE d.kind = 'lot' AND (%(wallet)s::bigint IS NULL OR d.wallet = %(wallet)s)
  AND t.yen > coalesce(r.yen, 0)
ORDER BY t.id
"""  # noqa: S608 - the only interpolations are the constants above

KINDS: Final = (
    Kind.MERCHANT_PAYABLE,
    Kind.SEND_PENDING,
    Kind.IN_TRANSIT,
    Kind.WITHDRAWAL_PAYABLE,
)


class Away(msgspec.Struct, frozen=True):
    """`yen` that an operation took from a wallet's lots and that have not come back. `reached`:
    they are with whom they were meant for - a receiver, the holder's bank; `settled`: the merchant
    was paid. `to` is the receiver of a send, `ends_at` when it comes back, `pays_yen` what a
    withdrawal pays, the rest being its fee."""

    operation: ids.OperationId
    wallet: int
    product: str
    kind: Kind
    owner: str
    yen: int
    at: datetime
    recorded_at: datetime
    network: str
    networks: Sequence[str]
    settled: bool
    reached: bool
    to: str | None
    ends_at: datetime | None
    pays_yen: int | None

    @property
    def day(self) -> date:
        """The day in Japan on which it began."""
        return self.at.astimezone(JST).date()


def away(
    connection: Connection,
    at: datetime,
    wallet: int | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> list[Away]:
    """What was away at `at`, of one wallet or of all, oldest first in each book."""
    rows = connection.execute(
        _AWAY.encode(),
        {"at": at, "wallet": None if wallet is None else int(wallet), "kinds": list(kinds)},
    ).fetchall()
    return [_away(*row) for row in rows]


def _away(operation: int, wallet: int, product: str, kind: str, *rest: Any) -> Away:
    return Away(ids.OperationId(operation), wallet, product, Kind(kind), *rest)


def due_on(one: Away, terms: Terms) -> Due | None:
    """The last day of a payment's standard period and the day on which somebody is told; None
    where the terms set no period. Where it is not known by which network the payment came, it is
    the longest that may apply: what favours the holder."""
    product = terms.products.get(one.product)
    if product is None:
        return None
    found = [last_day(product.sending, "pay", name, one.day) for name in _networks(one, product)]
    return max((due for due in found if due is not None), default=None)


def _networks(one: Away, product: Product) -> Sequence[str]:
    if one.network:
        return (one.network,)
    known = product.sending.networks
    return [name for name in one.networks if name in known] or sorted(known) or ("",)
