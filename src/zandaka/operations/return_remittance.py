"""Return a remittance (振込の組戻し): the bank sent the money back, so it is owed again."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnPast, Reason
from zandaka.operations.take_back_gift import accepted, coupon_of, undone


class RemittanceReturned(msgspec.Struct, frozen=True):
    """`yen` of `remittance` are owed to the coupon again."""

    remittance: ids.OperationId
    coupon: ids.WalletId
    yen: int


class ReturnRemittance(OnPast, frozen=True, kw_only=True, tag="return_remittance"):
    """Undoes all of a `remit`, once: the account does not exist, or takes no transfer."""

    verb: ClassVar[str] = "return_remittance"

    remittance: ids.OperationId
    reason: Reason

    @property
    def on(self) -> ids.OperationId:
        return self.remittance

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.remittance)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = accepted(state, self.remittance, "remit")
        moves = undone(past, state)
        return Decision(
            RemittanceReturned(
                self.remittance, coupon_of(past), sum(yen for _, _, yen, _ in moves)
            ),
            moves=moves,
            wallet=past.wallet,
        )
