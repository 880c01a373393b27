"""What the books know of one coupon that somebody speaks of: whose number it is, until when it was
good, what was debited from it while a function failed, and in which frozen cohorts it is.

Everything is looked up by the coupon, so that a call takes as long in a house of a million."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.rules.claim import DebitFact, like_name, same_name
from zandaka.rules.inquiry import spellings

Connection = psycopg.Connection[tuple[Any, ...]]
Interval = tuple[datetime, datetime]

_COUPON: Final = """
SELECT w.id, w.prefecture, coalesce(w.loaded_into, w.id), h.status, h.form,
       h.holder <> '' AND EXISTS (SELECT FROM contacts c WHERE c.holder = h.holder),
       o.request->'trip'
FROM wallets w
JOIN wallets h ON h.id = coalesce(w.loaded_into, w.id)
JOIN operations o ON o.book = w.book AND o.id = w.opened_by
WHERE w.inquiry = ANY(%s) ORDER BY w.id LIMIT 1
"""

# A coupon's lots: where it was issued, and wherever its value has gone since (R32). Two halves,
# so that each has its index.
_LOTS: Final = """
SELECT a.book, a.id, a.expires_at, a.balance FROM accounts a
WHERE a.wallet = %(coupon)s AND a.origin = %(coupon)s
UNION ALL
SELECT a.book, a.id, a.expires_at, a.balance FROM accounts a
WHERE a.origin = %(coupon)s AND a.origin <> a.wallet
"""
_WITH: Final = "WITH lots AS (" + _LOTS + ")"
_EXPIRIES: Final = (
    _WITH
    + """
SELECT expires_at FROM lots WHERE expires_at IS NOT NULL
UNION
SELECT e.old_expires_at FROM extensions e JOIN lots l ON l.book = e.book AND l.id = e.lot
WHERE e.old_expires_at IS NOT NULL ORDER BY 1
"""
)
_DEBITS: Final = f"""
{_WITH}, mine AS (
    SELECT t.book, t.operation, sum(t.yen)::bigint AS yen
    FROM lots l JOIN transfers t ON t.debit = l.id AND t.book = l.book
    GROUP BY t.book, t.operation
)
SELECT o.id, o.effective_at, o.wallet, o.outcome->>'merchant', m.yen,
       (SELECT coalesce(sum(p.yen), 0)::bigint FROM transfers p
        WHERE p.book = o.book AND p.id >= o.first_transfer
          AND p.id < o.first_transfer + o.transfers),
       (SELECT coalesce(sum(r.yen), 0)::bigint FROM transfers r
        WHERE r.book = o.book AND r.returns <> 0
          AND r.returns >= o.first_transfer AND r.returns < o.first_transfer + o.transfers),
       coalesce((o.outcome->>'confirmed')::boolean, false)
FROM mine m JOIN operations o ON o.book = m.book AND o.id = m.operation
WHERE o.verb IN ('pay', 'capture', 'force_post', 'mirror_payment') AND o.code = ''
ORDER BY o.effective_at, o.book, o.id
"""  # noqa: S608 - the text above and no other
_LEFT: Final = _WITH + " SELECT coalesce(sum(balance), 0)::bigint FROM lots"  # noqa: S608 - the same
_CONFIRMED: Final = """
SELECT request->>'payment' FROM operations
WHERE verb = 'confirm' AND code = '' AND request->>'payment' = ANY(%s)
"""
_COHORTS: Final = """
SELECT c.name, c.version, m.debit, m.yen
FROM cohort_members m JOIN cohorts c ON c.id = m.cohort
WHERE m.coupon = %(coupon)s AND c.incident = %(incident)s
  AND c.version = (SELECT max(n.version) FROM cohorts n
                   WHERE n.incident = c.incident AND n.name = c.name)
