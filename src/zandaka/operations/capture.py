"""Capture (確定): a merchant takes what was authorised for it, in whole or in part."""

from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LotMoved
from zandaka.ledger.model import Decision, Hold, HoldLine, Moment, Move, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, OnPast
from zandaka.operations.pay import LotPart
from zandaka.rules import limits, lots, medium


class Captured(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` went to the merchant; `open_yen` of the hold are still kept for it. They were
    authorised at `authorised_at`: on that day they count towards a limit. `moved_ends`: what ends
    later for this use (R76)."""

    hold: ids.OperationId
    merchant: str
    yen: int
    lots: tuple[LotPart, ...]
    open_yen: int
    authorised_at: datetime
    moved_ends: tuple[LotMoved, ...] = ()


class Capture(OnPast, frozen=True, kw_only=True, tag="capture"):
    """Takes `yen` of a hold, all that is open when none are given. With `final` (the rule) the
    rest is let go; without, the hold stays open for a further capture."""

    verb: ClassVar[str] = "capture"

    hold: ids.OperationId
    merchant: MerchantId
    yen: Yen | None = None
    final: bool = True

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.past_wallets = True
        touch.named.add((Kind.MERCHANT_PAYABLE, self.merchant))
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        hold, open_yen = open_hold(state, self.hold, self.merchant, moment)
        yen = open_yen if self.yen is None else self.yen
        if yen > open_yen:
            raise Refusal("exceeds_hold", open_yen=open_yen, yen=yen)
        authorised_at = state.past[hold.id].effective_at
        payable = state.account(Kind.MERCHANT_PAYABLE, hold.merchant)
        moves: list[Move] = []
        changes: list[tuple[HoldLine, int]] = []
        missing = yen
        # What ends first goes first, as in a payment: the holder keeps what stays good.
        for line in sorted(hold.lines, key=lambda line: lots.spend_order(line.lot)):
            part = min(line.yen, missing)
            missing -= part
            if part:
                moves.append((line.lot, payable, part, 0))
            released = line.yen if self.final else part
            if released:
                changes.append((line, released))
        rest = open_yen - yen
        wallet = state.wallet(hold.wallet)
        product = moment.terms.products[wallet.product]
        renewed = medium.use(product, wallet, "capture", moment)
        return Decision(
            Captured(
                self.hold,
                hold.merchant,
                yen,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, _, part, _ in moves),
                0 if self.final else rest,
                authorised_at,
                renewed.moved_ends,
            ),
            moves=moves,
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=renewed.records,
            hold_changes=changes,
            uses=limits.give_back(
                "pay_day_max",
                hold.wallet,
                rest if self.final else 0,
                jst_date(authorised_at),
                state,
            ),
            wallet=hold.wallet,
        )


def open_hold(
    state: State, identifier: ids.OperationId, merchant: str, moment: Moment
) -> tuple[Hold, int]:
    """A hold and how many yen it still keeps. Refuses unknown_operation, not_your_operation,
    wrong_operation and hold_ended."""
    past = state.operation(identifier)
    hold = state.holds.get(identifier)
    if hold is None:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    if hold.merchant != merchant:
        raise Refusal("not_your_operation")
    open_yen = sum(line.yen for line in hold.lines)
    if not open_yen or hold.expires_at <= moment.at:
        raise Refusal("hold_ended", expires_at=hold.expires_at, open_yen=open_yen)
    return hold, open_yen
