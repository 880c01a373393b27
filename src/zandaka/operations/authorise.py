"""Authorise (仮押さえ): value is kept for a merchant until it captures, voids, or time runs out."""

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Hold, HoldLine, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import (
    MerchantId,
    Network,
    OnWallet,
    Reference,
    require_in_use,
    require_open,
)
from zandaka.operations.pay import LotPart, require_price
from zandaka.rules import acceptance, limits, lots, overseas
from zandaka.rules.overseas import Fee, Foreign
from zandaka.terms.blocks import Minutes
from zandaka.terms.model import Product


class Authorised(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` are held for the merchant strictly before `expires_at`; `fee` is the part of them that
    a purchase abroad costs beside its price (R82)."""

    yen: int
    merchant: str
    expires_at: datetime
    lots: tuple[LotPart, ...]
    fee: Fee | None = None


class Authorise(OnWallet, frozen=True, kw_only=True, tag="authorise"):
    """Holds `yen` for `minutes`, for as long as the product's terms say where none are given. What
    is held stays good to capture though its lot expires."""

    verb: ClassVar[str] = "authorise"

    merchant: MerchantId
    yen: Yen
    minutes: Minutes | None = None
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""
    foreign: Foreign | None = None

    def __post_init__(self) -> None:
        if self.foreign is not None:
            require_price(self.foreign, self.yen)

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.merchants.add(self.merchant)
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        merchant = state.merchant(self.merchant)
        if merchant.status != "open":
            raise Refusal("merchant_closed", merchant=merchant.id)
        require_open(wallet)
        product = moment.terms.products[wallet.product]
        require_in_use(product, moment)
        usable = acceptance.usable(wallet.lots, merchant, moment, self.network, self.channel)
        fee = overseas.fee_on(
            product, self.foreign, self.yen, moment.day, self.network, merchant.networks
        )
        yen = self.yen if fee is None else self.yen + fee.yen
        limits.check(product, "pay_max", yen, moment)
        uses = limits.use(product, "pay_day_max", wallet.id, yen, state, moment)
        parts = lots.take(usable, yen, moment.at, product.paying.spend_first)
        expires_at = moment.at + timedelta(minutes=hold_minutes(product, self.minutes, moment))
        hold = Hold(0, wallet.id, merchant.id, expires_at, [], ((moment.day, yen),), yen)
        hold.lines = [HoldLine(hold, lot, part) for lot, part in parts]
        return Decision(
            Authorised(
                yen,
                merchant.id,
                expires_at,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                fee,
            ),
            hold=hold,
            uses=uses,
            wallet=wallet.id,
        )


def hold_minutes(product: Product, asked: int | None, moment: Moment) -> int:
    """How long value is held. Refuses hold_too_long where more is asked than the terms allow."""
    if asked is None:
        return product.paying.hold_minutes(moment.day)
    longest = product.paying.hold_max_minutes(moment.day)
    if asked > longest:
        source = product.paying.hold_max_source(moment.day)
        raise Refusal("hold_too_long", minutes=asked, max_minutes=longest, source=source)
    return asked
