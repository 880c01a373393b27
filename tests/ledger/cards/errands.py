"""What is asked for at an edge each time, beside what chance brings: what it is about."""

from datetime import datetime

from tests.ledger.cards.ask_spending import AskSpending
from tests.ledger.cards.books import Card, Done
from tests.ledger.cards.facts import CARD, CASH, PLASTIC, PRODUCTS, known
from tests.ledger.oracle import day

from zandaka import ids
from zandaka.operations.base import Operation
from zandaka.operations.capture import Capture
from zandaka.operations.claim import Claim
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_hold import EndHold
from zandaka.operations.exchange import Exchange
from zandaka.operations.force_post import ForcePost
from zandaka.operations.forward import Forward
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Way, Withdraw


class Errands(AskSpending):
    def errand(self, now: datetime) -> list[Operation]:
        edge = self.edge
        if edge is None:
            return []
        if edge.done is not None:
            return self._of_done(edge.done)
        if edge.card is None:
            return []
        if edge.what == "month":
            return self._one_more(edge.card, now)
        if edge.what == "free":
            return self._of_two_months(edge.card.now, first=now < edge.at)
        if edge.what == "cap":
            return self._above_its_cap(edge.card, now)
        return self._spent(edge.card, now)

    def _spent(self, card: Card, now: datetime) -> list[Operation]:
        """Of what ends, a yen; and what takes its place, as much as there is room for."""
        wallet = ids.WalletId(card.id)
        found: list[Operation] = [Pay(wallet=wallet, merchant="tokyo-1", yen=1)]
        if self.often(3):
            room = min(self.room(wallet, now), card.facts.caps.get("load", 0))
            late = ForcePost(wallet=wallet, merchant="tokyo-1", yen=1)
            found += [late, Load(wallet=wallet, yen=max(1, room))]
        return found

    def _of_done(self, done: Done) -> list[Operation]:
        on = ids.OperationId(done.id)
        if done.hold is not None:
            return self.random.choice((
                [Capture(hold=on, merchant=done.hold.shop, yen=1, final=False)],
                [EndHold(hold=on), ForcePost(hold=on, merchant=done.hold.shop, yen=1)],
            ))  # fmt: skip
        assert done.sent is not None
        to = ids.WalletId(self.oracle.cards[done.sent.to].now.id)
        claim = Claim(send=on, to=to)
        return self.random.choice(([claim], [ReturnSend(send=on)], [ReturnSend(send=on), claim]))

    def _one_more(self, card: Card, now: datetime) -> list[Operation]:
        """Sends what is left of a month; a month later a yen more than is left then."""
        wallet = ids.WalletId(card.id)
        others = [one for one in self.usable(CASH, now) + self.usable(PLASTIC, now) if one != card]
        if not others:
            return []
        to = ids.WalletId(self.random.choice(others).id)
        left = PRODUCTS[CASH].caps["send_month"] - self._sent(card, now)
        more = not any(one.what == "send" and one.on == day(now) for one in card.spells)
        begins = self.edge is not None and now < self.edge.at
        yen = max(1, min(left, 2_500) if begins else left + more)
        return [Load(wallet=wallet, yen=3_000, product=CASH), Send(wallet=wallet, to=to, yen=yen)]

    def _sent(self, card: Card, now: datetime) -> int:
        return self.oracle.in_month(card, "send", now)

    def _of_two_months(self, card: Card, *, first: bool) -> list[Operation]:
        """Withdraws some of one month, and of the next one; then those of the first one fail and
        succeed, in any order, also with a card that replaced the first."""
        wallet = ids.WalletId(card.id)
        way: Way = "atm" if PRODUCTS[card.funds].routes.get("atm") else "bank"
        terminal = "konbini" if way == "atm" else ""
        out = Withdraw(wallet=wallet, yen=110, way=way, terminal=terminal)
        again: list[Operation] = []
        if card.form == "card" and card.facts.exchanged and self.often(4):
            self.secrets += 1
            secret = b"secret %d" % self.secrets
            again = [Exchange(wallet=wallet, secret=secret, medium_returned=True)]
        if first:
            product = "" if card.product == card.funds else card.funds
            return [Load(wallet=wallet, yen=1_000, product=product), out, out, *again]
        found: list[Operation] = []
        for done in self.oracle.done.values():
            payout, on = done.payout, ids.OperationId(done.id)
            if payout is None or payout.card.now is not card or payout.kind != "withdrawal":
                continue
            if payout.free:
                found.append(ReturnWithdrawal(withdrawal=on, reason="denied"))
            elif payout.fee:
                found += [CompleteWithdrawal(withdrawal=on), WaiveFee(withdrawal=on)]
        some = self.random.sample(found[-8:], min(4, len(found)))
        return [out, *some, *again]

    def _above_its_cap(self, card: Card, now: datetime) -> list[Operation]:
        """A card is exchanged, the new one filled; the cap falls; what came back to the old one
        finds no room."""
        new = card.into
        if new is None:
            self.secrets += 1
            secret = b"secret %d" % self.secrets
            return [Exchange(wallet=ids.WalletId(card.id), secret=secret, medium_returned=True)]
        wallet = ids.WalletId(new.id)
        found: list[Operation] = [Load(wallet=wallet, yen=yen) for yen in (4_000, 2_000)]
        for done in self.oracle.done.values():
            payment = done.payment
            if (
                payment is not None
                and payment.card is card
                and any(one.left for one in payment.debits)
            ):
                found.insert(0, Refund(payment=ids.OperationId(done.id), merchant=payment.shop))
        return [*found, Forward(wallet=ids.WalletId(card.id), to=wallet)]

    def sender(self, now: datetime) -> Card | None:
        """A card from which money may be sent."""
        found = [
            one
            for one in self.usable(CASH, now) + self.usable(PLASTIC, now)
            if one.status == "open" and not one.ended and known(one.tier, CASH)
        ]
        return self.random.choice(found) if found else None

    def withdrawer(self, at: datetime) -> Card | None:
        """A card from which money may be withdrawn then; most often one that may be exchanged."""
        found = [
            one
            for product in (CARD, PLASTIC, CASH)
            for one in self.usable(product, at)
            if one.status == "open" and not one.ended and known(one.tier, one.funds)
        ]
        plastic = [one for one in found if one.form == "card"]
        found = plastic if plastic and self.often(6) else found
        return self.random.choice(found) if found else None

    def paid_with(self, at: datetime) -> Card | None:
        """A card that may be exchanged then, and to which a shop may give something back."""
        found = [
            done.payment.card
            for done in self.oracle.done.values()
            if done.payment is not None
            and done.payment.card.form == "card"
            and done.payment.card.status == "open"
            and not done.payment.card.over(at)
            and any(one.left for one in done.payment.debits)
        ]
        return self.random.choice(found[-6:]) if found else None
