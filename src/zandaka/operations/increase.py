"""Increase (増額): a merchant has more kept on a hold that it has."""

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.authorise import hold_minutes
from zandaka.operations.base import MerchantId, OnPast, require_in_use, require_open
from zandaka.operations.capture import fee_of, hold_of, require_running
from zandaka.operations.pay import LotPart, require_price
from zandaka.rules import acceptance, holds, limits, lots, overseas
from zandaka.rules.overseas import Fee, Foreign
from zandaka.terms.blocks import Minutes


class Increased(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` more are kept, `open_yen` in all, strictly before `expires_at`; `fee` is that of the
    whole. `uses`: what counts towards a limit, on the day of the increase."""

    hold: ids.OperationId
    yen: int
    open_yen: int
    expires_at: datetime
    lots: tuple[LotPart, ...]
    fee: Fee | None = None
    uses: tuple[LimitUsed, ...] = ()


class Increase(OnPast, frozen=True, kw_only=True, tag="increase"):
    """Keeps `yen` more on an open hold, for a purchase that came to more than was thought. The cap
    on a payment looks at the whole. With `minutes` the hold lasts at least so long from now."""

    verb: ClassVar[str] = "increase"

    hold: ids.OperationId
    merchant: MerchantId
    yen: Yen
    minutes: Minutes | None = None
    foreign: Foreign | None = None

    def __post_init__(self) -> None:
        if self.foreign is not None:
            require_price(self.foreign, self.yen)

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.past_wallets = True
        touch.merchants.add(self.merchant)
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        merchant = state.merchant(self.merchant)
        hold = hold_of(state, self.hold, self.merchant)
        past = state.past[hold.id]
        if merchant.status != "open":
            raise Refusal("merchant_closed", merchant=merchant.id)
        wallet = state.wallet(hold.wallet)
        require_open(wallet)
        product = moment.terms.products[wallet.product]
        require_in_use(product, moment)
        open_yen = 0 if hold.expires_at <= moment.at else sum(line.yen for line in hold.lines)
        network, channel = past.request.get("network", ""), past.request.get("channel", "")
        usable = acceptance.usable(wallet.lots, merchant, moment, network, channel)
        on = jst_date(past.effective_at)
        terms = fee_of(past) or overseas.fee_on(
            product, self.foreign, 1, on, network, merchant.networks
        )
        price = self.yen + (open_yen if terms is None else terms.price_within(open_yen))
        fee = None if terms is None else terms.of(price)
        yen = price + (0 if fee is None else fee.yen) - open_yen
        limits.check(product, "pay_max", open_yen + yen, moment)
        uses = limits.use(product, "pay_day_max", wallet.id, yen, state, moment)
        parts = lots.take(usable, yen, moment.at, product.paying.spend_first)
        require_running(hold, moment)
        expires_at = hold.expires_at
        if self.minutes is not None:
            until = timedelta(minutes=hold_minutes(product, self.minutes, moment))
            expires_at = max(expires_at, moment.at + until)
        return Decision(
            Increased(
                self.hold,
                yen,
                open_yen + yen,
                expires_at,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                fee,
                limits.told(uses, state),
            ),
            hold=msgspec.structs.replace(
                hold,
                expires_at=expires_at,
                uses=holds.grown(hold.uses, moment.day, yen),
                rest=hold.rest + yen,
            ),
            hold_adds=parts,
            uses=uses,
            wallet=wallet.id,
        )
