"""Confirm (完了確認): the shop says it saw the payment complete.

A debit without it, in an outage, is what category B1 of the notice looks for (R7)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import MerchantId, OnPast
from zandaka.operations.refund import paid_to, payment


class Confirmed(msgspec.Struct, frozen=True):
    """The shop handed the goods over for this payment."""

    payment: ids.OperationId


class Confirm(OnPast, frozen=True, kw_only=True, tag="confirm"):
    """Records the shop's confirmation of a payment; moves nothing."""

    verb: ClassVar[str] = "confirm"

    payment: ids.OperationId
    merchant: MerchantId

    @property
    def on(self) -> ids.OperationId:
        return self.payment

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.payment)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = payment(state, self.payment)
        if paid_to(past) != self.merchant:
            raise Refusal("not_your_operation")
        return Decision(Confirmed(self.payment), wallet=past.wallet)
