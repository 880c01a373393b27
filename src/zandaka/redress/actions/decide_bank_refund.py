"""Decide a bank refund (振込の申請の判断): approved or denied by another person (R28)."""

from typing import Annotated, ClassVar, Final, Literal

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk
from zandaka.redress.bank import owed
from zandaka.redress.bank.refunds import BankRefund, lock, move, require_state
from zandaka.redress.claims import desk as claims
from zandaka.redress.gifts import addressing

_ANOTHER: Final = """
SELECT id FROM bank_refunds
WHERE incident = %s AND coupon = %s AND id <> %s AND adds_to IS NULL
  AND state NOT IN ('applied', 'denied')
"""

_ON_ITS_WAY: Final = """
SELECT FROM bank_remittances WHERE refund = %s AND state IN ('to_remit', 'to_return') LIMIT 1
"""


class BankRefundDecided(msgspec.Struct, frozen=True):
    """How the refund stands now. `yen` will be transferred; 0 while nothing was converted yet:
    then the amount follows by itself once it was."""

    refund: int
    state: Literal["approved", "denied"]
    yen: int


class DecideBankRefund(Action, frozen=True, kw_only=True, tag="decide_bank_refund"):
    """Approves or denies an application for a bank refund, or an account that was corrected.
    Whoever took the application in or entered the account cannot. Approving takes what is owed
    to the coupon away from the gift; denying leaves it open, or opens it again."""

    verb: ClassVar[str] = "decide_bank_refund"
    ja: ClassVar[str] = (
        "振込の申請、または訂正された口座を承認・却下する。受け付けた人や口座を入力した人はできない。"
        "承認すると、そのクーポンの補償はギフトでは受け取れなくなる。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = BankRefundDecided

    refund: Annotated[int, msgspec.Meta(ge=1)]
    decision: Literal["approve", "deny"]
    reason: Reason

    def act(self, desk: Desk) -> BankRefundDecided:
        refund = lock(desk.connection, self.refund)
        require_state(refund, "applied", "reopened")
        if desk.connection.execute(_ON_ITS_WAY, (refund.id,)).fetchone() is not None:
            # What came back is not in the books yet: a moment later it is.
            raise Refusal("wrong_bank_refund_state", refund=refund.id, state="returning")
        claim = claims.lock(desk.connection, refund.claim)
        if refund.state == "applied":
            claims.require_waiting(claim)
        if desk.by in (claim.taken_in_by, refund.account_by):
            raise Refusal("same_person", by=desk.by, source="R27")
        yen = self._approve(desk, refund) if self.decision == "approve" else 0
        state: Literal["approved", "denied"] = (
            "approved" if self.decision == "approve" else "denied"
        )
        if state == "denied":
            owed.release(desk.connection, refund.id)
            terms = desk.terms.incidents[refund.incident]
            addressing.decided(desk.connection, terms, desk.now, coupon=refund.coupon)
        move(desk.connection, refund.id, desk.now, desk.by, state, {"reason": self.reason})
        decision = {"refund": refund.id, "reason": self.reason, "action": desk.number}
        claims.decide(desk.connection, claim, state, decision, desk.now, desk.by)
        return BankRefundDecided(refund.id, state, yen)

    def _approve(self, desk: Desk, refund: BankRefund) -> int:
        if refund.coupon is None:
            raise Refusal("unknown_coupon", refund=refund.id)
        # Two applications for one coupon, approved at once: the second waits, and finds the first.
        desk.connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            (f"bank refund {refund.incident} {refund.coupon}",),
        )
        if refund.state == "applied":
            row = desk.connection.execute(
                _ANOTHER, (refund.incident, refund.coupon, refund.id)
            ).fetchone()
            if row is not None:
                raise Refusal("bank_refund_exists", refund=row[0], source="R28")
        return owed.take(
            desk.connection, refund.id, refund.incident, refund.coupon, desk.now, desk.by
        )
