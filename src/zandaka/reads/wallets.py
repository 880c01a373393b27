"""What is in a wallet now, and how it came to be: SELECTs for the API."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.instants import UTC
from zandaka.reads import shortfalls

Connection = psycopg.Connection[tuple[Any, ...]]


class LotView(msgspec.Struct, frozen=True):
    """Value with its own expiry (exclusive). `held_yen` is kept by open holds; `origin` is the
    wallet in which the value was first issued (R16)."""

    lot: ids.LotId
    yen: int
    held_yen: int
    expired: bool
    expires_at: datetime | None
    campaign: str
    prefecture: str
    legal_kind: str
    origin: ids.WalletId
    issued_at: datetime
    product: str


class WalletView(msgspec.Struct, frozen=True):
    """A wallet. `available_yen` can be spent now; `held_yen` is kept for merchants; `expired_yen`
    is still in the wallet and past its end. The three add up to all there is.

    `expires_at` (exclusive) is the end of the medium, `tier` how far its holder is known. `lapsed`:
    value of it has come to its end unspent. Where the terms hide that value from holders, they see
    neither `expired_yen` (null) nor its lots (R80, R93).

    Beside it the holder has `parked_yen`, which came back above the balance cap and waits for room
    (R69), and owes `owed_yen`, which were posted by force and not there."""

    wallet: ids.WalletId
    product: str
    form: str
    status: str
    holder: str
    available_yen: int
    held_yen: int
    expired_yen: int | None
    lots: list[LotView]
    expires_at: datetime | None
    tier: str
    lapsed: bool
    parked_yen: int
    owed_yen: int


class WalletLine(msgspec.Struct, frozen=True):
    """A wallet in a list."""

    wallet: ids.WalletId
    product: str
    form: str
    status: str


class Movement(msgspec.Struct, frozen=True):
    """One transfer in or out of a wallet: `yen` is negative when value left; `balance_yen` is the
    lot's balance after it. A holder from whom the terms hide lapsed value sees null for both."""

    transfer: int
    operation: ids.OperationId
    verb: str
    lot: ids.LotId
    yen: int | None
    balance_yen: int | None
    effective_at: datetime
    recorded_at: datetime


_EVER = datetime.min.replace(tzinfo=UTC)

# A hold past its expiry keeps nothing, whether or not it has been swept.
_LOTS = """
SELECT a.id, a.balance, a.expires_at, s.campaign, s.prefecture, s.legal_kind, a.origin,
       a.issued_at, s.product,
       coalesce((SELECT sum(l.yen)
                 FROM hold_lots l JOIN holds h ON h.book = l.book AND h.id = l.hold
                 WHERE l.book = a.book AND l.lot = a.id AND l.yen > 0 AND h.expires_at > %(at)s), 0)
FROM accounts a JOIN series s ON s.id = a.series
WHERE a.book = %(book)s AND a.wallet = %(wallet)s AND (a.balance > 0 OR %(all)s)
ORDER BY a.expires_at NULLS LAST, a.id
"""


def lots(
    connection: Connection, wallet: int, at: datetime, *, spent: bool = False
) -> list[LotView]:
    """The wallet's lots with value left, earliest expiry first; with `spent` the empty ones too."""
    rows = connection.execute(
        _LOTS, {"at": at, "book": ids.book_of(wallet), "wallet": wallet, "all": spent}
    )
    return [
        LotView(
            ids.LotId(lot), balance, int(held), expires_at is not None and expires_at <= at,
            expires_at, campaign, prefecture, kind, ids.WalletId(origin), issued_at, product,
        )
        for (
            lot, balance, expires_at, campaign, prefecture, kind, origin, issued_at, product, held,
        ) in rows
    ]  # fmt: skip


def wallet(connection: Connection, identifier: int, at: datetime) -> WalletView | None:
    """A wallet with what is in it at `at`, which is the present."""
    row = connection.execute(
        "SELECT product, form, status, holder, expires_at, tier FROM wallets"
        " WHERE book = %s AND id = %s",
        (ids.book_of(identifier), identifier),
    ).fetchone()
    if row is None:
        return None
    inside = lots(connection, identifier, at)
    held = sum(lot.held_yen for lot in inside)
    good = sum(lot.yen - lot.held_yen for lot in inside if not lot.expired)
    ended = sum(lot.yen - lot.held_yen for lot in inside if lot.expired)
    product, form, status, name, expires_at, tier = row
    return WalletView(
        ids.WalletId(identifier), product, form, status, name, good, held, ended, inside,
        expires_at, tier, bool(lapsed(connection, identifier, at)),
        *_beside(connection, identifier),
    )  # fmt: skip


