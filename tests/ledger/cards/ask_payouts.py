"""Commands by which value leaves a card for money."""

from datetime import datetime
from typing import Any, cast

from tests.ledger.cards.asking import Asking
from tests.ledger.cards.books import Payout
from tests.ledger.cards.facts import CARD, CASH, MONEY, PLASTIC, TICKET

from zandaka import ids
from zandaka.operations.base import Operation
from zandaka.operations.begin_contract import BeginContract
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.lapse import Lapse
from zandaka.operations.redeem import Redeem
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw


class AskPayouts(Asking):
    def withdraw(self, now: datetime) -> Operation:
        wallet = self.wallet(now, CARD, CARD, PLASTIC, CASH)
        free = self.free(wallet, now, MONEY, CASH)
        way = cast("Any", self.random.choice(("atm", "atm", "bank", "bank")))
        yen = self.yen(free, free - 100, free - 110, free - 220, 100)
        terminal = "konbini" if way == "atm" else ""
        return Withdraw(
            wallet=wallet, yen=yen, way=way, terminal=terminal, automatic=self.often(2)
        )  # fmt: skip

    def redeem(self, now: datetime) -> Operation:
        wallet = self.wallet(now, PLASTIC, PLASTIC, TICKET, CARD)
        ground = self.random.choices(
            ("LAW_ART20_1", "SPECIAL", "ART20_5_EXCEPTION", ""), (55, 30, 10, 5)
        )[0]
        card = self.card(wallet)
        bearer = card is not None and not card.holder and self.often(9)
        yen = self.yen(self.free(wallet, now, PLASTIC, TICKET)) if self.often(6) else None
        return Redeem(
            wallet=wallet, ground=cast("Any", ground), yen=yen, reason="asked for",
            way="desk" if bearer else "bank",
        )  # fmt: skip

    def _payouts(
        self, now: datetime, state: str, *, fee: bool | None = None
    ) -> list[tuple[ids.OperationId, Payout]]:
        return [
            (ids.OperationId(one.id), one.payout)
            for one in self.oracle.done.values()
            if one.payout is not None
            and one.payout.state == state
            and fee in (None, bool(one.payout.fee))
        ]

    def _one_of(self, found: list[ids.OperationId]) -> ids.OperationId:
        if found and self.often(7):
            return self.random.choice(found[-6:])
        return self.past(lambda one: one.payout)[0]

    # Those with a fee are paid, the free one before them fails, and theirs comes back.
    def complete_withdrawal(self, now: datetime) -> Operation:
        fee = True if self.often(5) else None
        return CompleteWithdrawal(
            withdrawal=self._one_of([on for on, _ in self._payouts(now, "ordered", fee=fee)])
        )

    def return_withdrawal(self, now: datetime) -> Operation:
        paid = {(one.card.id, one.on.month) for _, one in self._payouts(now, "paid", fee=True)}
        free = [*self._payouts(now, "ordered", fee=False), *self._payouts(now, "paid", fee=False)]
        found = [on for on, one in free if (one.card.id, one.on.month) in paid]
        # Its holder has left since.
        gone = [
            on
            for on, one in self._payouts(now, "paid")
            if one.card.now.status == "closed" and not one.card.now.holder
        ]
        if gone and self.often(5):
            return ReturnWithdrawal(withdrawal=self.random.choice(gone), reason="sent back")
        return ReturnWithdrawal(withdrawal=self._one_of(found), reason="denied")

    def waive_fee(self, now: datetime) -> Operation:
        paid = self._payouts(now, "paid", fee=True)
        due = [
            on
            for on, one in paid
            if self.oracle.has_free(one.card, one.card.funds, one.route, one.on)
        ]
        return WaiveFee(withdrawal=self._one_of(due or [on for on, _ in paid]))

    def end_contract(self, now: datetime) -> Operation:
        return EndContract(wallet=self.wallet(now, PLASTIC, PLASTIC, CASH, CARD))

    def to_prepaid(self, now: datetime) -> Operation:
        return ToPrepaid(wallet=self.wallet(now, CARD, CARD, CARD, PLASTIC))

    def begin_contract(self, now: datetime) -> Operation:
        return BeginContract(wallet=self.where(now, lambda card: card.ended))

    def lapse(self, now: datetime) -> Operation:
        return Lapse(wallet=self.where(
            now, lambda card: any(lot.yen and not lot.good(now) for lot in card.lots)
        ))  # fmt: skip
