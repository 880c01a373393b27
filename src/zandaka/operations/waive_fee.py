"""Waive a fee (手数料の返戻): a withdrawal that was paid turns out to be a free one."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.operations.base import OnPast
from zandaka.operations.complete_withdrawal import FEE, fee_of, route_of, touch_payout
from zandaka.operations.free_ones import free_after_all, touch_free
from zandaka.operations.payout import ordered, out_of_lots
from zandaka.rules import fees, limits, medium, returning


class FeeWaived(msgspec.Struct, frozen=True, omit_defaults=True):
    """`fee_yen` are in the wallet again; `parked_yen` of them above its balance cap (R69).
    `moved_ends`: what ends with a card that was given a later end meanwhile."""

    withdrawal: ids.OperationId
    fee_yen: int
    parked_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()


class WaiveFee(OnPast, frozen=True, kw_only=True, tag="waive_fee"):
    """Gives the fee of a paid withdrawal back: one that was ordered before it, and had the month's
    free one, has failed since, so that this one is among the first that succeeded (R110). Refused
    (nothing_left) where it cost nothing, or nothing of its month is free."""

    verb: ClassVar[str] = "waive_fee"

    withdrawal: ids.OperationId

    @property
    def on(self) -> ids.OperationId:
        return self.withdrawal

    def touch(self, touch: Touch) -> None:
        touch_payout(touch, self.withdrawal)
        touch_free(touch)
        returning.touch_return(touch)
        touch.fees.add(FEE)

    def decide(self, state: State, moment: Moment) -> Decision:
        past, payout = ordered(state, self.withdrawal)
        if payout.state != "paid":
            raise Refusal("payout_ended", state=payout.state)
        if not payout.fee_yen:
            raise Refusal("nothing_left", fee_yen=0)
        debits = fee_of(out_of_lots(past, state), payout.fee_yen)
        product = moment.terms.products[state.lots[debits[0].debit].series.product]
        route = route_of(past)
        uses = free_after_all(product, route, payout, state)
        if uses is None:
            raise Refusal("nothing_left", free=0, source=product.withdrawing.source)
        income = state.account(Kind.FEE_INCOME, f"{product.id} {FEE}")
        moves: list[Move] = [
            (income, state.lots[one.debit], one.left, one.id) for one in debits if one.left
        ]
        into = [(state.lots[one.debit], one.left) for one in debits]
        wallet = state.wallet(payout.wallet)
        renewed = medium.rejoin(wallet, [lot.id for lot, _ in into], state, moment)
        beyond = returning.onward(wallet, into, renewed, state, moment)
        free = fees.free_kind(route)
        waived = msgspec.structs.replace(payout, fee_yen=0, free=free)
        outcome = FeeWaived(
            self.withdrawal,
            payout.fee_yen,
            beyond.yen,
            limits.told(uses, state),
            renewed.moved_ends,
        )
        return Decision(
            outcome,
            moves=[*moves, *beyond.moves],
            uses=uses,
            extensions=renewed.extensions,
            records=[waived, *beyond.records],
            wallet=payout.wallet,
        )
