"""Authorise (仮押さえ): value is kept for a merchant until it captures, voids, or time runs out."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar

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
from zandaka.operations.pay import LotPart
from zandaka.rules import acceptance, limits, lots


class Authorised(msgspec.Struct, frozen=True):
    """`yen` are held for the merchant strictly before `expires_at`."""

    yen: int
    merchant: str
    expires_at: datetime
    lots: tuple[LotPart, ...]


class Authorise(OnWallet, frozen=True, kw_only=True, tag="authorise"):
    """Holds `yen` for `minutes`. What is held stays good to capture though its lot expires."""

    verb: ClassVar[str] = "authorise"

    merchant: MerchantId
    yen: Yen
    minutes: Annotated[int, msgspec.Meta(ge=1, le=43_200)] = 10_080
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""

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
        limits.check(product, "pay_max", self.yen, moment)
        uses = limits.use(product, "pay_day_max", wallet.id, self.yen, state, moment)
        parts = lots.take(usable, self.yen, moment.at)
        expires_at = moment.at + timedelta(minutes=self.minutes)
        hold = Hold(0, wallet.id, merchant.id, expires_at, [])
        hold.lines = [HoldLine(hold, lot, part) for lot, part in parts]
        return Decision(
            Authorised(
                self.yen,
                merchant.id,
                expires_at,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
            ),
            hold=hold,
            uses=uses,
            wallet=wallet.id,
        )
