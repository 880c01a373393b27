"""Report a bounce (不達の報告): a message that was taken did not arrive after all (R13)."""

from typing import Annotated, ClassVar, Final, Literal

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.operations.base import Reference
from zandaka.redress import contacts, deliveries, references
from zandaka.redress.action import Action, Desk
from zandaka.rules import contact

_TURN: Final = "SELECT turn FROM messages WHERE id = %s"
_LATEST: Final = """
SELECT m.id, m.turn FROM messages m JOIN recipients r ON r.id = m.recipient
WHERE r.incident = %s AND r.address_hash = %s AND m.channel = r.channel AND m.state = 'taken'
ORDER BY m.id DESC LIMIT 1
"""


class BounceReported(msgspec.Struct, frozen=True):
    """What follows for the message: `other_address`: it is told there. `claim`: a person is asked.
    `done`: it is of no use any more. `known`: it was reported before, or has moved on since."""

    message: int
    then: deliveries.Next


class ReportBounce(Action, frozen=True, kw_only=True, tag="report_bounce"):
    """Reports that a message did not arrive: by the `reference` that the provider was given, or by
    `incident` and `address`, which means the last message taken there. The recipient is told at
    the other registered address; where there is none left, a claim asks a person. For webhooks of
    a provider of short messages; `zandaka bounces` reads mails that came back."""

    verb: ClassVar[str] = "report_bounce"
    ja: ClassVar[str] = (
        "送った連絡が届かなかったことを記録する。登録されたもう一つの連絡先に送り、"
        "それもなければ担当者の確認に回す。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("issuer", "operator")
    private: ClassVar[frozenset[str]] = frozenset({"address", "why"})
    outcome: ClassVar[type[msgspec.Struct]] = BounceReported

    reference: Reference = ""
    incident: Reference = ""
    address: Annotated[str, msgspec.Meta(max_length=254)] = ""
    kind: Literal["no_such_address", "refused", "expired", "other"] = "other"
    why: Annotated[str, msgspec.Meta(max_length=500)] = ""

    def act(self, desk: Desk) -> BounceReported:
        message, turn = self._named(desk) if self.reference else self._addressed(desk)
        why = f"{self.kind}: {self.why}" if self.why else self.kind
        then = deliveries.record(desk.connection, message, turn, "bounced", why, desk.now)
        return BounceReported(message, then)

    def _named(self, desk: Desk) -> tuple[int, int]:
        if self.address:
            raise Invalid("address", "must be left out where the reference is given")
        found = references.read(desk.vault, self.reference)
        if found is None or desk.connection.execute(_TURN, (found[0],)).fetchone() is None:
            raise Refusal("unknown_message")
        return found

    def _addressed(self, desk: Desk) -> tuple[int, int]:
        if not self.address:
            raise Invalid("reference", "or incident and address must be given")
        try:
            rule = contact.mail if "@" in self.address else contact.mobile
            hashed = contacts.address_hash(desk.vault, rule(self.address))
        except ValueError as error:
            raise Invalid("address", str(error)) from None
        row = desk.connection.execute(_LATEST, (self.incident, hashed)).fetchone()
        if row is None:
            raise Refusal("unknown_message")
        return row[0], row[1]
