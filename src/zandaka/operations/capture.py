"""Capture (確定): a merchant takes what was authorised for it, in whole or in part."""

from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Hold, HoldLine, Lot, Moment, Past, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, OnPast
from zandaka.operations.pay import LotPart, require_price
from zandaka.rules import holds, lots, medium, overseas
from zandaka.rules.holds import Uses
from zandaka.rules.overseas import OVERSEAS, Fee, Foreign


class Captured(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` went to the merchant and `fee` beside them; `open_yen` of the hold are still kept for
    it. They were authorised at `authorised_at`: on that day they count towards a limit, or on the
    days of `used`. `uses`: which limit they let go of, where the hold was increased on another
    day. `moved_ends`: what ends later for this use (R76)."""

    hold: ids.OperationId
    merchant: str
    yen: int
    lots: tuple[LotPart, ...]
    open_yen: int
    authorised_at: datetime
    moved_ends: tuple[LotMoved, ...] = ()
    fee: Fee | None = None
    used: Uses = ()
    uses: tuple[LimitUsed, ...] = ()


class Capture(OnPast, frozen=True, kw_only=True, tag="capture"):
    """Takes `yen` of a hold, all that is open when none are given. With `final` (the rule) the
    rest is let go; without, the hold stays open for a further capture. The fee of a purchase
    abroad goes with the price; `foreign` says of which amount `yen` are the price by now."""

    verb: ClassVar[str] = "capture"

    hold: ids.OperationId
    merchant: MerchantId
    yen: Yen | None = None
    final: bool = True
    foreign: Foreign | None = None

    def __post_init__(self) -> None:
        if self.foreign is not None:
            require_price(self.foreign, self.yen or 0)

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.past_wallets = True
        touch.named.add((Kind.MERCHANT_PAYABLE, self.merchant))
        touch.limits.add("pay_day_max")
        touch.fees.add(OVERSEAS)
        if self.foreign is not None:
            touch.merchants.add(self.merchant)

    def decide(self, state: State, moment: Moment) -> Decision:
        hold, open_yen = open_hold(state, self.hold, self.merchant, moment)
        past = state.past[hold.id]
        wallet = state.wallet(hold.wallet)
        product = moment.terms.products[wallet.product]
        authorised_at = past.effective_at
        authorised_on = jst_date(authorised_at)
        terms = fee_of(past)
        if terms is None and self.foreign is not None:
            shop = state.merchant(self.merchant).networks
            network = past.request.get("network", "")
            terms = overseas.fee_on(product, self.foreign, 1, authorised_on, network, shop)
        price = self.yen or (open_yen if terms is None else terms.price_within(open_yen))
        fee = None if terms is None else terms.of(price)
        yen = price if fee is None else price + fee.yen
        if not price or yen > open_yen:
            raise Refusal("exceeds_hold", open_yen=open_yen, yen=yen)
        parts: list[tuple[Lot, int]] = []
        changes: list[tuple[HoldLine, int]] = []
        missing = yen
        # In the order of a payment: the holder keeps what stays good.
        for lot in lots.ordered([line.lot for line in hold.lines], product.paying.spend_first):
            line = next(one for one in hold.lines if one.lot is lot)
            part = min(line.yen, missing)
            missing -= part
            if part:
                parts.append((lot, part))
            released = line.yen if self.final else part
            if released:
                changes.append((line, released))
        payable = state.account(Kind.MERCHANT_PAYABLE, hold.merchant)
        fees = None if fee is None else state.account(Kind.FEE_INCOME, f"{fee.product} {OVERSEAS}")
        taken, left = holds.parted(hold.uses, yen)
        let_go = left if self.final else ()
        uses = holds.give_back("pay_day_max", hold.wallet, let_go, state)
        told = any(day != authorised_on for day, _ in hold.uses)
        renewed = medium.use(product, wallet, "capture", moment)
        return Decision(
            Captured(
                self.hold,
                hold.merchant,
                price,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                0 if self.final else open_yen - yen,
                authorised_at,
                renewed.moved_ends,
                fee,
                taken if told else (),
                holds.told("pay_day_max", hold.wallet, hold.uses, uses, state) if told else (),
            ),
            moves=overseas.split(parts, price, payable, fees),
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=renewed.records,
            hold=msgspec.structs.replace(
                hold,
                uses=() if self.final else left,
                rest=0 if self.final else max(0, hold.rest - yen),
            ),
            hold_changes=changes,
            uses=uses,
            wallet=hold.wallet,
        )


def fee_of(past: Past) -> Fee | None:
    """The fee of an authorisation or payment; None where it had none."""
    found = past.outcome.get("fee")
    return None if found is None else msgspec.convert(found, Fee)


def hold_of(state: State, identifier: ids.OperationId, merchant: str) -> Hold:
    """A hold of a merchant's. Refuses unknown_operation, wrong_operation and not_your_operation."""
    past = state.operation(identifier)
    hold = state.holds.get(identifier)
    if hold is None:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    if hold.merchant != merchant:
        raise Refusal("not_your_operation")
    return hold


def require_running(hold: Hold, moment: Moment) -> int:
    """How many yen a hold still keeps. Refuses hold_ended."""
    open_yen = sum(line.yen for line in hold.lines)
    if not open_yen or hold.expires_at <= moment.at:
        raise Refusal("hold_ended", expires_at=hold.expires_at, open_yen=open_yen)
    return open_yen


def open_hold(
    state: State, identifier: ids.OperationId, merchant: str, moment: Moment
) -> tuple[Hold, int]:
    """A hold and how many yen it still keeps. Refuses unknown_operation, not_your_operation,
    wrong_operation and hold_ended."""
    hold = hold_of(state, identifier, merchant)
    return hold, require_running(hold, moment)
