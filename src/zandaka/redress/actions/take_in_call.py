"""Take in a call (受付): somebody whose payment went wrong asks the call centre (R9, R22, R23)."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from zandaka.errors import Invalid
from zandaka.money import Yen
from zandaka.operations.base import Reference
from zandaka.reads import claim_facts
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import other_numbers, terms_of
from zandaka.redress.claims import desk as claims
from zandaka.redress.claims import look, told
from zandaka.redress.contacts import Language
from zandaka.rules import claim as rules
from zandaka.rules import inquiry

CallKind = Literal["double_press", "cash_also_debited", "other"]


class CallTakenIn(msgspec.Struct, frozen=True):
    """The claim, and what the books say beside what was told. Nothing is decided by this."""

    claim: int
    seen: look.CallView


class TakeInCall(Action, frozen=True, kw_only=True, tag="take_in_call"):
    """Takes a call in: what the holder says, and the coupon's debits at that shop while payments
    failed. All that the terms have the desk ask must be answered (R23); a day and an amount help.
    `kind` is what happened; `other` has no rule and is decided freely (R9). `said` is kept
    encrypted. Who gives a `mail` address or a `mobile` number is told there what was restored."""

    verb: ClassVar[str] = "take_in_call"
    ja: ClassVar[str] = (
        "コールセンターへの問い合わせを受け付ける。規約データの4項目は必須。"
        "該当する引落を並べて示すだけで、何も決めない。連絡先を聞いておけば、戻入の完了を知らせる。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator",)
    private: ClassVar[frozenset[str]] = frozenset({"said", "mail", "mobile"})
    outcome: ClassVar[type[msgspec.Struct]] = CallTakenIn

    incident: Reference
    kind: CallKind
    inquiry_number: Reference = ""
    expires_on: date | None = None
    prefecture: Annotated[str, msgspec.Meta(pattern=r"^(|0[1-9]|[1-3][0-9]|4[0-7])$")] = ""
    shop: Reference = ""
    on: date | None = None
    yen: Yen | None = None
    said: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    mail: told.Mail = ""
    mobile: told.Mobile = ""
    language: Language = "ja"

    def act(self, desk: Desk) -> CallTakenIn:
        terms = terms_of(desk, self.incident)
        claims.require_incident(desk.connection, self.incident)
        unanswered = rules.missing(terms.call, {name: getattr(self, name) for name in _ASKED})
        if unanswered is not None:
            raise Invalid(unanswered, f"is required: the desk must ask it ({terms.call.source})")
        number = self.inquiry_number
        if number:
            try:
                number = inquiry.read(number, others=other_numbers(desk.connection))
            except ValueError as error:
                raise Invalid("inquiry_number", str(error)) from None
        said = rules.Statement(
            number, self.expires_on, self.prefecture, self.shop.strip(), self.on, self.yen
        )
        coupon = claim_facts.by_number(desk.connection, number)
        claim = claims.take_in(
            desk.connection,
            incident=self.incident,
            kind="other" if self.kind == "other" else "call",
            coupon=None if coupon is None else int(coupon.coupon),
            private=desk.vault.seal(
                claims.PRIVATE, msgspec.json.encode({"said": self.said}).decode()
            )
            if self.said
            else None,
            facts={"kind": self.kind, **msgspec.to_builtins(said)},
            at=desk.now,
            by=desk.by,
            recipient=told.recipient(desk, terms, self.language, self.mail, self.mobile),
        )
        return CallTakenIn(claim, look.call(desk.connection, terms, self.kind, said, desk.now))


_ASKED = ("inquiry_number", "expires_on", "prefecture", "shop")
