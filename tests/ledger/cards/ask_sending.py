"""Commands that take value to another card."""

from datetime import datetime
from typing import Any, cast

from tests.ledger.cards.asking import Asking
from tests.ledger.cards.books import Done
from tests.ledger.cards.facts import CARD, CASH, MONEY, PLASTIC, PRODUCTS, TICKET
from tests.ledger.oracle import day

from zandaka import ids
from zandaka.operations.base import Operation
from zandaka.operations.carry_over import CarryOver
from zandaka.operations.charge import Charge
from zandaka.operations.claim import Claim
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.send import Send


class AskSending(Asking):
    def send(self, now: datetime) -> Operation:
        at = self.of_edge("month")
        if at is not None and at.funds == CASH:
            # What is left of the month, or a yen more.
            left = PRODUCTS[CASH].caps["send_month"] - self._month(at.id, "send", now)
            return Send(
                wallet=ids.WalletId(at.id), to=self.wallet(now, PLASTIC, CASH),
                yen=max(1, left + self.random.choice((0, 1, 1))),
            )  # fmt: skip
        if self.often(5):
            wallet, to, product = self.wallet(now, CARD), self.wallet(now, CARD), MONEY
        else:
            wallet, product = self.wallet(now, PLASTIC, CASH), CASH
            to = self.wallet(now, PLASTIC, CASH)
        caps = PRODUCTS[product].caps
        edges = (
            self.free(wallet, now, product),
            caps["send"],
            caps["send_month"] - self._month(wallet, "send", now),
            caps["receive_month"] - self._month(to, "receive", now),
            self.room(to, now),
        )
        # Most often the one that is met first.
        edges = (min(edges),) if self.often(7) else edges
        return Send(wallet=wallet, to=to, yen=self.yen(*edges))

    def _month(self, wallet: int, what: str, now: datetime) -> int:
        card = self.card(wallet)
        if card is None:
            return 0
        month = day(now).replace(day=1)
        return self.oracle.in_month(card, what, now) + self.oracle.used[card, what, month]

    def _pending(self, done: Done, now: datetime, *, over: bool) -> bool:
        sent = done.sent
        return (
            sent is not None
            and sent.state == "pending"
            and now >= sent.opens
            and (now >= sent.ends) == over
        )

    def claim(self, now: datetime) -> Operation:
        on, done = self.past(
            lambda one: one.sent, lambda one: self._pending(one, now, over=False)
        )  # fmt: skip
        to = self.wallet(now, PLASTIC, CASH)
        if done is not None and done.sent is not None and self.random.random() < 0.95:
            to = ids.WalletId(done.sent.to)
            receiver = self.card(to)
            if receiver is not None and receiver.into is not None and self.often(8):
                to = ids.WalletId(receiver.now.id)
        return Claim(send=on, to=to)

    def return_send(self, now: datetime) -> Operation:
        on, _ = self.past(lambda one: one.sent, lambda one: self._pending(one, now, over=True))
        return ReturnSend(send=on)

    def charge(self, now: datetime) -> Operation:
        wallet = self.wallet(now, TICKET, TICKET, TICKET, PLASTIC)
        to = self.wallet(now, CARD, PLASTIC, PLASTIC)
        channel = cast("Any", self.random.choices(("app", "web", "store"), (60, 30, 10))[0])
        yen = None
        if self.often(6):
            yen = self.yen(self.free(wallet, now), self.room(to, now))
        return Charge(
            wallet=wallet, to=to, yen=yen, channel=channel, accept_exemption_loss=self.often(9)
        )

    def carry_over(self, now: datetime) -> Operation:
        return CarryOver(
            wallet=self.wallet(now, TICKET, TICKET, TICKET, PLASTIC),
            to=self.wallet(now, PLASTIC, PLASTIC, PLASTIC, CARD),
            accept_exemption_loss=self.often(9),
        )
