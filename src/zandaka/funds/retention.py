"""How long names and bank accounts of holders are kept, and whose may be erased: where every
contract has ended, nothing is owed, and the terms' time has passed since."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import jst_date
from zandaka.terms.model import Product, Terms

Connection = psycopg.Connection[tuple[Any, ...]]

# Cheap to ask of all: who has no contract that runs, and has registered nothing for long enough.
_CANDIDATES: Final = """
WITH funds AS (
    SELECT * FROM unnest(%(products)s::text[], %(funds)s::text[], %(months)s::int[])
         AS t(product, funds, months)
), kept AS (
    SELECT holder, max(at) AS at FROM (
        SELECT holder, at FROM holder_names
        UNION ALL
        SELECT holder, greatest(registered_at, closed_at) FROM payout_accounts
    ) told GROUP BY holder
)
SELECT k.holder, k.at FROM kept k
WHERE (k.at AT TIME ZONE 'Asia/Tokyo')::date
      + make_interval(months => (SELECT min(months) FROM funds)) < %(today)s
  AND NOT EXISTS (
      SELECT FROM wallets w JOIN funds t ON t.product = w.product
      WHERE w.holder = k.holder AND w.status IN ('open', 'stopped') AND NOT EXISTS (
          SELECT FROM ended_contracts e
          WHERE e.wallet = w.id AND e.product = t.funds AND NOT e.begun_anew
      )
  )
"""
# Who leaves is not named in the wallet any more; the journal still knows for whom it was opened.
# It is read whole, for the few that are left by now.
_OPENED: Final = """
SELECT request ->> 'holder', outcome ->> 'wallet' FROM operations
WHERE verb = 'open_wallet' AND code = '' AND request ->> 'holder' = ANY(%(holders)s)
UNION ALL
SELECT request ->> 'holder', one ->> 'wallet'
FROM operations CROSS JOIN LATERAL json_array_elements(outcome -> 'media') one
WHERE verb = 'issue_media' AND code = '' AND request ->> 'holder' = ANY(%(holders)s)
"""
_WALLETS: Final = """
WITH RECURSIVE own AS (
    (
        SELECT holder, id FROM wallets WHERE holder = ANY(%(holders)s)
        UNION
        SELECT holder, id FROM unnest(%(openers)s::text[], %(opened)s::bigint[]) AS o(holder, id)
    )
    UNION
    SELECT o.holder, w.loaded_into
    FROM own o JOIN wallets w ON w.id = o.id AND w.status = 'exchanged'
)
SELECT o.holder, w.id, t.months, t.product IS NOT NULL
FROM own o JOIN wallets w ON w.id = o.id
LEFT JOIN unnest(%(products)s::text[], %(months)s::int[]) AS t(product, months)
    ON t.product = w.product
"""
_LAST: Final = """
SELECT wallet, max(recorded_at) FROM operations
WHERE wallet = ANY(%s) AND code = '' GROUP BY wallet
"""
# On a card that stays, value of another kind goes on moving: there the end of the contract counts.
_ENDED: Final = """
SELECT e.wallet, o.recorded_at FROM ended_contracts e
JOIN wallets w ON w.book = e.book AND w.id = e.wallet AND w.status IN ('open', 'stopped')
JOIN operations o ON o.book = e.book AND o.id = e.operation
WHERE e.wallet = ANY(%s) AND NOT e.begun_anew
"""
_PAID: Final = """
SELECT p.wallet, bool_or(p.state = 'ordered'), max(t.at)
FROM payouts p LEFT JOIN payout_tries t ON t.payout = p.operation
WHERE p.wallet = ANY(%s) GROUP BY p.wallet
"""
_PASSED: Final = """
SELECT (%s::timestamptz AT TIME ZONE 'Asia/Tokyo')::date + make_interval(months => %s) < %s
"""


class Past(msgspec.Struct, frozen=True):
    """A holder whose records need not be kept any more: nothing has happened since `last`, with
    any of the `wallets` that were the holder's."""

    holder: str
    last: datetime
    wallets: tuple[int, ...]


class _Holder(msgspec.Struct):
    """`others` are wallets that never had such a contract: of them only counts what is owed."""

    last: datetime
    wallets: list[int] = []
    months: list[int | None] = []
    others: list[int] = []


def past(connection: Connection, terms: Terms, now: datetime) -> list[Past]:
    """The holders whose names and accounts may be erased, as it is at `now`."""
    today = jst_date(now)
    kept = _kept(terms, today)
    rows = connection.execute(_CANDIDATES, {**kept, "today": today}).fetchall()
    holders = {holder: _Holder(at) for holder, at in rows}
    if not holders:
        return []
    names = list(holders)
    opened = connection.execute(_OPENED, {"holders": names}).fetchall()
    asked = {
        "holders": names,
        "openers": [holder for holder, _ in opened],
        "opened": [int(ids.WalletId.parse(wallet)) for _, wallet in opened],
        **kept,
    }
    for holder, wallet, months, has_funds in connection.execute(_WALLETS, asked):
        if not has_funds:
            holders[holder].others.append(wallet)
            continue
        holders[holder].wallets.append(wallet)
        holders[holder].months.append(months)
    others = [wallet for one in holders.values() for wallet in one.others]
    wallets = [wallet for one in holders.values() for wallet in one.wallets]
    last: dict[int, datetime] = dict(connection.execute(_LAST, (wallets,)).fetchall())
    last.update(connection.execute(_ENDED, (wallets,)).fetchall())
    owed: set[int] = set()
    for wallet, ordered, at in connection.execute(_PAID, ([*wallets, *others],)):
        owed.update({wallet} if ordered else ())
        if times := [one for one in (last.get(wallet), at) if one is not None]:
            last[wallet] = max(times)
    found: list[Past] = []
    for name, one in holders.items():
        kept_for = [months for months in one.months if months is not None]
        # Of who never had such a contract the terms say nothing.
        if not kept_for or len(kept_for) < len(one.months):
            continue
        if owed.intersection(one.wallets) or owed.intersection(one.others):
            continue
        end = max((one.last, *(last[wallet] for wallet in one.wallets if wallet in last)))
        row = connection.execute(_PASSED, (end, max(kept_for), today)).fetchone()
        if row is not None and row[0]:
            found.append(Past(name, end, tuple(one.wallets)))
    return found


def _kept(terms: Terms, day: date) -> dict[str, list[Any]]:
    """The products with funds-transfer value, whose value that is, and for how many months its
    records are kept; None: for ever."""
    rows = [
        (product.id, value.id, value.withdrawing.keep_records_months(day))
        for product in terms.products.values()
        for value in _funds(product, terms)
    ]
    return {
        "products": [row[0] for row in rows],
        "funds": [row[1] for row in rows],
        "months": [row[2] for row in rows],
    }


def _funds(product: Product, terms: Terms) -> list[Product]:
    both = (product, *(terms.products[name] for name in sorted(product.holds)))
    return [one for one in both if one.legal_kind == "funds_transfer"]
