"""Remit (振込での返金): what is owed to a coupon was paid out to a bank account (R28)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reference
from zandaka.operations.give import owed_to, touch_owed


class Remitted(msgspec.Struct, frozen=True):
    """`yen` were paid out for the coupon under `refund`; `left_yen` are still owed."""

    coupon: ids.WalletId
    yen: int
    refund: str
    left_yen: int


class Remit(OnWallet, frozen=True, kw_only=True, tag="remit"):
    """Records that `yen` of what was converted in `wallet` left by bank transfer instead of as a
    gift. `refund` names the bank refund that carries it."""

    verb: ClassVar[str] = "remit"

    coupon: ids.WalletId
    yen: Yen
    refund: Reference

    def touch(self, touch: Touch) -> None:
        touch_owed(touch, self.wallet, self.coupon)
        touch.named.add((Kind.BANK_CLEARING, ""))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        owed = owed_to(wallet, self.coupon, state, at_least=self.yen)
        return Decision(
            Remitted(self.coupon, self.yen, self.refund, owed.balance - self.yen),
            moves=[(owed, state.account(Kind.BANK_CLEARING), self.yen, 0)],
            wallet=wallet.id,
        )
