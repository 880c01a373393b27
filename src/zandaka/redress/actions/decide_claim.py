"""Decide a claim (申請の判断): approve, deny or close, by another person than took it in (R27)."""

from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.money import Yen
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import terms_of
from zandaka.redress.actions.check_shop import statement
from zandaka.redress.claims import applicants, awards, look
from zandaka.redress.claims import desk as claims
from zandaka.rules.claim import Condition
from zandaka.rules.gifts import is_short
from zandaka.terms.incident_model import IncidentTerms

_STATES: dict[str, claims.State] = {"approve": "approved", "deny": "denied", "close": "closed"}


class Restoration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many yen of a debit are to be given back."""

    debit: ids.OperationId
    yen: Yen


class ClaimDecided(msgspec.Struct, frozen=True):
    """What was decided, and on what. `awards` are carried out next. `recipient` is told of the
    gift once there is one; `days_left` are whole days from now in which it can be received, and
    `short` points out that they are few (R20)."""

    claim: int
    state: claims.State
    conditions: tuple[Condition, ...] = ()
    awards: tuple[int, ...] = ()
    recipient: int | None = None
    days_left: int | None = None
    short: bool = False


class DecideClaim(Action, frozen=True, kw_only=True, tag="decide_claim"):
    """Approves, denies or closes a claim, for `reasons` that hold nothing personal. Who took it in
    may not.

    A call is approved with what to `restore`, once the shop's records agree (R24, R27); where
    nothing else has a rule (`other`), with what a person finds right (R9). An application is
    approved for its coupon: the applicant gets the one link. Any other case that needs no more is
    closed; a bank refund is decided by `decide_bank_refund` alone."""

    verb: ClassVar[str] = "decide_claim"
    ja: ClassVar[str] = (
        "申請を承認・否認・終了する。受け付けた本人は判断できない。電話による申請の承認には、"
        "店舗の記録との一致と、戻す引落・金額が要る。その他の案件は終了のみ。"
        "振込の申請はdecide_bank_refundで判断する。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = ClaimDecided

    claim: int
    decision: Literal["approve", "deny", "close"]
    reasons: Annotated[tuple[Reason, ...], msgspec.Meta(min_length=1, max_length=10)]
    restore: Annotated[tuple[Restoration, ...], msgspec.Meta(max_length=100)] = ()

    def act(self, desk: Desk) -> ClaimDecided:
        claim = claims.lock(desk.connection, self.claim)
        claims.require_waiting(claim)
        if claim.taken_in_by == desk.by:
            raise Refusal("same_person", source="R27")
        _require_mine(claim, self.decision)
        if self.restore and (self.decision != "approve" or claim.kind not in ("call", "other")):
            raise Invalid("restore", "belongs to an approved call only")
        terms = terms_of(desk, claim.incident)
        if self.decision != "approve":
            decided = ClaimDecided(
                claim.id, _STATES[self.decision], self._conditions(desk, terms, claim)
            )
        elif claim.kind == "application":
            decided = self._applicant(desk, terms, claim)
        else:
            decided = self._restorations(desk, terms, claim)
        if claim.kind == "application" and self.decision != "close":
            applicants.tell(desk, claim, f"application_{decided.state}")
        claims.decide(
            desk.connection,
            claim,
            decided.state,
            {"reasons": self.reasons, **msgspec.to_builtins(decided, enc_hook=ids.to_json)},
            desk.now,
            desk.by,
            decided.recipient,
        )
        return decided

    def _conditions(
        self, desk: Desk, terms: IncidentTerms, claim: claims.Claim
    ) -> tuple[Condition, ...]:
        if claim.kind == "application":
            return applicants.view(desk, terms, claim).conditions
        if claim.kind in ("call", "other"):
            said = statement(claim)
            kind = claim.facts["kind"]
            return look.call(desk.connection, terms, kind, said, desk.now, claim.id).conditions
        return ()

    def _applicant(self, desk: Desk, terms: IncidentTerms, claim: claims.Claim) -> ClaimDecided:
        found = applicants.view(desk, terms, claim)
        recipient = applicants.approve(desk, terms, claim)
        left = terms.gift.until - desk.now
        return ClaimDecided(
            claim.id,
            "approved",
            found.conditions,
            recipient=recipient,
            days_left=max(left // timedelta(days=1), 0),
            short=is_short(terms.gift, desk.now),
        )

    def _restorations(self, desk: Desk, terms: IncidentTerms, claim: claims.Claim) -> ClaimDecided:
        if not self.restore:
            raise Invalid("restore", "is required: which debits, and how many yen of each")
        said = statement(claim)
        kind = claim.facts["kind"]
        found = look.call(desk.connection, terms, kind, said, desk.now, claim.id)
        if claim.coupon is None:
            raise Refusal("unknown_coupon")
        shop = look.shop_says(desk.connection, claim.id)
        if claim.kind == "call" and (shop is None or shop.agrees != "yes"):
            raise Refusal("not_checked", agrees=None if shop is None else shop.agrees, source="R27")
        # A call speaks of the shop that was asked, and of the hours of the outage.
        allowed = {one.debit for one in found.debits} if claim.kind == "call" else None
        made = awards.make(
            desk,
            claim,
            [(one.debit, one.yen) for one in self.restore],
            allowed,
        )
        return ClaimDecided(claim.id, "approved", found.conditions, awards=made)


def _require_mine(claim: claims.Claim, decision: str) -> None:
    """Refuses wrong_claim where this decision is another action's, or means nothing: a bank refund
    would be left without a claim to be decided by, and an address is corrected and confirmed."""
    if claim.kind in ("application", "call", "other"):
        return
    if claim.kind == "bank" or decision != "close":
        raise Refusal("wrong_claim", kind=claim.kind)
