"""The random program of cards: which commands come how often."""

from datetime import datetime

from tests.ledger.cards.ask_media import AskMedia
from tests.ledger.cards.ask_payouts import AskPayouts
from tests.ledger.cards.ask_sending import AskSending
from tests.ledger.cards.ask_spending import AskSpending
from tests.ledger.cards.facts import CARD

from zandaka.operations.base import Operation

VERBS = {
    "open_wallet": 1, "issue_media": 2, "identify": 3, "stop": 2, "resume": 3, "leave": 1,
    "load": 24, "exchange": 3, "forward": 2, "release": 5,
    "pay": 16, "authorise": 12, "increase": 6, "capture": 7, "void": 3, "end_hold": 4,
    "force_post": 6, "refund": 10, "restore": 3, "confirm": 1,
    "send": 14, "claim": 9, "return_send": 6, "charge": 8, "carry_over": 4,
    "withdraw": 13, "complete_withdrawal": 8, "return_withdrawal": 6, "waive_fee": 6,
    "redeem": 4, "end_contract": 3, "to_prepaid": 3, "begin_contract": 6, "lapse": 5,
}  # fmt: skip


class Generator(AskMedia, AskPayouts, AskSending, AskSpending):
    def command(self, now: datetime) -> Operation:
        opening = self.opening(now) if self.oracle.cards else self.new(CARD)
        if opening is not None:
            return opening
        verb = self.random.choices(tuple(VERBS), tuple(VERBS.values()))[0]
        return getattr(self, verb)(now)
