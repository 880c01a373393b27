"""Restore (戻入): value wrongly debited goes back to the coupon, once and no more (R25)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved, LotOpened
from zandaka.ledger.model import Account, Decision, Lot, Moment, Move, Past, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import Instant, OnPast, Reason, Reference, not_later_than_now
from zandaka.operations.parcels import opened
from zandaka.operations.pay import LotPart
from zandaka.operations.refund import (
    PAYMENTS,
    give_use_back,
    told_use,
    touch_payment,
    unuse,
)
from zandaka.rules import lots, returning


class Restored(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` went back to `lots`; `left_yen` of the debit may still be given back. Of the yen,
    `parked_yen` went on to suspense, being above the balance cap (R69). `moved_ends`: what ends at
    another time now, since the payment was the last use (R76). `uses`: which limit is given back,
    where that does not follow from the yen. `new_lots`: what came inside the Act, being good for
    too long by now (R91)."""

    payment: ids.OperationId
    yen: int
    lots: tuple[LotPart, ...]
    left_yen: int
    moved_ends: tuple[LotMoved, ...] = ()
    parked_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()


class Restore(OnPast, frozen=True, kw_only=True, tag="restore"):
    """Gives back `yen` of a payment or of a lapse; with none given, all that is left of it.

    Who bears it is in the product's terms (`restore_borne_by`): the merchant, whose payable the
    debit went to, or the issuer. Where another ledger pays the merchant, that ledger's account
    takes the merchant's place. A lapse is undone from where it went. `effective_at` may lie in
    the past, never before the debit (R5)."""

    verb: ClassVar[str] = "restore"

    debit: ids.OperationId
    yen: Yen | None = None
    reason: Reason
    incident: Reference = ""
    effective_at: Instant | None = None

    @property
    def on(self) -> ids.OperationId:
        return self.debit

    def touch(self, touch: Touch) -> None:
        touch_payment(touch, self.debit)
        touch.named.add((Kind.COMPENSATION_EXPENSE, self.incident))

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.debit)
        if past.code or past.verb not in (*PAYMENTS, "mirror_payment", "lapse"):
            raise Refusal("wrong_operation", verb=past.verb, code=past.code)
        # What the holder owed for it was never debited; of a lapse, what is paid to the holder is
        # not lost.
        debits = [
            debit
            for debit in past.transfers
            if debit.debit in state.lots
            and state.accounts[debit.credit].kind is not Kind.WITHDRAWAL_PAYABLE
        ]
        if not debits and past.verb == "lapse":
            raise Refusal("wrong_operation", verb=past.verb, code=past.code)
        parts = lots.give_back(debits, self.yen)
        effective_at = not_later_than_now(self.effective_at, moment)
        if effective_at is not None and effective_at < past.effective_at:
            raise Refusal("time_not_allowed", effective_at=effective_at, debit=past.effective_at)
        yen = sum(part for _, part in parts)
        moves: list[Move] = []
        for debit, part in parts:
            lot = state.lots[debit.debit]
            moves.append(
                (self._bearer(past, debit.credit, lot, state, moment), lot, part, debit.id)
            )
        left = sum(debit.left for debit in debits) - yen
        renewed = unuse(past, parts, left, state, moment)
        returned = [(state.lots[debit.debit], part) for debit, part in parts]
        wallet = state.wallets.get(past.wallet)
        beyond = returning.onward(wallet, returned, renewed, state, moment)
        # Only a payment of ours has a day's limit to give back.
        uses = give_use_back(past, yen, state) if past.verb in PAYMENTS else ()
        outcome = Restored(
            self.debit,
            yen,
            tuple(LotPart(ids.lot_text(debit.debit), part) for debit, part in parts),
            left,
            renewed.moved_ends,
            parked_yen=beyond.yen,
            uses=told_use(past, uses, bool(beyond.moves), state),
        )
        return Decision(
            lambda: msgspec.structs.replace(outcome, new_lots=opened(beyond.lots)),
            moves=[*moves, *beyond.moves],
            lots=beyond.lots,
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=[*renewed.records, *beyond.records],
            uses=uses,
            wallet=past.wallet,
            effective_at=effective_at,
        )

    def _bearer(self, past: Past, credited: int, lot: Lot, state: State, moment: Moment) -> Account:
        product = moment.terms.products[lot.series.product]
        if past.verb != "lapse" and product.restore_borne_by == "issuer":
            return state.account(Kind.COMPENSATION_EXPENSE, self.incident)
        return state.accounts[credited]
