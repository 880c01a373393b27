"""Lapse a gift (ギフトの失効): what nobody took by the deadline is owed no longer (R15)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reason, Reference
from zandaka.operations.give import lot_of, owed_to
from zandaka.operations.lapse import taker


class GiftLapsed(msgspec.Struct, frozen=True):
    """`yen` are no longer owed to the coupon."""

    coupon: ids.WalletId
    yen: int


class LapseGift(OnWallet, frozen=True, kw_only=True, tag="lapse_gift"):
    """Ends `yen` of what is still owed for what was converted in `wallet`; with none given, all of
    it. What is owed to a coupon may be of several conversions, incidents and wallets, each with a
    deadline of its own. When it lapses is for the incident's terms to say; where it goes is in the
    product's (`lapse_to`), as with `lapse`."""

    verb: ClassVar[str] = "lapse_gift"

    coupon: ids.WalletId
    yen: Yen | None = None
    reason: Reason
    incident: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        lot = lot_of(wallet, self.coupon)
        owed = owed_to(wallet, self.coupon, state, at_least=self.yen or 0)
        yen = owed.balance if self.yen is None else self.yen
        if not yen:
            raise Refusal("nothing_left")
        return Decision(
            GiftLapsed(self.coupon, yen),
            moves=[(owed, taker(lot, state, moment), yen, 0)],
            wallet=wallet.id,
        )
