"""Finding a paper coupon: by the number printed on it, by who issued it, by its secret.

A coupon stays findable when its value has moved into an app wallet, also after the wallet's
holder has left (R16)."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads.wallets import LotView, lots

Connection = psycopg.Connection[tuple[Any, ...]]


class CouponView(msgspec.Struct, frozen=True):
    """A coupon: the paper's wallet, where its value is now, and what is left of it in yen,
    wherever it is.

    `held_by` is the paper's own wallet until it is loaded. `wallet_status` says whether that
    wallet is still open: `closed` when its holder has left. Never the code."""

    inquiry: str
    coupon: ids.WalletId
    status: str
    prefecture: str
    held_by: ids.WalletId
    wallet_status: str
    yen: int
    lots: list[LotView]
    lodging: str
    booking: str
    issued_by: ids.OperationId
    issued_at: datetime


_COLUMNS = """
SELECT w.id, w.inquiry, w.status, w.prefecture, w.loaded_into, o.request->>'lodging',
       o.request->>'booking', o.id, o.effective_at, w.form
FROM wallets w JOIN operations o ON o.book = w.book AND o.id = w.opened_by
"""
_BY_INQUIRY = _COLUMNS + "WHERE w.inquiry = %s"
_BY_BOOKING = (
    _COLUMNS
    + """
WHERE w.form = 'paper' AND o.verb = 'issue' AND o.code = '' AND o.request->>'lodging' = %(lodging)s
  AND o.request->>'booking' = %(booking)s AND w.id > %(after)s
ORDER BY w.id LIMIT %(limit)s
"""
)


def by_inquiry(connection: Connection, inquiry: str, at: datetime) -> CouponView | None:
    """The coupon of a printed number (`ids.read_inquiry_number`), as of now (`at`)."""
    row = connection.execute(_BY_INQUIRY, (inquiry,)).fetchone()
    return None if row is None else _view(connection, row, at)


def by_booking(
    connection: Connection, lodging: str, booking: str, at: datetime, after: int, limit: int
) -> list[CouponView]:
    """At most `limit` coupons that a lodging issued for a booking, those after `after` (R21)."""
    rows = connection.execute(
        _BY_BOOKING, {"lodging": lodging, "booking": booking, "after": after, "limit": limit}
    ).fetchall()
    return [_view(connection, row, at) for row in rows]


def by_secret(connection: Connection, secret: bytes) -> ids.WalletId | None:
    """The wallet of the paper whose code has this keyed hash."""
    row = connection.execute("SELECT id FROM wallets WHERE secret = %s", (secret,)).fetchone()
    return None if row is None else ids.WalletId(row[0])


def _view(connection: Connection, row: tuple[Any, ...], at: datetime) -> CouponView:
    (
        coupon, inquiry, status, prefecture, loaded_into, lodging, booking, operation, issued_at,
        form,
    ) = row  # fmt: skip
    held_by = coupon if loaded_into is None else loaded_into
    # In both: a refund of a payment made from the paper before it was loaded goes back there.
    inside = [
        lot
        for wallet in dict.fromkeys((coupon, held_by))
        for lot in lots(connection, wallet, at)
        # A coupon is found wherever its value went. On a card there is only its own, also what was
        # issued on the damaged one that it replaced.
        if lot.origin == coupon or (form == "card" and wallet == coupon)
    ]
    found = connection.execute(
        "SELECT status FROM wallets WHERE book = %s AND id = %s", (ids.book_of(held_by), held_by)
    ).fetchone()
    return CouponView(
        inquiry, ids.WalletId(coupon), status, prefecture, ids.WalletId(held_by),
        found[0] if found else status, sum(lot.yen for lot in inside), inside, lodging or "",
        booking or "", ids.OperationId(operation), issued_at,
    )  # fmt: skip
