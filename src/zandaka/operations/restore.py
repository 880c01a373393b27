"""Restore (戻入): value wrongly debited goes back to the coupon, once and no more (R25)."""

from collections.abc import Sequence
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
    elsewhere,
    give_use_back,
    told_use,
    touch_payment,
    unuse,
)
from zandaka.rules import lots, returning, shortfalls
from zandaka.rules.shortfalls import Shortfall


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
    """Gives back `yen` of a payment or of a lapse; with none given, all that is left of it. What
    was collected later for what a force post left owing is given back too, and first.

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
        touch.records.add(Shortfall)
        touch.named.add((Kind.COMPENSATION_EXPENSE, self.incident))

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.debit)
        if past.code or past.verb not in (*PAYMENTS, "mirror_payment", "lapse"):
            raise Refusal("wrong_operation", verb=past.verb, code=past.code)
        # What the holder owes for it was never debited, unless it was collected since; of a lapse,
        # what is paid to the holder is not lost.
        debits = [
            debit
            for debit in past.transfers
            if debit.debit in state.lots
            and state.accounts[debit.credit].kind is not Kind.WITHDRAWAL_PAYABLE
        ]
        if not debits and past.verb == "lapse":
            raise Refusal("wrong_operation", verb=past.verb, code=past.code)
        owing = state.record(Shortfall, past.id)
        left = sum(debit.left for debit in debits) + shortfalls.collected(owing)
        yen = left if self.yen is None else self.yen
        if not left or yen > left:
            asked = {} if self.yen is None else {"yen": yen}
            raise Refusal("exceeds_debit", left_yen=left, **asked, source="R25")
        # What was taken last comes back first.
        back = shortfalls.restore(owing, min(yen, shortfalls.collected(owing)))
        collected = [(state.lots[lot], part) for lot, part in back.lots]
        rest = yen - sum(part for _, part in collected)
        parts = lots.give_back(debits, rest) if rest else []
        effective_at = not_later_than_now(self.effective_at, moment)
        if effective_at is not None and effective_at < past.effective_at:
            raise Refusal("time_not_allowed", effective_at=effective_at, debit=past.effective_at)
        moves = self._collected(past, collected, state, moment)
        for debit, part in parts:
            lot = state.lots[debit.debit]
            moves.append(
                (self._bearer(past, debit.credit, lot, state, moment), lot, part, debit.id)
            )
        left -= yen
        renewed = unuse(past, parts, left, state, moment, [lot.id for lot, _ in collected])
        returned = [*collected, *((state.lots[debit.debit], part) for debit, part in parts)]
        wallet = state.wallets.get(past.wallet)
        beyond = returning.onward(wallet, returned, renewed, state, moment)
        others = elsewhere(past.wallet, collected, state, moment)
        new = [*beyond.lots, *others.lots]
        # Only a payment of ours has a day's limit to give back.
        uses = give_use_back(past, yen, state) if past.verb in PAYMENTS else ()
        outcome = Restored(
            self.debit,
            yen,
            tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in returned),
            left,
            (*renewed.moved_ends, *others.moved_ends),
            parked_yen=beyond.yen + others.yen,
            uses=told_use(past, uses, bool(beyond.moves or collected), state),
        )
        return Decision(
            lambda: msgspec.structs.replace(outcome, new_lots=opened(new)),
            moves=[*moves, *beyond.moves, *others.moves],
            lots=new,
            changed_wallets=renewed.wallets,
            extensions=[*renewed.extensions, *others.extensions],
            records=[*renewed.records, *beyond.records, *others.records, *back.records],
            uses=uses,
            wallet=past.wallet,
            effective_at=effective_at,
        )

    def _collected(
        self, past: Past, collected: Sequence[lots.Part], state: State, moment: Moment
    ) -> list[Move]:
        """The transfers by which what was collected for a shortfall comes back: what paid the shop,
        or the fee, out of who bears it, and on to the lots that it was collected from."""
        moves: list[Move] = []
        missing = [debit for debit in past.transfers if debit.debit not in state.lots]
        for lot, yen in collected:
            rest = yen
            for debit in reversed(missing):
                # Those before it in this list were not posted yet.
                given = sum(part for _, _, part, of in moves if of == debit.id)
                part = min(rest, debit.left - given)
                if part:
                    bearer = self._bearer(past, debit.credit, lot, state, moment)
                    shortfall = state.accounts[debit.debit]
                    moves += [(bearer, shortfall, part, debit.id), (shortfall, lot, part, 0)]
                    rest -= part
            assert not rest, "no more was collected than was missing"
        return moves

    def _bearer(self, past: Past, credited: int, lot: Lot, state: State, moment: Moment) -> Account:
        product = moment.terms.products[lot.series.product]
        if past.verb != "lapse" and product.restore_borne_by == "issuer":
            return state.account(Kind.COMPENSATION_EXPENSE, self.incident)
        return state.accounts[credited]
