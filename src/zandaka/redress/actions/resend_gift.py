"""Send a gift's link again: a new one, and the old one opens nothing any more."""

from typing import ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress import messages
from zandaka.redress.action import Action, Desk
from zandaka.redress.gifts import addressing, links
from zandaka.redress.gifts.events import happened

_FIND: Final = """
SELECT l.generation, l.again, r.incident FROM gift_links l JOIN recipients r ON r.id = l.recipient
WHERE l.recipient = %s FOR UPDATE OF l
"""
_RENEW: Final = "UPDATE gift_links SET generation = %s, token = %s WHERE recipient = %s"


class GiftResent(msgspec.Struct, frozen=True):
    """The link of this generation is on its way; those before it are dead."""

    recipient: int
    generation: int


class ResendGift(Action, frozen=True, kw_only=True, tag="resend_gift"):
    """Send a recipient a new link, because the old one was lost, or seen by somebody else. It goes
    to the registered address."""

    verb: ClassVar[str] = "resend_gift"
    ja: ClassVar[str] = "受取リンクを新しくして送り直す(古いリンクは無効になる)"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = GiftResent

    recipient: int
    reason: Reason

    def act(self, desk: Desk) -> GiftResent:
        found = desk.connection.execute(_FIND, (self.recipient,)).fetchone()
        if found is None:
            raise Refusal("unknown_recipient")
        before, again, incident = found
        generation = before + 1
        token = links.token(desk.secrets, self.recipient, generation)
        desk.connection.execute(
            _RENEW, (generation, links.fingerprint(desk.secrets, token), self.recipient)
        )
        terms = desk.terms.incidents[incident]
        # A first message still waiting would carry a link that is dead already.
        messages.withdraw(desk.connection, f"gift-link:{self.recipient}")
        if before > 1:
            messages.withdraw(desk.connection, f"gift-link:{self.recipient}:resent:{before}")
        messages.tell(
            desk.connection,
            once=f"gift-link:{self.recipient}:resent:{generation}",
            incident=incident,
            recipient=self.recipient,
            template="gift_link",
            facts=addressing.facts(terms, generation, again),
            not_before=max(desk.now, terms.gift.since),
        )
        happened(
            desk.connection, "link_resent", self.recipient, desk.now,
            facts={"by": desk.by, "reason": self.reason, "generation": generation},
        )  # fmt: skip
        return GiftResent(self.recipient, generation)
