"""Confirm an address (連絡先の確認): a second person; what had not arrived is sent there (R13)."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.redress import contacts, deliveries
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.correct_address import PROPOSED, Addresses, bounce
from zandaka.redress.claims import desk as claims
from zandaka.redress.gifts import addressing

_PROPOSER = """
SELECT by FROM claim_notes WHERE claim = %s AND what = %s ORDER BY id DESC LIMIT 1
"""
_TAKEN = """
SELECT FROM recipients WHERE incident = %s AND address_hash = %s AND id <> %s
"""
_ADDRESS = """
UPDATE recipients SET channel = %s, address = %s, address_hash = %s, other_address = %s,
                      first_lost = false
WHERE id = %s
"""
# The newest of each kind: an older one may carry what was replaced since.
_AGAIN = """
UPDATE messages SET state = 'waiting', channel = %(channel)s, turn = turn + 1, tries = 0,
                    due_at = %(now)s
WHERE state = 'lost' AND template <> ALL(%(once_only)s) AND (until IS NULL OR until > %(now)s)
  AND id IN (SELECT max(id) FROM messages WHERE recipient = %(recipient)s GROUP BY template)
"""


class AddressConfirmed(msgspec.Struct, frozen=True):
    """The recipient, and how many messages are sent again."""

    claim: int
    recipient: int
    messages: int


class ConfirmAddress(Action, frozen=True, kw_only=True, tag="confirm_address"):
    """Confirms the address that another person has entered: the recipient is reached there from
    now on, what had not arrived is sent again, and the claim is closed."""

    verb: ClassVar[str] = "confirm_address"
    ja: ClassVar[str] = (
        "別の人が入力した連絡先を確認する。届かなかった連絡を新しい宛先に送り、案件を終える。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = AddressConfirmed

    claim: int

    def act(self, desk: Desk) -> AddressConfirmed:
        claim = bounce(desk, self.claim)
        row = desk.connection.execute(_PROPOSER, (claim.id, PROPOSED)).fetchone()
        if row is None or claim.private is None or claim.recipient is None:
            raise Refusal("address_not_entered")
        if row[0] == desk.by:
            raise Refusal("same_person", source="R27")
        given = msgspec.json.decode(desk.vault.open(claims.PRIVATE, claim.private), type=Addresses)
        terms = desk.terms.incidents[claim.incident]
        first = terms.delivery.first
        by_mail = bool(given.mail) and (first == "mail" or not given.phone)
        address, other = (given.mail, given.phone) if by_mail else (given.phone, given.mail)
        channel = "mail" if by_mail else "sms"
        hashed = contacts.address_hash(desk.vault, address)
        whose = desk.connection.execute(_TAKEN, (claim.incident, hashed, claim.recipient))
        if whose.fetchone() is not None:
            raise Refusal("address_in_use")
        sealed = contacts.seal(desk.vault, address)
        second = contacts.seal(desk.vault, other) if other else None
        desk.connection.execute(_ADDRESS, (channel, sealed, hashed, second, claim.recipient))
        again = desk.connection.execute(
            _AGAIN,
            {
                "channel": channel, "now": desk.now, "recipient": claim.recipient,
                "once_only": list(deliveries.ONCE_ONLY),
            },
        ).rowcount  # fmt: skip
        addressing.decided(desk.connection, terms, desk.now, recipient=claim.recipient)
        done = AddressConfirmed(claim.id, claim.recipient, again)
        claims.decide(
            desk.connection, claim, "approved", msgspec.to_builtins(done), desk.now, desk.by
        )
        return done