ORDER BY c.name, m.debit
"""


class CouponFact(msgspec.Struct, frozen=True):
    """A coupon by its number. `held_by` is where its value is; `registered`: that wallet's holder
    can be told without an application (R13, R16). `trip` is what it was issued for, None where
    nobody said."""

    coupon: ids.WalletId
    prefecture: str
    held_by: ids.WalletId
    held_status: str
    held_form: str
    registered: bool
    trip: dict[str, Any] | None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of the trip."""
        if not self.trip:
            return None
        if self.trip.get("kind") == "day_trip":
            on = date.fromisoformat(self.trip["on"])
            return on, on
        first = date.fromisoformat(self.trip["check_in"])
        return first, date.fromordinal(first.toordinal() + int(self.trip["nights"]))


class Membership(msgspec.Struct, frozen=True):
    """In the latest version of a frozen cohort: with `yen`, for a debit or ("") the balance."""

    cohort: str
    version: int
    debit: str
    yen: int


def by_number(connection: Connection, number: str) -> CouponFact | None:
    """The coupon whose printed number is `number`, as `rules.inquiry.read` gives it."""
    row = connection.execute(_COUPON, (spellings(number),)).fetchone()
    if row is None:
        return None
    coupon, prefecture, held_by, status, form, registered, trip = row
    return CouponFact(
        ids.WalletId(coupon), prefecture, ids.WalletId(held_by), status, form, registered, trip
    )


def expiries(connection: Connection, coupon: int) -> list[datetime]:
    """Every end its value has had, the first one and those of extensions (exclusive)."""
    return [row[0] for row in connection.execute(_EXPIRIES, {"coupon": int(coupon)})]


def left(connection: Connection, coupon: int) -> int:
    """Yen of the coupon's value, wherever they are, expired or not."""
    row = connection.execute(_LEFT, {"coupon": int(coupon)}).fetchone()
    assert row is not None, "a sum has a row"
    return row[0]


def debits(
    connection: Connection, coupon: int, within: Sequence[Interval] | None
) -> list[DebitFact]:
    """The coupon's payments that took effect in one of the intervals; all of them for None."""
    rows = connection.execute(_DEBITS, {"coupon": int(coupon)}).fetchall()
    chosen = [
        row
        for row in rows
        if within is None or any(since <= row[1] < until for since, until in within)
    ]
    names = [str(ids.OperationId(row[0])) for row in chosen]
    confirmed = {row[0] for row in connection.execute(_CONFIRMED, (names,))}
    return [
        DebitFact(name, at, merchant or "", yen, mine, returned, seen_there or name in confirmed)
        for name, (_, at, _, merchant, mine, yen, returned, seen_there) in zip(
            names, chosen, strict=True
        )
    ]


def memberships(connection: Connection, incident: str, coupon: int) -> list[Membership]:
    """In which frozen cohorts of the incident the coupon is."""
    rows = connection.execute(_COHORTS, {"incident": incident, "coupon": int(coupon)})
    return [
        Membership(name, version, str(ids.OperationId(debit)) if debit else "", yen)
        for name, version, debit, yen in rows
    ]


def shops_named(
    connection: Connection, name: str, paid: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The merchants that go by `name` (or have it as their id), and at most ten that may: those
    the coupon paid at come first."""
    rows = connection.execute("SELECT id, name FROM merchants ORDER BY id").fetchall()
    # Another ledger's merchants are known by their debits alone.
    known = {row[0] for row in rows}
    first = list(dict.fromkeys(paid))
    rows += [(one, one) for one in first if one not in known]
    exact: list[str] = []
    similar: list[str] = []
    for identifier, written in rows:
        if identifier == name.strip() or same_name(written, name):
            exact.append(identifier)
        elif like_name(written, name):
            similar.append(identifier)
    similar.sort(key=lambda one: (one not in first, one))
    return tuple(exact), tuple(similar[:10])


def has_merchant(connection: Connection, merchant: str, coupon: int | None) -> bool:
    """Whether there is such a merchant: ours, or one that a debit of the coupon names."""
    row = connection.execute("SELECT FROM merchants WHERE id = %s", (merchant,)).fetchone()
    if row is not None or coupon is None:
        return row is not None
    return any(one.merchant == merchant for one in debits(connection, coupon, None))