def _beside(connection: Connection, identifier: int) -> tuple[int, int]:
    """Yen of a wallet in suspense, and yen that its holder owes, with it or a card it replaced."""
    parked = connection.execute(
        "SELECT balance FROM accounts WHERE owner = %s AND kind = 'suspense' AND book = %s",
        (str(ids.WalletId(identifier)), ids.book_of(identifier)),
    ).fetchone()
    return 0 if parked is None else parked[0], shortfalls.owed(connection, identifier)


def lapsed(connection: Connection, wallet: int, at: datetime) -> frozenset[int]:
    """The wallet's lots whose value came to its end unspent: it is still there, or a lapse has
    taken it."""
    rows = connection.execute(
        _LAPSED, {"book": ids.book_of(wallet), "wallet": int(wallet), "at": at}
    )
    return frozenset(row[0] for row in rows)


def without_lapsed(view: WalletView) -> WalletView:
    """The wallet as a holder sees it from whom lapsed value is hidden."""
    good = [lot for lot in view.lots if not lot.expired]
    return msgspec.structs.replace(view, expired_yen=None, lots=good)


def history_without(items: list[Movement], ended: frozenset[int]) -> list[Movement]:
    """Movements as a holder sees them from whom it is hidden what lapsed of the lots `ended`."""
    return [
        one
        if one.lot not in ended
        else msgspec.structs.replace(
            one, balance_yen=None, yen=None if one.verb == "lapse" else one.yen
        )
        for one in items
    ]


def holder(connection: Connection, identifier: int) -> str | None:
    """Whose wallet it is: empty for nobody's, None where there is no such wallet."""
    row = connection.execute(
        "SELECT holder FROM wallets WHERE book = %s AND id = %s",
        (ids.book_of(identifier), identifier),
    ).fetchone()
    return None if row is None else row[0]


def product(connection: Connection, identifier: int) -> str | None:
    """The wallet's product; None where there is no such wallet."""
    row = connection.execute(
        "SELECT product FROM wallets WHERE book = %s AND id = %s",
        (ids.book_of(identifier), identifier),
    ).fetchone()
    return None if row is None else row[0]


def of_holder(connection: Connection, name: str, after: int, limit: int) -> list[WalletLine]:
    """At most `limit` wallets of a holder in the order of their ids, those after `after`."""
    rows = connection.execute(
        "SELECT id, product, form, status FROM wallets"
        " WHERE holder = %s AND holder <> '' AND id > %s ORDER BY id LIMIT %s",
        (name, after, limit),
    )
    return [WalletLine(ids.WalletId(row[0]), *row[1:]) for row in rows]


_LAPSED = """
SELECT a.id FROM accounts a
WHERE a.book = %(book)s AND a.wallet = %(wallet)s AND a.expires_at <= %(at)s
  AND (a.balance > 0
       OR (SELECT o.verb FROM transfers t
           JOIN operations o ON o.book = t.book AND o.id = t.operation
           WHERE t.book = a.book AND t.debit = a.id ORDER BY t.id DESC LIMIT 1) = 'lapse')
"""
_HISTORY = """
SELECT t.id, t.operation, o.verb, t.lot, t.yen, t.balance, t.effective_at, t.recorded_at
FROM (
    SELECT id, operation, debit AS lot, -yen AS yen, debit_after AS balance, effective_at,
           recorded_at
    FROM transfers WHERE book = %(book)s AND debit = ANY(%(lots)s) AND id < %(before)s
      AND effective_at >= %(since)s
    UNION ALL
    SELECT id, operation, credit, yen, credit_after, effective_at, recorded_at
    FROM transfers WHERE book = %(book)s AND credit = ANY(%(lots)s) AND id < %(before)s
      AND effective_at >= %(since)s
    ORDER BY id DESC LIMIT %(limit)s
) t JOIN operations o ON o.book = %(book)s AND o.id = t.operation
ORDER BY t.id DESC
"""


def history(
    connection: Connection, wallet: int, before: int, limit: int, since: datetime = _EVER
) -> list[Movement]:
    """At most `limit` transfers of a wallet, newest first, those with an id below `before` that
    took effect at `since` or later."""
    book = ids.book_of(wallet)
    own = connection.execute(
        "SELECT id FROM accounts WHERE book = %s AND wallet = %s", (book, wallet)
    ).fetchall()
    rows = connection.execute(
        _HISTORY,
        {
            "book": book,
            "lots": [row[0] for row in own],
            "before": before,
            "limit": limit,
            "since": since,
        },
    )
    return [
        Movement(
            ids.number_of(transfer), ids.OperationId(operation), verb, ids.LotId(lot), yen, balance,
            effective_at, recorded_at,
        )
        for transfer, operation, verb, lot, yen, balance, effective_at, recorded_at in rows
    ]  # fmt: skip
