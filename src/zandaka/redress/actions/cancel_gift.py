"""Cancel a gift: the provider is asked to take a code back."""

from typing import ClassVar, Final
from uuid import UUID

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk
from zandaka.redress.gifts.events import happened

_FIND: Final = """
SELECT o.state, o.recipient, EXISTS (SELECT FROM gift_lines l
    WHERE l.gift_order = o.id AND l.state <> 'given') FROM gift_orders o WHERE o.id = %s FOR UPDATE
"""
_CANCEL: Final = "UPDATE gift_orders SET state = 'cancelling', next_at = %s WHERE id = %s"


class GiftCancelling(msgspec.Struct, frozen=True):
    """The provider will be asked; what it says, `GET /v1/gifts/orders/{order}` tells."""

    order: UUID


class CancelGift(Action, frozen=True, kw_only=True, tag="cancel_gift"):
    """Take back a code that was issued. Where the provider agrees - most do only for minutes, and
    while nobody has used it -, the holder may choose again; else it stays issued."""

    verb: ClassVar[str] = "cancel_gift"
    ja: ClassVar[str] = "発行したギフトの取消を提供会社に求める"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = GiftCancelling

    order: UUID
    reason: Reason

    def act(self, desk: Desk) -> GiftCancelling:
        found = desk.connection.execute(_FIND, (self.order,)).fetchone()
        if found is None:
            raise Refusal("unknown_gift_order")
        state, recipient, under_way = found
        if state != "issued" or under_way:
            raise Refusal("gift_not_issued", state=state)
        desk.connection.execute(_CANCEL, (desk.now, self.order))
        happened(
            desk.connection, "cancel_asked", recipient, desk.now, self.order,
            {"by": desk.by, "reason": self.reason},
        )  # fmt: skip
        return GiftCancelling(self.order)
