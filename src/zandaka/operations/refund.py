"""Refund (返金) and cancel (取消): a shop gives a payment's value back to the lots it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.effects import LotMoved
from zandaka.ledger.model import (
    Decision,
    Moment,
    Move,
    Past,
    PastTransfer,
    State,
    Touch,
    Usage,
)
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, OnPast, Reference
from zandaka.operations.pay import LotPart
from zandaka.rules import limits, lots, medium

#: The verbs by which value reaches a merchant.
PAYMENTS = ("pay", "capture")


class Returned(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """`yen` went back to `lots`; `left_yen` of the payment may still be given back. `moved_ends`:
    what ends at another time now, since the payment was the last use (R76)."""

    payment: ids.OperationId
    yen: int
    lots: tuple[LotPart, ...]
    left_yen: int
    moved_ends: tuple[LotMoved, ...] = ()


class Refund(OnPast, frozen=True, kw_only=True, tag="refund"):
    """Gives `yen` of a payment back, or with none given all that is left of it (a cancel). Each
    lot gets back its own, with the expiry it has by now."""

    verb: ClassVar[str] = "refund"

    payment: ids.OperationId
    merchant: MerchantId
    yen: Yen | None = None
    reference: Reference = ""

    @property
    def on(self) -> ids.OperationId:
        return self.payment

    def touch(self, touch: Touch) -> None:
        touch_payment(touch, self.payment)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = payment(state, self.payment)
        if paid_to(past) != self.merchant:
            raise Refusal("not_your_operation")
        parts = lots.give_back(past.transfers, self.yen)
        yen = sum(part for _, part in parts)
        moves: list[Move] = [
            (state.accounts[debit.credit], state.lots[debit.debit], part, debit.id)
            for debit, part in parts
        ]
        left = sum(debit.left for debit in past.transfers) - yen
        renewed = unuse(past, parts, left, state, moment)
        return Decision(
            Returned(
                self.payment,
                yen,
                tuple(LotPart(ids.lot_text(debit.debit), part) for debit, part in parts),
                left,
                renewed.moved_ends,
            ),
            moves=moves,
            uses=give_use_back(past, yen, state),
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=renewed.records,
            wallet=past.wallet,
        )


def touch_payment(touch: Touch, payment: ids.OperationId) -> None:
    """A payment, its lots, its merchant's account and the limits it has used."""
    touch.past.add(payment)
    touch.past_wallets = True
    touch.records.add(medium.CardUse)
    touch.under_way.add(medium.CardUse)
    touch.limits.add("pay_day_max")


def unuse(
    past: Past,
    parts: Sequence[tuple[PastTransfer, int]],
    left_yen: int,
    state: State,
    moment: Moment,
) -> medium.Renewed:
    """What the return of `parts` of a payment does to the end of a card that counts from its last
    use, `left_yen` of the payment being left."""
    wallet = state.wallets.get(past.wallet)
    if wallet is None:  # value that is in no wallet of ours
        return medium.NOTHING
    product = moment.terms.products[wallet.product]
    taking = [debit.debit for debit, _ in parts]
    return medium.returned(product, state, past.id, taking, not left_yen, moment)


def payment(state: State, identifier: ids.OperationId) -> Past:
    """The accepted payment. Refuses unknown_operation and wrong_operation."""
    past = state.operation(identifier)
    if past.verb not in PAYMENTS or past.code:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    return past


def give_use_back(past: Past, yen: int, state: State) -> tuple[Usage, ...]:
    """The wallet's use of its day's limit after `yen` of a payment came back. What was captured
    was used on the day it was held, whenever the capture came."""
    used_at = past.effective_at
    if past.verb == "capture":
        used_at = datetime.fromisoformat(past.outcome["authorised_at"])
    return limits.give_back("pay_day_max", past.wallet, yen, jst_date(used_at), state)


def paid_to(past: Past) -> Any:
    """The merchant a payment went to."""
    return past.outcome["merchant"]
