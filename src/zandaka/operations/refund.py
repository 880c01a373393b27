"""Refund (返金) and cancel (取消): a shop gives a payment's value back to the lots it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved, LotOpened
from zandaka.ledger.model import (
    Decision,
    Extension,
    Lot,
    Moment,
    Move,
    Past,
    PastTransfer,
    State,
    Touch,
    Usage,
)
from zandaka.ledger.records import Record
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, OnPast, Reference
from zandaka.operations.capture import fee_of
from zandaka.operations.parcels import opened
from zandaka.operations.pay import LotPart
from zandaka.rules import holds, lots, medium, overseas, returning, shortfalls
from zandaka.rules.holds import Uses
from zandaka.rules.shortfalls import Shortfall

#: The verbs by which value reaches a merchant.
PAYMENTS = ("pay", "capture", "force_post")


class Returned(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """`yen` went back to `lots`; `left_yen` of the payment may still be given back. Of the yen,
    `fee_yen` are of the fee of a purchase abroad, and `parked_yen` went on to suspense, being above
    the balance cap (R69). `shortfall_yen` more the holder owes no longer, and `written_off_yen` had
    been given up; what had been collected is among the `lots`. `moved_ends`: what ends
    at another time now, since the payment was the last use (R76). `uses`: which limit is given
    back, where that does not follow from the yen. `new_lots`: what came inside the Act, being good
    for too long by now (R91)."""

    payment: ids.OperationId
    yen: int
    lots: tuple[LotPart, ...]
    left_yen: int
    moved_ends: tuple[LotMoved, ...] = ()
    fee_yen: int = 0
    parked_yen: int = 0
    shortfall_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()
    written_off_yen: int = 0


class Refund(OnPast, frozen=True, kw_only=True, tag="refund"):
    """Gives `yen` of a payment's price back, or with none given all that is left of it (a cancel).
    Each lot gets back its own, with the expiry it has by now. The fee of a purchase abroad comes
    back in proportion, where the terms of its day give it back."""

    verb: ClassVar[str] = "refund"

    payment: ids.OperationId
    merchant: MerchantId
    yen: Yen | None = None
    reference: Reference = ""

    @property
    def on(self) -> ids.OperationId:
        return self.payment

    def touch(self, touch: Touch) -> None:
        touch_payment(touch, self.payment)
        touch.records.add(Shortfall)
        touch.named.add((Kind.BAD_DEBT_EXPENSE, ""))

    def decide(self, state: State, moment: Moment) -> Decision:
        past = payment(state, self.payment)
        if paid_to(past) != self.merchant:
            raise Refusal("not_your_operation")
        price = [debit for debit in past.transfers if not _is_fee(debit, state)]
        parts = lots.give_back(price, self.yen)
        left = sum(debit.left for debit in price) - sum(part for _, part in parts)
        fees = _fee_back(past, price, left, state)
        parts += fees
        returned = [(state.lots[one.debit], part) for one, part in parts if one.debit in state.lots]
        total = sum(part for _, part in parts)
        missing = total - sum(part for _, part in returned)
        back = shortfalls.give_back(state.record(Shortfall, past.id), missing)
        collected = [(state.lots[lot], part) for lot, part in back.lots]
        returned += collected
        yen = sum(part for _, part in returned)
        renewed = unuse(past, parts, left, state, moment, [lot.id for lot, _ in collected])
        wallet = state.wallets.get(past.wallet)
        beyond = returning.onward(wallet, returned, renewed, state, moment)
        others = elsewhere(past.wallet, collected, state, moment)
        moves: list[Move] = [
            (
                state.accounts[debit.credit],
                state.lots.get(debit.debit) or state.accounts[debit.debit],
                part,
                debit.id,
            )
            for debit, part in parts
        ]
        if collected or back.written_off_yen:
            shortfall = next(
                state.accounts[debit.debit] for debit, _ in parts if debit.debit in state.accounts
            )
            moves += [(shortfall, lot, part, 0) for lot, part in collected]
            if back.written_off_yen:
                expense = state.account(Kind.BAD_DEBT_EXPENSE)
                moves.append((shortfall, expense, back.written_off_yen, 0))
        new = [*beyond.lots, *others.lots]
        uses = give_use_back(past, total, state)
        outcome = Returned(
            self.payment,
            yen,
            tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in returned),
            left,
            (*renewed.moved_ends, *others.moved_ends),
            sum(part for _, part in fees),
            beyond.yen + others.yen,
            back.owed_yen,
            told_use(past, uses, bool(beyond.moves or back.lots or back.written_off_yen), state),
            written_off_yen=back.written_off_yen,
        )
        return Decision(
            lambda: msgspec.structs.replace(outcome, new_lots=opened(new)),
            moves=[*moves, *beyond.moves, *others.moves],
            lots=new,
            uses=uses,
            changed_wallets=renewed.wallets,
            extensions=[*renewed.extensions, *others.extensions],
            records=[
                *renewed.records,
                *beyond.records,
                *others.records,
                *back.records,
            ],
            wallet=past.wallet,
        )


class Elsewhere(msgspec.Struct, frozen=True):
    """What a return does to other wallets than that of the payment."""

    extensions: tuple[Extension, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    yen: int = 0
    moves: tuple[Move, ...] = ()
    lots: tuple[Lot, ...] = ()
    records: tuple[Record, ...] = ()


def elsewhere(
    wallet: int, collected: Sequence[lots.Part], state: State, moment: Moment
) -> Elsewhere:
    """What was collected from a card that replaced the one that paid goes back to that card, though
    another may stand for both by now."""
    found = Elsewhere()
    for other in dict.fromkeys(lot.wallet for lot, _ in collected if lot.wallet != wallet):
        parts = [(lot, yen) for lot, yen in collected if lot.wallet == other]
        card = state.wallet(other)
        renewed = medium.rejoin(card, [lot.id for lot, _ in parts], state, moment)
        beyond = returning.onward(card, parts, renewed, state, moment)
        found = Elsewhere(
            (*found.extensions, *renewed.extensions),
            (*found.moved_ends, *renewed.moved_ends),
            found.yen + beyond.yen,
            (*found.moves, *beyond.moves),
            (*found.lots, *beyond.lots),
            (*found.records, *beyond.records),
        )
    return found


def _is_fee(debit: PastTransfer, state: State) -> bool:
    return state.accounts[debit.credit].kind is Kind.FEE_INCOME


def _fee_back(
    past: Past, price: Sequence[PastTransfer], left_yen: int, state: State
) -> list[tuple[PastTransfer, int]]:
    """What of the fee comes back once `left_yen` of the price are left."""
    fee = fee_of(past)
    if fee is None or not fee.returned:
        return []
    taken = [debit for debit in past.transfers if _is_fee(debit, state)]
    whole = sum(debit.yen for debit in price)
    due = overseas.fee_back(sum(one.yen for one in taken), whole, whole - left_yen)
    due -= sum(one.returned for one in taken)
    return lots.give_back(taken, due) if due > 0 else []


def touch_payment(touch: Touch, payment: ids.OperationId) -> None:
    """A payment, its lots, its merchant's account and the limits it has used."""
    touch.past.add(payment)
    touch.past_wallets = True
    touch.records.add(medium.CardUse)
    touch.under_way.add(medium.CardUse)
    returning.touch_return(touch)
    touch.limits.add("pay_day_max")


