"""Correct an address (連絡先の訂正): of a recipient whom no message reached (R13)."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk
from zandaka.redress.claims import desk as claims
from zandaka.rules import contact

#: How the history of a claim calls it.
PROPOSED = "address_proposed"

_KEEP = "UPDATE claims SET private = %s WHERE id = %s"


class Addresses(msgspec.Struct, frozen=True):
    """What is sealed in the claim until a second person confirms it."""

    mail: str
    phone: str


class AddressProposed(msgspec.Struct, frozen=True):
    """A second person is to confirm it."""

    claim: int


class CorrectAddress(Action, frozen=True, kw_only=True, tag="correct_address"):
    """Enters where a recipient can be reached after all, as the holder has told the desk and the
    desk has checked. It counts once a second person has confirmed it (`confirm_address`): links
    to value go there."""

    verb: ClassVar[str] = "correct_address"
    ja: ClassVar[str] = (
        "連絡が届かなかった受取人の新しい連絡先を入力する。別の人の確認(confirm_address)で有効になる。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    private: ClassVar[frozenset[str]] = frozenset({"mail", "phone"})
    outcome: ClassVar[type[msgspec.Struct]] = AddressProposed

    claim: int
    reason: Reason
    mail: Annotated[str, msgspec.Meta(max_length=254)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def act(self, desk: Desk) -> AddressProposed:
        claim = bounce(desk, self.claim)
        if not self.mail and not self.phone:
            raise Invalid("mail", "or phone must be given")
        try:
            mail = contact.mail(self.mail) if self.mail else ""
        except ValueError as error:
            raise Invalid("mail", str(error)) from None
        try:
            phone = contact.mobile(self.phone) if self.phone else ""
        except ValueError as error:
            raise Invalid("phone", str(error)) from None
        given = msgspec.json.encode(Addresses(mail, phone)).decode()
        sealed = desk.vault.seal(claims.PRIVATE, given)
        desk.connection.execute(_KEEP, (sealed, claim.id))
        claims.note(desk.connection, claim.id, desk.now, desk.by, PROPOSED, {"reason": self.reason})
        return AddressProposed(claim.id)


def bounce(desk: Desk, number: int) -> claims.Claim:
    """The claim of a recipient whom nothing reached, still open. Refuses unknown_claim,
    wrong_claim and claim_decided."""
    claim = claims.lock(desk.connection, number)
    if claim.kind != "bounce":
        raise Refusal("wrong_claim", kind=claim.kind)
    claims.require_waiting(claim)
    return claim
