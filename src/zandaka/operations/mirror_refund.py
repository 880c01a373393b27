"""Mirror a refund (他台帳の返金の写し): what another ledger gave back of a payment."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import Instant, OnPast, not_later_than_now
from zandaka.operations.mirror_coupon import Foreign
from zandaka.operations.pay import LotPart
from zandaka.operations.take_back_gift import accepted
from zandaka.rules import lots


class MirroredRefund(msgspec.Struct, frozen=True):
    """`yen` went back to `lots`; `left_yen` of the payment may still be given back."""

    payment: ids.OperationId
    yen: int
    lots: tuple[LotPart, ...]
    left_yen: int


class MirrorRefund(OnPast, frozen=True, kw_only=True, tag="mirror_refund"):
    """Gives back `yen` of a mirrored payment as of the instant at which the other ledger did
    (`effective_at`). It counts against the payment like any return, so that a restoration never
    gives the same yen again (R25)."""

    verb: ClassVar[str] = "mirror_refund"

    payment: ids.OperationId
    reference: Foreign
    yen: Yen
    effective_at: Instant

    @property
    def on(self) -> ids.OperationId:
        return self.payment

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.payment)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = accepted(state, self.payment, "mirror_payment")
        parts = lots.give_back(past.transfers, self.yen)
        at = not_later_than_now(self.effective_at, moment)
        assert at is not None
        if at < past.effective_at:
            raise Refusal("time_not_allowed", effective_at=at, payment=past.effective_at)
        moves: list[Move] = [
            (state.accounts[debit.credit], state.lots[debit.debit], yen, debit.id)
            for debit, yen in parts
        ]
        return Decision(
            MirroredRefund(
                self.payment,
                self.yen,
                tuple(LotPart(ids.lot_text(debit.debit), yen) for debit, yen in parts),
                sum(debit.left for debit in past.transfers) - self.yen,
            ),
            moves=moves,
            wallet=past.wallet,
            effective_at=at.astimezone(UTC),
        )