def unuse(
    past: Past,
    parts: Sequence[tuple[PastTransfer, int]],
    left_yen: int,
    state: State,
    moment: Moment,
    also: Sequence[int] = (),
) -> medium.Renewed:
    """What the return of `parts` of a payment does to ends: of a card that counts from its last
    use, `left_yen` of the payment being left; of value that ends with its medium. Something comes
    back to the lots `also`, too."""
    wallet = state.wallets.get(past.wallet)
    if wallet is None:  # value that is in no wallet of ours
        return medium.NOTHING
    product = moment.terms.products[wallet.product]
    taking = [*(debit.debit for debit, _ in parts), *also]
    if medium.ends_together(product, wallet):
        return medium.rejoin(wallet, taking, state, moment)
    return medium.returned(product, state, past.id, taking, not left_yen, moment)


def payment(state: State, identifier: ids.OperationId) -> Past:
    """The accepted payment. Refuses unknown_operation and wrong_operation."""
    past = state.operation(identifier)
    if past.verb not in PAYMENTS or past.code:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    return past


def give_use_back(past: Past, yen: int, state: State) -> tuple[Usage, ...]:
    """The wallet's use of its day's limit after `yen` of a payment came back. What was captured
    was used on the day it was held, whenever the capture came; of several days the newest comes
    back first."""
    before = _used(past)
    counted = holds.total(before) - sum(debit.returned for debit in past.transfers)
    counting, _ = holds.parted(before, max(0, counted))
    _, let_go = holds.parted(counting, max(0, holds.total(counting) - yen))
    return holds.give_back("pay_day_max", past.wallet, let_go, state)


def told_use(past: Past, after: Sequence[Usage], told: bool, state: State) -> tuple[LimitUsed, ...]:
    """What an outcome says of a limit that is given back: nothing where it is on one day and as
    much as the transfers of the return, unless it is to be `told`, or is that of the card that
    replaced this one."""
    told = told or state.successor(past.wallet) != past.wallet
    if past.verb not in PAYMENTS or not (told or past.outcome.get("used")):
        return ()
    return holds.told("pay_day_max", past.wallet, _used(past), after, state)


def _used(past: Past) -> Uses:
    days = past.outcome.get("used")
    if days:
        return msgspec.convert(days, Uses)
    at = past.effective_at
    if past.verb == "capture":
        at = datetime.fromisoformat(past.outcome["authorised_at"])
    return ((jst_date(at), sum(debit.yen for debit in past.transfers)),)


def paid_to(past: Past) -> Any:
    """The merchant a payment went to."""
    return past.outcome["merchant"]
