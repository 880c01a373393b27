"""Gifts as they stand: of a recipient, of an order, of an incident. Never a code, never a token."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg
from psycopg.rows import class_row

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]


class Owed(msgspec.Struct, frozen=True):
    """What a coupon is owed: `yen` were converted, `given_yen` of them have become gifts."""

    inquiry: str
    prefecture: str
    yen: int
    given_yen: int
    state: str


class OrderLine(msgspec.Struct, frozen=True):
    """A gift order. `made_at`: when it was chosen; `issued_at`: when the provider had issued it."""

    order: UUID
    incident: str
    recipient: int
    brand: str
    yen: int
    state: str
    tries: int
    why: str
    reference: str
    made_at: datetime
    issued_at: datetime | None


class OrderPart(msgspec.Struct, frozen=True):
    """What an order is for; `operation` is the `give` in the books, once they know of it."""

    coupon: ids.WalletId
    wallet: ids.WalletId
    yen: int
    state: str
    operation: ids.OperationId | None


class OrderEvent(msgspec.Struct, frozen=True):
    """Something that happened to an order."""

    at: datetime
    event: str
    facts: dict[str, Any]


class GiftOrderView(msgspec.Struct, frozen=True):
    """An order, what it is for, and what happened to it."""

    gift: OrderLine
    parts: list[OrderPart]
    events: list[OrderEvent]


class Sum(msgspec.Struct, frozen=True):
    """So many, and their yen."""

    count: int
    yen: int


class BrandSum(msgspec.Struct, frozen=True):
    """Orders of one brand in one state."""

    brand: str
    state: str
    count: int
    yen: int


class GiftSummary(msgspec.Struct, frozen=True):
    """How an incident's gifts stand. `owed`: entitlements by state, with what they still owe
    (`open`, `gift`, `bank`) or owed (others). `unreached` wait for an application. `short` links
    went out late and are not used yet (R20)."""

    incident: str
    owed: dict[str, Sum]
    orders: list[BrandSum]
    links: int
    unreached: Sum
    short: int
    claims: int


_OWED: Final = """
SELECT coalesce(w.inquiry, ''), e.prefecture, e.yen, e.given, e.state
FROM entitlements e JOIN wallets w ON w.id = e.coupon AND w.book = e.coupon >> 40
WHERE e.recipient = %s ORDER BY e.id
"""
_ORDER: Final = """
SELECT id AS "order", incident, recipient, brand, yen, state, tries, why, reference, made_at,
       issued_at
FROM gift_orders
"""
_PARTS: Final = """
SELECT e.coupon, e.wallet, l.yen, l.state, l.operation
FROM gift_lines l JOIN entitlements e ON e.id = l.entitlement
WHERE l.gift_order = %s ORDER BY e.id
"""
_EVENTS: Final = "SELECT at, event, facts FROM gift_events WHERE gift_order = %s ORDER BY id"
_STATES: Final = """
SELECT state, count(*), sum(CASE WHEN state IN ('open', 'gift', 'bank') THEN yen - given
                                 WHEN state = 'lapsed' THEN yen - given ELSE yen END)::bigint
FROM entitlements WHERE incident = %s GROUP BY state
"""
_BRANDS: Final = """
SELECT brand, state, count(*), sum(yen)::bigint FROM gift_orders WHERE incident = %s
GROUP BY brand, state ORDER BY brand, state
"""
_LINKS: Final = """
SELECT count(*), count(*) FILTER (WHERE l.short AND EXISTS (
    SELECT FROM entitlements e WHERE e.recipient = l.recipient AND e.state = 'open'))
FROM gift_links l JOIN recipients r ON r.id = l.recipient WHERE r.incident = %s
"""
_UNREACHED: Final = """
SELECT count(*), coalesce(sum(yen - given), 0)::bigint FROM entitlements
WHERE incident = %s AND state = 'open' AND recipient IS NULL AND unreached
"""
_CLAIMS: Final = """
SELECT count(*) FROM claims WHERE incident = %s AND kind = 'gift' AND state IN ('open', 'checked')
"""


def owed(connection: Connection, recipient: int) -> list[Owed]:
    """What is and was owed to a recipient, coupon by coupon (R32)."""
    return [Owed(*row) for row in connection.execute(_OWED, (recipient,))]


def choices(connection: Connection, recipient: int) -> int:
    """How often the recipient has chosen."""
    row = connection.execute(
        "SELECT count(*) FROM gift_choices WHERE recipient = %s", (recipient,)
    ).fetchone()
    assert row is not None, "a count has a row"
    return int(row[0])


def orders_of(connection: Connection, recipient: int) -> list[OrderLine]:
    """Every order of a recipient, in the order they were chosen."""
    with connection.cursor(row_factory=class_row(OrderLine)) as cursor:
        cursor.execute(_ORDER + "WHERE recipient = %s ORDER BY choice, part", (recipient,))
        return cursor.fetchall()


def order(connection: Connection, identifier: UUID) -> GiftOrderView | None:
    """One order with all that is known of it."""
    with connection.cursor(row_factory=class_row(OrderLine)) as cursor:
        found = cursor.execute(_ORDER + "WHERE id = %s", (identifier,)).fetchone()
    if found is None:
        return None
    parts = [
        OrderPart(
            ids.WalletId(coupon), ids.WalletId(wallet), yen, state,
            None if operation is None else ids.OperationId(operation),
        )
        for coupon, wallet, yen, state, operation in connection.execute(_PARTS, (identifier,))
    ]  # fmt: skip
    events = [OrderEvent(*row) for row in connection.execute(_EVENTS, (identifier,))]
    return GiftOrderView(found, parts, events)


def all_orders(connection: Connection, incident: str) -> Iterator[OrderLine]:
    """Every order of an incident, however many: read a thousand at a time."""
    with connection.cursor("gift_orders", row_factory=class_row(OrderLine)) as cursor:
        cursor.itersize = 1_000
        cursor.execute(_ORDER + "WHERE incident = %s ORDER BY made_at, id", (incident,))
        yield from cursor


def summary(connection: Connection, incident: str) -> GiftSummary | None:
    """How an incident's gifts stand; None where there is no such incident."""
    if connection.execute("SELECT FROM incidents WHERE id = %s", (incident,)).fetchone() is None:
        return None
    states = connection.execute(_STATES, (incident,)).fetchall()
    brands = connection.execute(_BRANDS, (incident,)).fetchall()
    links = connection.execute(_LINKS, (incident,)).fetchone()
    unreached = connection.execute(_UNREACHED, (incident,)).fetchone()
    claims = connection.execute(_CLAIMS, (incident,)).fetchone()
    assert links is not None, "a count has a row"
    assert unreached is not None, "a count has a row"
    assert claims is not None, "a count has a row"
    return GiftSummary(
        incident,
        {state: Sum(count, yen) for state, count, yen in states},
        [BrandSum(*row) for row in brands],
        links[0],
        Sum(*unreached),
        links[1],
        claims[0],
    )
