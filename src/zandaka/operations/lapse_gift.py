"""Lapse a gift (ギフトの失効): what nobody took by the deadline is owed no longer (R15)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reason, Reference
from zandaka.operations.give import lot_of
from zandaka.operations.lapse import taker


class GiftLapsed(msgspec.Struct, frozen=True):
    """`yen` are no longer owed to the coupon."""

    coupon: ids.WalletId
    yen: int


class LapseGift(OnWallet, frozen=True, kw_only=True, tag="lapse_gift"):
    """Ends all that is still owed for what was converted in `wallet`. When that may be is for the
    incident's terms to say; where it goes is in the product's (`lapse_to`), as with `lapse`."""

    verb: ClassVar[str] = "lapse_gift"

    coupon: ids.WalletId
    reason: Reason
    incident: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        lot = lot_of(wallet, self.coupon)
        owed = state.account(Kind.GIFT_PAYABLE, str(self.coupon))
        if not owed.balance:
            raise Refusal("nothing_left")
        return Decision(
            GiftLapsed(self.coupon, owed.balance),
            moves=[(owed, taker(lot, state, moment), owed.balance, 0)],
            wallet=wallet.id,
        )
