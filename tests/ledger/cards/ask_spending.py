"""Commands of payments, holds and returns."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.ledger.cards.asking import Asking
from tests.ledger.cards.books import Done, Hold
from tests.ledger.cards.facts import CARD, MONEY, PLASTIC, TICKET
from tests.ledger.oracle import day

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import Operation
from zandaka.operations.capture import Capture
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.confirm import Confirm
from zandaka.operations.end_hold import EndHold
from zandaka.operations.force_post import ForcePost
from zandaka.operations.increase import Increase
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.void import Void
from zandaka.operations.write_off_shortfall import WriteOffShortfall


class AskSpending(Asking):
    def pay(self, now: datetime) -> Operation:
        wallet = self.wallet(now)
        yen = self._price(wallet, now)
        return Pay(wallet=wallet, merchant=self.shop(), yen=yen, foreign=self.foreign(yen))

    def authorise(self, now: datetime) -> Operation:
        wallet = self.wallet(now, CARD, PLASTIC, PLASTIC, TICKET)
        yen = self._price(wallet, now)
        minutes = self.random.choices((1, 60, 2_000, 20_000, 43_201), (20, 30, 30, 18, 2))[0]
        return Authorise(
            wallet=wallet, merchant=self.shop(), yen=yen, minutes=minutes,
            foreign=self.foreign(yen),
        )  # fmt: skip

    def _price(self, wallet: ids.WalletId, now: datetime) -> int:
        card, there = self.card(wallet), self.free(wallet, now)
        cap = None if card is None else card.facts.caps.get("pay_day")
        left = 0 if card is None else self.oracle.left(card, "pay", cap, day(now))
        edges = [there, self.free(wallet, now, CARD), self.free(wallet, now, MONEY)]
        if card is not None and card.facts.abroad:
            edges.append(card.facts.price_within(there))
        return self.yen(*edges, min(left, 10_000))

    def _hold(self, now: datetime, *, running: bool) -> tuple[ids.OperationId, Hold | None]:
        def likely(done: Done) -> bool:
            assert done.hold is not None
            return bool(done.hold.kept(now)) if running else now >= done.hold.ends

        on, done = self.past(lambda one: one.hold, likely)
        return on, None if done is None else done.hold

    def _at(self, hold: Hold | None) -> str:
        return hold.shop if hold is not None and self.random.random() < 0.95 else self.shop()

    def increase(self, now: datetime) -> Operation:
        on, hold = self._hold(now, running=True)
        yen = self.yen(0 if hold is None else self.free(hold.card.id, now))
        minutes = self.random.choices((None, 10, 5_000, 43_201), (50, 20, 28, 2))[0]
        return Increase(
            hold=on, merchant=self._at(hold), yen=yen, minutes=minutes,
            foreign=self.foreign(yen) if self.often(3) else None,
        )  # fmt: skip

    def capture(self, now: datetime) -> Operation:
        on, hold = self._hold(now, running=True)
        kept = 0 if hold is None else hold.kept(now)
        yen = self.yen(kept, kept // 2) if self.often(5) else None
        foreign = self.foreign(yen) if yen is not None and self.often(3) else None
        return Capture(
            hold=on, merchant=self._at(hold), yen=yen, final=self.often(6), foreign=foreign
        )

    def void(self, now: datetime) -> Operation:
        on, hold = self._hold(now, running=True)
        kept = 0 if hold is None else hold.kept(now)
        return Void(
            hold=on, merchant=self._at(hold), yen=self.yen(kept // 2) if self.often(6) else None
        )

    def end_hold(self, now: datetime) -> Operation:
        on, _ = self.past(
            lambda one: one.hold,
            lambda one: one.hold is not None and one.hold.days and now >= one.hold.ends,
        )
        return EndHold(hold=on)

    def force_post(self, now: datetime) -> Operation:
        if self.often(3) or self.of_edge("end") is not None:
            wallet = self.wallet(now)
            yen = self.yen(self.free(wallet, now), self.free(wallet, now) + 300)
            return ForcePost(
                wallet=wallet, merchant=self.shop(), yen=yen, foreign=self.foreign(yen)
            )
        on, done = self.past(
            lambda one: one.hold,
            lambda one: (
                one.hold is not None
                and one.hold.rest
                and one.hold.ends <= now < one.hold.ends + timedelta(days=4)
            ),
        )
        hold = None if done is None else done.hold
        yen = self.yen(0 if hold is None else hold.rest) if self.often(5) else None
        foreign = self.foreign(yen) if yen is not None and self.often(3) else None
        return ForcePost(hold=on, merchant=self._at(hold), yen=yen, foreign=foreign)

    def refund(self, now: datetime) -> Operation:
        on, done = self.past(lambda one: one.payment, self._strayed())
        payment = None if done is None else done.payment
        shop, left = self.shop(), 0
        if payment is not None:
            shop = payment.shop if self.random.random() < 0.95 else shop
            left = sum(one.left for one in payment.debits if one.to[0] == "merchant_payable")
        yen = self.yen(left, left // 2) if self.often(4) else None
        return Refund(payment=on, merchant=shop, yen=yen)

    def _strayed(self) -> Callable[[Done], object] | None:
        """Now and then a payment that left a debt which somebody ended since, or one with a card
        that was exchanged since."""

        def ended(done: Done) -> bool:
            debt = None if done.payment is None else done.payment.debt
            return debt is not None and bool(debt.taken or debt.lost)

        def exchanged(done: Done) -> bool:
            return done.payment is not None and done.payment.card.into is not None

        return self.random.choice((None, ended, exchanged))

    def restore(self, now: datetime) -> Operation:
        on, done = self.past(lambda one: one.payment or one.lapse, self._strayed())
        of = None if done is None else done.payment or done.lapse
        left = 0 if of is None else sum(one.left for one in of.debits)
        if of is not None and of.debt is not None:
            left = len(of.debt.taken)
        yen = self.yen(left, left // 2) if self.often(4) else None
        return Restore(debit=on, yen=yen, reason="debited twice")

    def confirm(self, now: datetime) -> Operation:
        on, done = self.past(lambda one: one.payment)
        shop = self.shop()
        if done is not None and done.payment is not None and self.often(9):
            shop = done.payment.shop
        return Confirm(payment=on, merchant=shop)

    # -- what is owed

    def _owing(self, now: datetime) -> tuple[ids.WalletId, int]:
        owed: dict[int, int] = {}
        for debt in self.oracle.debts:
            if debt.owed:
                owed[debt.card.now.id] = owed.get(debt.card.now.id, 0) + debt.owed
        if self.often(9):
            wallet = self.where(now, lambda card: card.id in owed)
        else:
            wallet = self.where(now, lambda card: card.into is not None)
        return wallet, owed.get(wallet, 0)

    def collect_shortfall(self, now: datetime) -> Operation:
        wallet, owed = self._owing(now)
        yen = self.yen(owed, owed // 2, self.free(wallet, now)) if self.often(5) else None
        return CollectShortfall(wallet=wallet, yen=yen, reason="netted")

    def write_off_shortfall(self, now: datetime) -> Operation:
        wallet, owed = self._owing(now)
        yen = self.yen(owed, owed // 2) if self.often(7) else None
        return WriteOffShortfall(wallet=wallet, yen=yen, ground="moved away")
