"""What holders owe: collected from value on the card, or given up by the issuer."""

from datetime import datetime
from itertools import groupby

from tests.ledger.cards.books import Account, Back, Books, Card, Debt, Done, Lot, not_open
from tests.ledger.oracle import No

from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.write_off_shortfall import WriteOffShortfall

LOSS: Account = ("bad_debt_expense", "")


class Debts(Books):
    def collect_shortfall(self, command: CollectShortfall, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons = not_open(card)
        if card.status == "stopped" or (card.status == "closed" and card.ended):
            # It is still its holder's, or it closed with its contract.
            reasons = []
        debts, codes = self._owing(card, command.yen)
        if codes:
            # Whether there is value enough is asked of what is owed.
            raise No(*reasons, *codes)
        owed = sum(one.owed for one in debts)
        good = [lot for lot in card.lots if lot.good(now)]
        parts, missing = self.spend(good, command.yen or owed, now, card.facts.spent_first)
        if not parts or (command.yen and missing):
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        # A lot for each yen.
        for lot in [lot for lot, yen in parts for _ in range(yen)]:
            debt = next(one for one in debts if one.owed)
            debt.owed -= 1
            debt.taken.append(lot)
            self.take(lot, 1, debt.account)
        return Done(command)

    def write_off_shortfall(self, command: WriteOffShortfall, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        debts, reasons = self._owing(card, command.yen)
        if reasons:
            raise No(*reasons)
        for _ in range(command.yen or sum(one.owed for one in debts)):
            debt = next(one for one in debts if one.owed)
            debt.owed -= 1
            debt.lost += 1
            self._give_up(debt, 1)
        return Done(command)

    def _owing(self, card: Card, yen: int | None) -> tuple[list[Debt], list[str]]:
        """What is owed with a card or one that it replaced, and why `yen` of it cannot be paid."""
        line = self.line(card)
        debts = [one for one in self.debts if one.card in line]
        owed = sum(one.owed for one in debts)
        if not owed:
            return debts, ["nothing_left"]
        return debts, ["exceeds_debit"] if (yen or 0) > owed else []

    def _give_up(self, debt: Debt, yen: int) -> None:
        self.accounts[debt.card.book, *LOSS] -= yen
        self.accounts[debt.card.book, *debt.account] += yen

    def owes_less(self, debt: Debt, yen: int) -> list[Back]:
        """So many of the yen that were missing are paid back: first those that are owed, then
        those that were taken, the last first, and then those that were lost."""
        lots: list[Lot] = []
        for _ in range(yen):
            if debt.owed:
                debt.owed -= 1
            elif debt.taken:
                lots.append(debt.taken.pop())
            else:
                debt.lost -= 1
                self._give_up(debt, -1)
        assert debt.lost >= 0
        return together(lots, debt)


def together(lots: list[Lot], debt: Debt) -> list[Back]:
    """A yen to each of these lots, those of one lot together."""
    return [(lot, len(list(yen)), debt.account) for lot, yen in groupby(lots)]
