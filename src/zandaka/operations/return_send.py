"""Return a send (送金の差戻し): what nobody claimed in time goes back to its sender (R109)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import JST
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.operations.base import OnPast
from zandaka.operations.claim import ended, under_way
from zandaka.operations.sends import SendUnderWay
from zandaka.rules import limits, medium, months, returning
from zandaka.rules.months import MonthSent


class SendReturned(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` of the send are back in `wallet`, in the lots they were sent from; `parked_yen` of them
    went on to suspense, being above the balance cap (R69). `moved_ends`: what ends with a card that
    was given a later end meanwhile."""

    send: ids.OperationId
    wallet: ids.WalletId
    yen: int
    parked_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()


class ReturnSend(OnPast, frozen=True, kw_only=True, tag="return_send"):
    """Gives a send that nobody claimed back to its sender, from the end of its last day on. What it
    used of the month's cap comes back too, where that month is not over."""

    verb: ClassVar[str] = "return_send"

    send: ids.OperationId

    @property
    def on(self) -> ids.OperationId:
        return self.send

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.send)
        touch.records.update((SendUnderWay, MonthSent))
        touch.limits.add("send_month_max")
        touch.past_wallets = True
        returning.touch_return(touch)

    def decide(self, state: State, moment: Moment) -> Decision:
        send, product = under_way(self.send, state)
        if send.state != "pending":
            raise ended(send)
        if moment.at < send.ends_at:
            raise Refusal("too_early", not_before=send.ends_at, source="R109")
        past = state.operation(self.send)
        moves: list[Move] = [
            (state.accounts[one.credit], state.lots[one.debit], one.yen, one.id)
            for one in past.transfers
            if one.debit in state.lots
        ]
        returned = [
            (state.lots[one.debit], one.yen) for one in past.transfers if one.debit in state.lots
        ]
        wallet = state.wallet(send.wallet)
        renewed = medium.rejoin(wallet, [lot.id for lot, _ in returned], state, moment)
        beyond = returning.onward(wallet, returned, renewed, state, moment)
        back = months.give_back(
            moment.terms.products[product],
            "send_month_max",
            send.wallet,
            send.yen,
            past.id,
            past.effective_at.astimezone(JST).date(),
            state,
        )
        return Decision(
            SendReturned(
                self.send,
                ids.WalletId(send.wallet),
                send.yen,
                beyond.yen,
                limits.told(back.uses, state),
                renewed.moved_ends,
            ),
            moves=[*moves, *beyond.moves],
            uses=back.uses,
            extensions=renewed.extensions,
            records=(
                msgspec.structs.replace(send, state="returned"),
                *back.records,
                *beyond.records,
            ),
            wallet=send.wallet,
        )
