"""Payments, holds, late captures, and what shops give back."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

from tests.ledger.cards.books import (
    Account,
    Back,
    Card,
    Debit,
    Debt,
    Done,
    Hold,
    Lot,
    Part,
    Payment,
    Use,
    not_open,
)
from tests.ledger.cards.debts import Debts, together
from tests.ledger.cards.facts import PRODUCTS, abroad
from tests.ledger.oracle import CLOSED, SHOPS, No, day

from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.confirm import Confirm
from zandaka.operations.end_hold import EndHold
from zandaka.operations.force_post import ForcePost
from zandaka.operations.increase import Increase
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.void import Void

LONGEST = 43_200


class Spending(Debts):
    # -- payments and holds

    def pay(self, command: Pay, book: int, now: datetime) -> Done:
        card, total, parts = self._allowed(command, now)
        self._counts(card, total, now)
        use = self.renew(card, now)
        debits = self._to_shop(card, parts, command.yen, command.merchant)
        payment = Payment(card, command.merchant, debits, [(day(now), total)], use)
        return Done(command, payment=payment)

    def authorise(self, command: Authorise, book: int, now: datetime) -> Done:
        minutes = command.minutes or 10_080
        more = ["hold_too_long"] if minutes > LONGEST else []
        card, total, parts = self._allowed(command, now, *more)
        self._counts(card, total, now)
        hold = Hold(
            card, command.merchant, now + timedelta(minutes=minutes), day(now),
            bool(card.facts.abroad) and abroad(command.foreign), dict(parts),
            [(day(now), total)], total, dict(parts),
        )  # fmt: skip
        # What has run out keeps nothing any more: time only goes on.
        self.holds = [*(one for one in self.holds if now < one.ends), hold]
        return Done(command, hold=hold)

    def _allowed(
        self, command: Pay | Authorise, now: datetime, *more: str
    ) -> tuple[Card, int, list[Part]]:
        unknown: list[str] = []
        if command.wallet not in self.cards:
            unknown.append("unknown_wallet")
        if command.merchant not in SHOPS:
            unknown.append("unknown_merchant")
        if unknown:
            raise No(*unknown)
        card = self.cards[command.wallet]
        total = command.yen
        if card.facts.abroad and abroad(command.foreign):
            total += card.facts.fee(command.yen)
        return card, total, self._parts(card, command.merchant, total, total, now, *more)

    def _parts(
        self, card: Card, shop: str, yen: int, whole: int, now: datetime, *more: str
    ) -> list[Part]:
        """`yen` more at a shop, `whole` in all."""
        reasons = [*more]
        if shop in CLOSED:
            reasons.append("merchant_closed")
        reasons += not_open(card)
        left = [lot for lot in card.lots if lot.yen]
        good = [lot for lot in left if lot.good(now)]
        if left and not good:
            reasons.append("value_expired")
        caps = card.facts.caps
        if whole > caps.get("pay", whole) or yen > self.left(
            card, "pay", caps.get("pay_day"), day(now)
        ):
            reasons.append("limit_exceeded")
        parts, missing = self.spend(good, yen, now, card.facts.spent_first)
        if missing:
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        return parts

    def _to_shop(
        self, card: Card, parts: list[Part], price: int, shop: str, owed: int = 0
    ) -> list[Debit]:
        """The price to the shop, and what is beyond it to the fees; of it `owed` are not there."""
        sources: list[tuple[Lot | Account, int]] = [*parts]
        if owed:
            sources.append((("shortfall", card), owed))
        fees: list[tuple[Lot | Account, int]] = []
        debits: list[Debit] = []
        for source, yen in sources:
            part = min(yen, price)
            price -= part
            if part:
                debits.append(Debit(source, ("merchant_payable", shop), part))
            if yen > part:
                fees.append((source, yen - part))
        income = ("fee_income", f"{card.product} overseas")
        debits += [Debit(source, income, yen) for source, yen in fees]
        for one in debits:
            self.accounts[card.book, *one.to] += one.yen
            if isinstance(one.source, Lot):
                one.source.yen -= one.yen
            else:
                self.accounts[card.book, *one.source] -= one.yen
        return debits

    def _counts(self, card: Card, yen: int, now: datetime) -> None:
        """Towards the cap on a day's payments, where there is one."""
        if "pay_day" in card.facts.caps:
            self.use(card, "pay", yen, day(now))

    def _hold(self, identifier: int, shop: str) -> Hold:
        hold = self.past(identifier).hold
        if hold is None:
            raise No("wrong_operation")
        if hold.shop != shop:
            raise No("not_your_operation")
        return hold

    def increase(self, command: Increase, book: int, now: datetime) -> Done:
        if command.merchant not in SHOPS:
            raise No("unknown_merchant")
        hold = self._hold(command.hold, command.merchant)
        card = hold.card
        kept = hold.kept(now)
        yen = command.yen
        if hold.abroad or (card.facts.abroad and abroad(command.foreign)):
            price = command.yen + card.facts.price_within(kept)
            yen = price + card.facts.fee(price) - kept
        more = ["hold_too_long"] if (command.minutes or 0) > LONGEST else []
        if not kept:
            more.append("hold_ended")
        parts = self._parts(card, command.merchant, yen, kept + yen, now, *more)
        self._counts(card, yen, now)
        for lot, part in parts:
            hold.parts[lot] = hold.parts.get(lot, 0) + part
        hold.days.append((day(now), yen))
        hold.rest += yen
        if command.minutes:
            hold.ends = max(hold.ends, now + timedelta(minutes=command.minutes))
        return Done(command)

    def capture(self, command: Capture, book: int, now: datetime) -> Done:
        hold = self._hold(command.hold, command.merchant)
        card, kept = hold.card, hold.kept(now)
        if not kept:
            raise No("hold_ended")
        with_fee = hold.abroad or bool(card.facts.abroad and abroad(command.foreign))
        price = command.yen or (card.facts.price_within(kept) if with_fee else kept)
        yen = price + (card.facts.fee(price) if with_fee else 0)
        if not price or yen > kept:
            raise No("exceeds_hold")
        use = self.renew(card, now)
        parts: list[Part] = []
        missing = yen
        for lot in self._in_order(hold):
            part = min(missing, hold.parts[lot])
            if part:
                missing -= part
                hold.parts[lot] -= part
                parts.append((lot, part))
        debits = self._to_shop(card, parts, price, hold.shop)
        days = _first(hold.days, yen)
        hold.rest = max(0, hold.rest - yen)
        if command.final:
            self._let_go_of(hold)
        return Done(command, payment=Payment(card, hold.shop, debits, days, use))

    def _in_order(self, hold: Hold) -> list[Lot]:
        """In the order of a payment, as their ends are now."""
        first = hold.card.facts.spent_first
        return sorted(hold.parts, key=lambda lot: (first not in ("", lot.product), lot.late))

    def _let_go_of(self, hold: Hold) -> None:
        self.let_go(hold.card, hold.days, sum(yen for _, yen in hold.days))
        hold.parts = dict.fromkeys(hold.parts, 0)
        hold.rest = 0

    def void(self, command: Void, book: int, now: datetime) -> Done:
        hold = self._hold(command.hold, command.merchant)
        kept, facts = hold.kept(now), hold.card.facts
        if not kept:
            raise No("hold_ended")
        price = facts.price_within(kept) if hold.abroad else kept
        asked = price if command.yen is None else command.yen
        if asked > price:
            raise No("exceeds_hold")
        left = price - asked
        if left and hold.abroad:
            left += facts.fee(left)
        if not left:
            self._let_go_of(hold)
            return Done(command)
        yen = missing = kept - left
        for lot in reversed(self._in_order(hold)):
            part = min(missing, hold.parts[lot])
            missing -= part
            hold.parts[lot] -= part
        self.let_go(hold.card, hold.days, yen)
        hold.rest = max(0, hold.rest - yen)
        return Done(command)

    def end_hold(self, command: EndHold, book: int, now: datetime) -> Done:
        hold = self.past(command.hold).hold
        if hold is None:
            raise No("wrong_operation")
        if now < hold.ends:
            raise No("hold_not_ended")
        if not hold.days:
            raise No("nothing_left")
        # What may still be posted by force stays known.
        rest = hold.rest
        self._let_go_of(hold)
        hold.rest = rest
        return Done(command)

    def force_post(self, command: ForcePost, book: int, now: datetime) -> Done:
        if command.wallet is not None:
            self.card(command.wallet)
        if command.merchant not in SHOPS:
            raise No("unknown_merchant")
        hold = None if command.hold is None else self._hold(command.hold, command.merchant)
        asked = self.card(command.wallet or 0) if hold is None else hold.card
        # What an exchanged card had is on the one that stands for it now.
        card = asked.now
        facts = card.facts
        if facts.late_days is None:
            raise No("not_offered")
        with_fee = bool(facts.abroad and abroad(command.foreign))
        rest = command.yen or 0
        reasons: list[str] = []
        if hold is not None:
            if hold.ends + timedelta(days=facts.late_days) <= now:
                reasons.append("hold_ended")
            if now < hold.ends and hold.days:
                reasons.append("hold_not_ended")
            with_fee = with_fee or hold.abroad
            rest = facts.price_within(hold.rest) if with_fee else hold.rest
        price = command.yen or rest
        yen = price + (facts.fee(price) if with_fee else 0)
        if hold is not None and (not price or yen > hold.rest):
            reasons.append("exceeds_hold")
        if reasons:
            raise No(*reasons)
        lots = [*card.lots, *(asked.lots if asked is not card else ())]
        # What is over by now was kept by the hold, or it is none of this.
        over = {lot: _most(hold, lot) for lot in lots if not lot.good(now)}
        if card.status == "stopped" and hold is None:
            lots = []  # what is on a lost card stays, but for what was held before
        parts, missing = self.spend(lots, yen, now, facts.spent_first, over)
        self._counts(card, yen, now)
        use = self.renew(card, now)
        debits = self._to_shop(card, parts, price, command.merchant, missing)
        if hold is not None:
            hold.rest -= yen
        payment = Payment(card, command.merchant, debits, [(day(now), yen)], use)
        if missing:
            payment.debt = Debt(card, missing, missing)
            self.debts.append(payment.debt)
        return Done(command, payment=payment)

    # -- what comes back

    def _payment(self, identifier: int) -> Payment:
        payment = self.past(identifier).payment
        if payment is None:
            raise No("wrong_operation")
        return payment

    def confirm(self, command: Confirm, book: int, now: datetime) -> Done:
        if self._payment(command.payment).shop != command.merchant:
            raise No("not_your_operation")
        return Done(command)

    def refund(self, command: Refund, book: int, now: datetime) -> Done:
        payment = self._payment(command.payment)
        reasons: list[str] = []
        if payment.shop != command.merchant:
            reasons.append("not_your_operation")
        price = [one for one in payment.debits if one.to[0] == "merchant_payable"]
        fees = [one for one in payment.debits if one.to[0] == "fee_income"]
        left = sum(one.left for one in price)
        yen = command.yen or left
        if not left or yen > left:
            reasons.append("exceeds_debit")
        if reasons:
            raise No(*reasons)
        back = _last(price, yen)
        if payment.card.facts.abroad_comes_back:
            whole, taken = sum(one.yen for one in price), sum(one.yen for one in fees)
            due = ceil(Fraction(taken * (whole - left + yen), whole))
            back += _last(fees, max(0, min(taken, due) - sum(one.back for one in fees)))
        parts: list[Back] = [(one, part, one.to) for one, part in back]
        if payment.debt is not None:
            missing = sum(part for one, part in back if not isinstance(one.source, Lot))
            parts += self.owes_less(payment.debt, missing)
        self._return(payment, parts, sum(part for _, part in back), yen == left, now)
        return Done(command)

    def restore(self, command: Restore, book: int, now: datetime) -> Done:
        past = self.past(command.debit)
        of = past.payment or past.lapse
        if of is None:
            raise No("wrong_operation")
        debits = [
            one
            for one in of.debits
            if isinstance(one.source, Lot) and one.to[0] != "withdrawal_payable"
        ]
        if not debits and past.lapse is not None:
            raise No("wrong_operation")
        taken = of.debt.taken if of.debt is not None else []
        left = sum(one.left for one in debits) + len(taken)
        yen = command.yen or left
        if not left or yen > left:
            raise No("exceeds_debit")
        # What was collected later comes back first.
        borne: list[Back] = [] if of.debt is None else self._uncollect(of, of.debt, yen)
        rest = yen - sum(part for _, part, _ in borne)
        for one, part in _last(debits, rest):
            assert isinstance(one.source, Lot)
            by_shop = past.lapse is not None or PRODUCTS[one.source.product].shop_bears
            borne.append((one, part, one.to if by_shop else ("compensation_expense", "")))
        self._return(of, borne, yen, yen == left, now, rejoins=past.lapse is None)
        return Done(command)

    def _uncollect(self, of: Payment, debt: Debt, at_most: int) -> list[Back]:
        """What was collected for a payment, out of who bears it."""
        lots: list[Lot] = []
        missing = [one for one in of.debits if not isinstance(one.source, Lot)]
        while debt.taken and len(lots) < at_most:
            lot = debt.taken.pop()
            lots.append(lot)
            one = next(one for one in reversed(missing) if one.left)
            one.back += 1
            by_shop = PRODUCTS[lot.product].shop_bears
            bearer = one.to if by_shop else ("compensation_expense", "")
            self.accounts[of.card.book, *bearer] -= 1
            self.accounts[of.card.book, *debt.account] += 1
        return together(lots, debt)

    def _return(
        self,
        of: Payment,
        back: list[Back],
        yen: int,
        whole: bool,
        now: datetime,
        *,
        rejoins: bool = True,
    ) -> None:
        """`yen` of what was paid came back, the `whole` of it by now."""
        use: Use | None = of.use if whole and of.use is not None and of.use.live else None
        self.come_back(of.card, back, now, unused=use, rejoins=rejoins)
        if of.days:
            self.let_go(of.card, of.days, yen)


def _most(hold: Hold | None, lot: Lot) -> int:
    """What a hold can have kept of a lot: what was authorised of it, and of one that was increased
    any of what is left."""
    if hold is None or lot not in hold.parts:
        return 0
    first = hold.authorised
    if hold.rest > sum(first.values()) or set(hold.parts) > set(first):
        return hold.rest
    return first[lot]


def _first(days: list[tuple[date, int]], yen: int) -> list[tuple[date, int]]:
    """The first `yen` of these days, which are taken out of them."""
    found: list[tuple[date, int]] = []
    while yen:
        on, used = days.pop(0)
        part = min(used, yen)
        found.append((on, part))
        yen -= part
        if used > part:
            days.insert(0, (on, used - part))
    return found


def _last(debits: list[Debit], yen: int) -> list[tuple[Debit, int]]:
    """What of these is given back first: the last."""
    found: list[tuple[Debit, int]] = []
    for one in reversed(debits):
        part = min(yen, one.left)
        if part:
            found.append((one, part))
            yen -= part
    assert not yen
    return found
