"""Complete a withdrawal (出金完了): the money was paid out, so the issuer owes it no longer."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Moment, Move, Past, PastTransfer, State, Touch, Usage
from zandaka.operations.base import Instant, OnPast, Reference, not_later_than_now
from zandaka.operations.free_ones import free_after_all, touch_free
from zandaka.operations.payout import Payout, ordered, out_of_lots, payable
from zandaka.rules import fees, limits, medium, returning
from zandaka.terms.instrument.withdrawing import Route

#: The fee as the account that takes it is named.
FEE = "withdrawal"


class WithdrawalCompleted(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` were paid out and `fee_yen` taken; `fee_returned_yen` were kept for a fee, and another
    of the month's withdrawals having failed, this one is free: `parked_yen` of them are above the
    balance cap (R69). `moved_ends`: what ends with a card that was given a later end meanwhile."""

    withdrawal: ids.OperationId
    yen: int
    fee_yen: int
    fee_returned_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    parked_yen: int = 0
    moved_ends: tuple[LotMoved, ...] = ()


class CompleteWithdrawal(OnPast, frozen=True, kw_only=True, tag="complete_withdrawal"):
    """Ends what was ordered out of a wallet - a withdrawal, a refund, the end of a contract - once
    it was paid: the holder's right to it ends with this, as of `effective_at` where that is known
    to be earlier (R103)."""

    verb: ClassVar[str] = "complete_withdrawal"

    withdrawal: ids.OperationId
    reference: Reference = ""
    effective_at: Instant | None = None

    @property
    def on(self) -> ids.OperationId:
        return self.withdrawal

    def touch(self, touch: Touch) -> None:
        touch_payout(touch, self.withdrawal)
        touch_free(touch)
        returning.touch_return(touch)
        touch.named.add((Kind.BANK_CLEARING, ""))
        touch.fees.add(FEE)

    def decide(self, state: State, moment: Moment) -> Decision:
        past, payout = ordered(state, self.withdrawal)
        if payout.state != "ordered":
            raise Refusal("payout_ended", state=payout.state)
        effective_at = not_later_than_now(self.effective_at, moment)
        if effective_at is not None and effective_at < past.effective_at:
            raise Refusal("time_not_allowed", effective_at=effective_at, now=moment.at)
        moves: list[Move] = [
            (payable(state, payout.wallet), state.account(Kind.BANK_CLEARING), payout.yen, 0)
        ]
        ended = msgspec.structs.replace(payout, state="paid")
        uses: tuple[Usage, ...] = ()
        returned = 0
        renewed, beyond = medium.NOTHING, returning.NOTHING
        if payout.fee_yen:
            debits = fee_of(out_of_lots(past, state), payout.fee_yen)
            product = moment.terms.products[state.lots[debits[0].debit].series.product]
            route = route_of(past)
            freed = free_after_all(product, route, payout, state)
            if freed is not None:
                uses = freed
                moves += [
                    (payable(state, payout.wallet), state.lots[one.debit], one.left, one.id)
                    for one in debits
                ]
                returned = payout.fee_yen
                wallet = state.wallet(payout.wallet)
                renewed = medium.rejoin(wallet, [one.debit for one in debits], state, moment)
                into = [(state.lots[one.debit], one.left) for one in debits]
                beyond = returning.onward(wallet, into, renewed, state, moment)
                ended.fee_yen, ended.free = 0, fees.free_kind(route)
            else:
                income = state.account(Kind.FEE_INCOME, f"{product.id} {FEE}")
                moves.append((payable(state, payout.wallet), income, payout.fee_yen, 0))
        outcome = WithdrawalCompleted(
            self.withdrawal,
            payout.yen,
            ended.fee_yen,
            returned,
            limits.told(uses, state),
            beyond.yen,
            renewed.moved_ends,
        )
        return Decision(
            outcome,
            moves=[*moves, *beyond.moves],
            uses=uses,
            extensions=renewed.extensions,
            records=[ended, *beyond.records],
            wallet=payout.wallet,
            effective_at=effective_at,
        )


def touch_payout(touch: Touch, order: ids.OperationId) -> None:
    """A payout, the order that began it, and the limits it used."""
    touch.past.add(order)
    touch.past_wallets = True
    touch.records.add(Payout)
    touch.limits.update(("withdraw_day_max", *map(fees.free_kind, fees.ROUTES)))


def fee_of(debits: list[PastTransfer], fee_yen: int) -> list[PastTransfer]:
    """Those of an order's debits, which end with them, that were kept for the fee."""
    found: list[PastTransfer] = []
    for one in reversed(debits):
        if fee_yen <= 0:
            break
        found.append(one)
        fee_yen -= one.yen
    assert fee_yen == 0, "the fee is in transfers of its own"
    return found[::-1]


def route_of(past: Past) -> Route:
    """Which of the terms' routes a withdrawal was ordered by, however it is paid by now."""
    if past.request.get("way") == "atm":
        return "atm"
    return "automatic" if past.request.get("automatic") else "bank"
