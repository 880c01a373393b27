"""The random program of cards: which commands come how often."""

from datetime import datetime

from tests.ledger.cards.ask_media import AskMedia
from tests.ledger.cards.ask_payouts import AskPayouts
from tests.ledger.cards.ask_sending import AskSending
from tests.ledger.cards.edges import ASKED
from tests.ledger.cards.errands import Errands
from tests.ledger.cards.facts import CARD

from zandaka.operations.base import Operation

VERBS = {
    "open_wallet": 1, "issue_media": 2, "identify": 3, "stop": 3, "resume": 4, "leave": 1,
    "load": 24, "exchange": 4, "forward": 3, "release": 5,
    "pay": 16, "authorise": 12, "increase": 6, "capture": 7, "void": 3, "end_hold": 4,
    "force_post": 8, "refund": 10, "restore": 3, "confirm": 1,
    "send": 18, "claim": 9, "return_send": 6, "charge": 8, "carry_over": 4,
    "withdraw": 13, "complete_withdrawal": 8, "return_withdrawal": 6, "waive_fee": 6,
    "redeem": 4, "end_contract": 3, "to_prepaid": 3, "begin_contract": 6, "lapse": 5,
    "collect_shortfall": 6, "write_off_shortfall": 3, "extend": 7,
}  # fmt: skip


class Generator(AskMedia, AskPayouts, AskSending, Errands):
    def command(self, now: datetime) -> Operation:
        opening = self.opening(now) if self.oracle.cards else self.new(CARD)
        if opening is not None:
            return opening
        stuck = self.stuck(now)
        if stuck is not None:
            return stuck
        verbs = ASKED[self.edge.what] if self.edge is not None and self.often(6) else VERBS
        verb = self.random.choices(tuple(verbs), tuple(verbs.values()))[0]
        return getattr(self, verb)(now)
