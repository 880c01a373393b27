"""Choose a gift for somebody who telephoned: the desk enters what the holder says (R12, R15)."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Connection, Desk
from zandaka.redress.actions.choose_gift import Brand
from zandaka.redress.gifts import choice
from zandaka.redress.gifts.choice import GiftChosen

# By the coupons of the wallet, for these have an index.
_BY_HOLDER: Final = """
SELECT e.recipient FROM wallets w JOIN accounts a ON a.wallet = w.id
JOIN entitlements e ON e.coupon = a.origin AND e.wallet = w.id
WHERE w.holder = %s AND e.incident || '' = %s AND e.recipient IS NOT NULL ORDER BY e.id LIMIT 1
"""
_RECIPIENT: Final = "SELECT id FROM recipients WHERE id = %s AND incident = %s FOR UPDATE"
_AGAIN: Final = "SELECT again FROM gift_links WHERE recipient = %s FOR UPDATE"


class ChooseGiftFor(Action, frozen=True, kw_only=True, tag="choose_gift_for"):
    """Choose a brand on behalf of a recipient, named by number or by the holder's name. The codes
    are shown on the page of the recipient's link alone."""

    verb: ClassVar[str] = "choose_gift_for"
    ja: ClassVar[str] = "電話での申し出により、受取人に代わってギフトを選ぶ"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = GiftChosen

    incident: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    brand: Brand
    reason: Reason
    recipient: int = 0
    holder: str = ""

    def act(self, desk: Desk) -> GiftChosen:
        if bool(self.recipient) == bool(self.holder):
            # Coupons on paper have no holder: an empty name is not one of a person.
            raise Invalid("recipient", "name either the recipient or the holder")
        terms = desk.terms.incidents.get(self.incident)
        recipient = self.recipient or _of_holder(desk.connection, self.incident, self.holder)
        asked = (recipient, self.incident)
        found = desk.connection.execute(_RECIPIENT, asked).fetchone()
        if terms is None or found is None:
            raise Refusal("unknown_recipient")
        row: tuple[datetime | None] | None = desk.connection.execute(
            _AGAIN, (recipient,)
        ).fetchone()
        again = row[0] if row else None
        return choice.choose(
            desk.connection, terms, recipient, again, self.brand, desk.now, desk.by
        )


def _of_holder(connection: Connection, incident: str, holder: str) -> int:
    row: tuple[Any, ...] | None = connection.execute(_BY_HOLDER, (holder, incident)).fetchone()
    return 0 if row is None else row[0]
