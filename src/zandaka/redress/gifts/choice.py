"""Choosing: all that is owed to a recipient becomes orders of one brand, once (R12).

Whoever takes what is owed locks its rows and finds them `open`, or takes nothing. So of two
choices, or of a choice and a bank refund, one wins (R28)."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import msgspec

from zandaka.errors import Refusal
from zandaka.redress.action import Connection
from zandaka.redress.gifts.events import happened
from zandaka.rules import gifts
from zandaka.rules.gifts import Part
from zandaka.terms.incident_model import IncidentTerms

_OWED: Final = """
SELECT id, yen - given, state FROM entitlements WHERE recipient = %s ORDER BY id FOR UPDATE
"""
_CHOOSE: Final = """
INSERT INTO gift_choices (recipient, brand, yen, at, by) VALUES (%s, %s, %s, %s, %s) RETURNING id
"""
_ORDER: Final = """
INSERT INTO gift_orders (id, incident, choice, part, recipient, brand, yen, next_at, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_LINE: Final = "INSERT INTO gift_lines (gift_order, entitlement, yen) VALUES (%s, %s, %s)"
_TAKE: Final = "UPDATE entitlements SET state = 'gift', taken_by = %s WHERE id = ANY(%s)"


class OrderMade(msgspec.Struct, frozen=True):
    """One code that is being ordered."""

    order: UUID
    brand: str
    yen: int


class GiftChosen(msgspec.Struct, frozen=True):
    """`yen` were owed; they come as `orders`, which add up to them."""

    choice: int
    brand: str
    yen: int
    orders: tuple[OrderMade, ...]


def parts(terms: IncidentTerms, brand: str, yen: int) -> tuple[Part, ...]:
    """The codes in which `yen` of a brand would come. Raises Refusal unknown_brand."""
    chosen, fallback = terms.brand_named(brand), terms.brand_named(terms.gift.fallback)
    if chosen is None or fallback is None:
        raise Refusal("unknown_brand", brands=[one.id for one in terms.brand])
    return gifts.split(yen, chosen, fallback)


def require_open(terms: IncidentTerms, again: datetime | None, now: datetime) -> None:
    """Refuses gift_not_yet before links go out (R14) and gift_deadline_passed from the deadline
    on (R15)."""
    if now < terms.gift.since:
        raise Refusal("gift_not_yet", opens_at=terms.gift.since, source="R14")
    until = gifts.deadline(terms.gift, again)
    if now >= until:
        raise Refusal("gift_deadline_passed", deadline=until, source="R15")


def choose(
    connection: Connection,
    terms: IncidentTerms,
    recipient: int,
    again: datetime | None,
    brand: str,
    now: datetime,
    by: str,
) -> GiftChosen:
    """Takes all that is open for the recipient and intends its orders. The caller has locked the
    recipient's link, and commits.

    Raises Refusal unknown_brand, gift_not_yet, gift_deadline_passed, gift_already_chosen,
    bank_refund_chosen, nothing_left."""
    parts(terms, brand, 1)
    require_open(terms, again, now)
    found = connection.execute(_OWED, (recipient,)).fetchall()
    owed = [(identifier, yen) for identifier, yen, state in found if state == "open"]
    if not owed:
        states = {state for _, _, state in found}
        if states & {"gift", "given"}:
            raise Refusal("gift_already_chosen", source="R12")
        if states & {"bank", "repaid"}:
            raise Refusal("bank_refund_chosen", source="R28")
        raise Refusal("nothing_left")
    total = sum(yen for _, yen in owed)
    made = parts(terms, brand, total)
    row = connection.execute(_CHOOSE, (recipient, brand, total, now, by)).fetchone()
    assert row is not None, "an INSERT that returns has a row"
    orders = tuple(OrderMade(uuid4(), part.brand, part.yen) for part in made)
    with connection.cursor() as cursor:
        cursor.executemany(
            _ORDER,
            [
                (one.order, terms.id, row[0], number, recipient, one.brand, one.yen, now, now)
                for number, one in enumerate(orders)
            ],
        )
        cursor.executemany(
            _LINE,
            [
                (orders[line.part].order, line.entitlement, line.yen)
                for line in gifts.lines(made, owed)
            ],
        )
    connection.execute(_TAKE, (f"gift:{row[0]}", [identifier for identifier, _ in owed]))
    happened(connection, "chosen", recipient, now, facts={"brand": brand, "yen": total})
    return GiftChosen(row[0], brand, total, orders)
