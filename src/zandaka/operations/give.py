"""Give (ギフトの交付): what is owed to a coupon was issued as a gift by a provider (R11, R12)."""

from typing import Annotated, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Decision, Lot, Moment, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reference

#: A provider's brand, as the incident's terms name it.
Brand = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Given(msgspec.Struct, frozen=True):
    """`yen` of a brand were issued for the coupon under `order`; `left_yen` are still owed."""

    coupon: ids.WalletId
    yen: int
    brand: str
    order: str
    left_yen: int


class Give(OnWallet, frozen=True, kw_only=True, tag="give"):
    """Records that a gift of `yen` was issued for what was converted in `wallet`: from now on the
    provider is owed, no longer the holder. What is owed to a coupon can leave once, as a gift or
    by `remit`, whichever comes first (R28)."""

    verb: ClassVar[str] = "give"

    coupon: ids.WalletId
    yen: Yen
    brand: Brand
    order: Reference

    def touch(self, touch: Touch) -> None:
        touch_owed(touch, self.wallet, self.coupon)
        touch.named.add((Kind.GIFT_PROVIDER_PAYABLE, self.brand))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        owed = owed_to(wallet, self.coupon, state, at_least=self.yen)
        return Decision(
            Given(self.coupon, self.yen, self.brand, self.order, owed.balance - self.yen),
            moves=[(owed, state.account(Kind.GIFT_PROVIDER_PAYABLE, self.brand), self.yen, 0)],
            wallet=wallet.id,
        )


def touch_owed(touch: Touch, wallet: ids.WalletId, coupon: ids.WalletId) -> None:
    """What `owed_to` needs."""
    touch.wallets.add(wallet)
    touch.named.add((Kind.GIFT_PAYABLE, str(coupon)))


def owed_to(wallet: Wallet, coupon: ids.WalletId, state: State, *, at_least: int) -> Account:
    """What is owed for a coupon whose value was converted in `wallet`. Refuses unknown_lot where
    that wallet never had value of the coupon, and insufficient_value where less is owed."""
    lot_of(wallet, coupon)
    owed = state.account(Kind.GIFT_PAYABLE, str(coupon))
    if owed.balance < at_least:
        raise Refusal("insufficient_value", available_yen=owed.balance, yen=at_least, source="R28")
    return owed


def lot_of(wallet: Wallet, coupon: ids.WalletId) -> Lot:
    """A lot of the coupon's in the wallet, empty or not. Refuses unknown_lot."""
    for lot in wallet.lots:
        if lot.origin == coupon:
            return lot
    raise Refusal("unknown_lot", coupon=str(coupon))
