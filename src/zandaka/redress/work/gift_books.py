"""Tells the books what the provider issued (`give`) and what it took back (`take_back_gift`).

A line's key is made of its order and its entitlement, so that two machines, or one that was
killed, book it once."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from zandaka import ids
from zandaka.ledger.command import Answer, Command
from zandaka.operations.give import Give
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.redress.action import Connection
from zandaka.redress.gifts import orders
from zandaka.redress.gifts.events import happened
from zandaka.redress.gifts.orders import Row
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 1_000
_TIMEOUT_S: Final = 60.0

_LINES: Final = """
SELECT l.gift_order, l.entitlement, l.yen, l.state, l.operation, o.brand, e.wallet, e.coupon
FROM gift_lines l JOIN gift_orders o ON o.id = l.gift_order
JOIN entitlements e ON e.id = l.entitlement
WHERE l.state IN ('issued', 'returning')
ORDER BY l.gift_order, l.entitlement LIMIT %s FOR UPDATE OF l SKIP LOCKED
"""
_LOCK: Final = "SELECT FROM entitlements WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
_GIVEN: Final = """
UPDATE gift_lines SET state = 'given', operation = %s WHERE gift_order = %s AND entitlement = %s
"""
_STATE: Final = "UPDATE gift_lines SET state = %s WHERE gift_order = %s AND entitlement = %s"
_COUNT: Final = "UPDATE entitlements SET given = given + %s WHERE id = %s"
_LESS: Final = """
UPDATE entitlements SET given = given - %s WHERE id = %s AND state IN ('open', 'gift', 'given')
"""
# The rest of it lapsed meanwhile, or is paid out as it was agreed to: what came back gets a row of
# its own, so that neither is changed by the other.
_APART: Final = """
WITH rest AS (
    UPDATE entitlements SET yen = yen - %(yen)s, given = given - %(yen)s WHERE id = %(id)s
    RETURNING incident, coupon, wallet, prefecture, recipient, linked
)
INSERT INTO entitlements
    (incident, coupon, wallet, operation, prefecture, yen, recipient, linked)
SELECT incident, coupon, wallet, %(operation)s, prefecture, %(yen)s, recipient, linked FROM rest
"""
_CANCEL: Final = """
UPDATE gift_orders SET state = 'cancelling', next_at = %s WHERE id = %s AND state = 'issued'
RETURNING id, incident, recipient, brand, yen, state, reference, tries
"""


class Line(msgspec.Struct, frozen=True):
    """A part of a code, for one entitlement."""

    order: UUID
    entitlement: int
    yen: int
    state: str
    operation: int | None
    brand: str
    wallet: int
    coupon: int

    def command(self) -> Command:
        """What the books are asked."""
        if self.state == "issued":
            return Give(
                wallet=ids.WalletId(self.wallet),
                coupon=ids.WalletId(self.coupon),
                yen=self.yen,
                brand=self.brand,
                order=str(self.order),
            )
        assert self.operation is not None, "a CHECK of the table"
        return TakeBackGift(
            gift=ids.OperationId(self.operation), reason=f"gift order {self.order} taken back"
        )

    def key(self) -> bytes:
        """The command's key: the same for the same line."""
        verb = "give" if self.state == "issued" else "take_back_gift"
        return command_key(verb, self.order, self.entitlement)


class GiftBooks:
    """One batch a round."""

    name = "gift_books"

    def round(self, redress: Redress) -> bool:
        """Whether the books were told anything. Raises Outage: then it is told again."""
        with redress.connect() as connection, connection.transaction():
            lines = [Line(*row) for row in connection.execute(_LINES, (_BATCH,))]
            waiting = [
                redress.ledger.submit_key(line.command(), "redress", line.key()) for line in lines
            ]
            answers = [future.result(_TIMEOUT_S) for future in waiting]
            owed = sorted({line.entitlement for line in lines})
            connection.execute(_LOCK, (owed,))
            now = redress.clock.now()
            for line, answer in zip(lines, answers, strict=True):
                _write(connection, line, answer, now)
            orders.settle(connection, owed)
        return bool(lines)


def _write(connection: Connection, line: Line, answer: Answer, now: datetime) -> None:
    at = (line.order, line.entitlement)
    if not answer.accepted:
        _refused(connection, line, answer, now)
    elif line.state == "issued":
        connection.execute(_GIVEN, (answer.operation, *at))
        connection.execute(_COUNT, (line.yen, line.entitlement))
    else:
        connection.execute(_STATE, ("ended", *at))
        if not connection.execute(_LESS, (line.yen, line.entitlement)).rowcount:
            values = {"yen": line.yen, "id": line.entitlement, "operation": answer.operation}
            connection.execute(_APART, values)


def _refused(connection: Connection, line: Line, answer: Answer, now: datetime) -> None:
    # What is owed had gone elsewhere in the books, behind the back of these tables: the code is
    # taken back where that can be, and a person looks.
    connection.execute(_STATE, ("refused", line.order, line.entitlement))
    found: tuple[Any, ...] | None = connection.execute(_CANCEL, (now, line.order)).fetchone()
    if found is not None:
        row = Row(*found)
        happened(connection, "refused", row.recipient, now, row.id, {"code": answer.code})
        orders.claim(connection, row, "refused", answer.code, now)
