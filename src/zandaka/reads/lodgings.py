"""A lost inquiry number, as the lodging that handed the coupon out finds it again (R21): by its own
name with the booking, or a day of the stay. Never the code, and nothing of the value."""

from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.rules.stay import Trip

Connection = psycopg.Connection[tuple[Any, ...]]


class IssuedByLodging(msgspec.Struct, frozen=True):
    """A coupon as the lodging knows it: the number printed beside its code, and for which booking
    and trip it was handed out."""

    coupon: ids.WalletId
    inquiry: str
    booking: str
    prefecture: str
    trip: Trip
    issued_at: datetime


# A guest names any day of the trip, the day of leaving too.
_FIND: Final = """
SELECT w.id, w.inquiry, o.request->>'booking', w.prefecture, o.request->'trip', o.effective_at
FROM operations o JOIN wallets w ON w.opened_by = o.id AND w.book = o.book
WHERE o.verb = 'issue' AND o.code = '' AND o.request->>'lodging' = %(lodging)s
  AND (%(booking)s::text IS NULL OR o.request->>'booking' = %(booking)s)
  AND (%(day)s::date IS NULL
       OR (o.request->'trip'->>'on')::date = %(day)s
       OR %(day)s BETWEEN (o.request->'trip'->>'check_in')::date
          AND (o.request->'trip'->>'check_in')::date + (o.request->'trip'->>'nights')::int)
  AND w.id > %(after)s
ORDER BY w.id LIMIT %(limit)s
"""


def issued_by(
    connection: Connection,
    lodging: str,
    booking: str | None,
    day: date | None,
    after: int,
    limit: int,
) -> list[IssuedByLodging]:
    """At most `limit` coupons that the lodging handed out, those after `after`."""
    rows = connection.execute(
        _FIND,
        {"lodging": lodging, "booking": booking, "day": day, "after": after, "limit": limit},
    )
    return [
        IssuedByLodging(
            ids.WalletId(coupon), inquiry, of or "", prefecture, msgspec.convert(trip, Trip), at
        )
        for coupon, inquiry, of, prefecture, trip, at in rows
    ]
