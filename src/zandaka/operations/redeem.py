"""Redeem (払戻し): prepaid value is paid back in money, on a ground that the law leaves."""

from typing import Annotated, ClassVar, Literal

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reason, Reference
from zandaka.operations.pay import LotPart
from zandaka.operations.payout import Payout, payable, touch_payable
from zandaka.rules import lots
from zandaka.rules.expiry import require_not_expired
from zandaka.terms.instrument.media import Ground

#: Value that is only paid back on a ground. Funds-transfer value is withdrawn.
_KINDS = ("prepaid", "exempt")


class Redeemed(msgspec.Struct, frozen=True):
    """`yen` left the wallet and are to be paid to its holder; `balance` is what can still be paid
    back."""

    yen: int
    ground: str
    way: str
    lots: tuple[LotPart, ...]
    balance: int


class Redeem(OnWallet, frozen=True, kw_only=True, tag="redeem"):
    """Orders `yen` of prepaid value, or all of it, to be paid back: to a registered account of the
    holder (`bank`; the newest where `account` is 0), or by a person at the `desk`, as for a bearer.

    `ground` is one that the product's terms have: `LAW_ART20_1` (the issuer gives the product up),
    `ART20_5_EXCEPTION` (the small amounts that may be paid back) or `SPECIAL` (circumstances that
    the issuer has looked into; `reason` says which)."""

    verb: ClassVar[str] = "redeem"

    ground: Ground | Literal[""] = ""
    yen: Yen | None = None
    way: Literal["bank", "desk"] = "bank"
    account: Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)] = 0
    reason: Reason
    reference: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch_payable(touch, self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        if self.way == "bank" and not wallet.holder:
            raise Refusal("wrong_form", way=self.way, form=wallet.form)
        good = _good(wallet, moment)
        self._require_ground(wallet, moment)
        there = sum(lot.available(moment.at) for lot in good)
        if not there:
            raise Refusal("hold_open" if good else "nothing_left")
        taken = lots.take(good, there if self.yen is None else self.yen, moment.at)
        into = payable(state, wallet.id)
        yen = sum(part for _, part in taken)
        return Decision(
            Redeemed(
                yen,
                self.ground,
                self.way,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in taken),
                there - yen,
            ),
            moves=[(lot, into, part, 0) for lot, part in taken],
            records=[
                Payout(
                    wallet=wallet.id,
                    kind="redemption",
                    way=self.way,
                    yen=yen,
                    ordered_on=moment.day,
                    account=self.account,
                )
            ],
            wallet=wallet.id,
        )

    def _require_ground(self, wallet: Wallet, moment: Moment) -> None:
        media = moment.terms.products[wallet.product].media
        if not self.ground:
            raise Refusal(
                "ground_required",
                grounds=sorted(media.refund_grounds),
                source=media.source_for("refund_grounds"),
            )
        if self.ground not in media.refund_grounds:
            raise Refusal(
                "not_offered",
                ground=self.ground,
                grounds=sorted(media.refund_grounds),
                source=media.source_for("refund_grounds"),
            )


def _good(wallet: Wallet, moment: Moment) -> list[Lot]:
    """The prepaid value that has not expired. Refuses value_expired where all that is left has."""
    left = [lot for lot in wallet.lots if lot.balance and lot.series.legal_kind in _KINDS]
    require_not_expired(left, moment)
    return [lot for lot in left if not lot.expired(moment.at)]
