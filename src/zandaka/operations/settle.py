"""Settle (移動の完了): the sending book hears what became of what it sent. The house alone submits
it."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.instants import JST
from zandaka.ledger.effects import LimitUsed, LotMoved, LotOpened
from zandaka.ledger.model import Account, Decision, Lot, Moment, Move, Past, State, Touch, Wallet
from zandaka.ledger.records import Record
from zandaka.operations.base import OnPast
from zandaka.operations.parcels import Why, opened
from zandaka.operations.receiving import sent_value
from zandaka.operations.sends import SendUnderWay
from zandaka.rules import limits, medium, months, returning
from zandaka.rules.months import MonthSent


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What another book said to a transit: `code` is empty where the value arrived; else it came
    back to where it was sent from, or waits to be claimed where the terms hold what a cap refuses.
    `parked_yen` of it went on to suspense, being above the balance cap (R69). `moved_ends`: what
    ends with a card that was given a later end meanwhile. `new_lots`: what came inside the Act,
    being good for too long by now (R91)."""

    sent: ids.OperationId
    code: str
    yen_returned: int
    parked_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()


class Settle(OnPast, frozen=True, kw_only=True, tag="settle"):
    """Closes a transit in the sending book. Where the other book refused (`code`), the value goes
    back, what it used of a month's cap too, and all is as it was; or, where the terms hold what a
    cap of the receiver's refuses, it waits to be claimed (R106). `coupon` is the wallet that
    sent."""

    verb: ClassVar[str] = "settle"

    sent: ids.OperationId
    coupon: ids.WalletId
    code: str
    why: Why = ""

    @property
    def on(self) -> ids.OperationId:
        return self.sent

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.sent)
        touch.wallets.add(self.coupon)
        if self.why:
            returning.touch_return(touch)
        if self.why == "claim":
            touch.under_way.add(SendUnderWay)
        if self.why == "send":
            touch.limits.add("send_month_max")
            touch.records.update((MonthSent, SendUnderWay))

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.sent)
        wallet = state.wallet(self.coupon)
        if not self.code:
            return Decision(
                Settled(self.sent, "", 0),
                records=self._became(past, state, "claimed"),
                settles=past.id,
                wallet=past.wallet,
            )
        # What may be held went by way of what waits to be claimed, and goes back that way.
        crossing = [one for one in past.transfers if one.debit not in state.lots]
        held = bool(crossing) and self.why == "send"
        waits = self.why == "claim" or (held and self.code == "limit_exceeded")
        yen = sum(one.yen for one in crossing or past.transfers)
        back_to = [one for one in past.transfers if one.debit in state.lots]
        moves: list[Move] = [
            (state.accounts[one.credit], _account(one.debit, state), one.yen, one.id)
            for one in (crossing if waits else (*crossing, *back_to))
        ]
        renewed, beyond = medium.NOTHING, returning.NOTHING
        if self.why and not waits:
            lots = [(state.lots[one.debit], one.yen) for one in back_to]
            renewed = medium.rejoin(wallet, [lot.id for lot, _ in lots], state, moment)
            beyond = returning.onward(wallet, lots, renewed, state, moment)
        back = months.Use()
        if not waits:
            back = self._given_back(past, wallet, yen, state, moment)
        reopened = [] if self.why else [msgspec.structs.replace(
            wallet, status="open", loaded_into=None
        )]  # fmt: skip
        outcome = Settled(
            self.sent,
            self.code,
            yen,
            beyond.yen,
            limits.told(back.uses, state),
            renewed.moved_ends,
        )
        return Decision(
            lambda: msgspec.structs.replace(outcome, new_lots=opened(beyond.lots)),
            moves=[*moves, *beyond.moves],
            lots=beyond.lots,
            uses=back.uses,
            changed_wallets=reopened,
            extensions=renewed.extensions,
            records=(
                *back.records,
                *beyond.records,
                *self._became(past, state, "pending" if waits else "returned"),
            ),
            settles=past.id,
            wallet=past.wallet,
        )

    def _became(self, past: Past, state: State, became: str) -> tuple[Record, ...]:
        """The send that was claimed, or that went at once and may be held."""
        if self.why == "send":
            send = state.record(SendUnderWay, past.id)
            return () if send is None else (msgspec.structs.replace(send, state=became),)
        if self.why != "claim":
            return ()
        send = state.record(SendUnderWay, ids.OperationId.parse(past.request["send"]))
        assert send is not None, "a claim is of a send"
        return (msgspec.structs.replace(send, state=became),)

    def _given_back(
        self, past: Past, wallet: Wallet, yen: int, state: State, moment: Moment
    ) -> months.Use:
        product = sent_value(wallet, moment.terms)
        if self.why != "send" or product is None:
            return months.Use()
        day = past.effective_at.astimezone(JST).date()
        return months.give_back(product, "send_month_max", wallet.id, yen, past.id, day, state)


def _account(identifier: int, state: State) -> Account | Lot:
    return state.lots.get(identifier) or state.accounts[identifier]
