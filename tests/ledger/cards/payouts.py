"""Value that leaves a card for money: withdrawals, refunds on a ground, the ends of contracts, and
what has come to its end."""

from datetime import date, datetime

from tests.ledger.cards.books import (
    BANK,
    Account,
    Books,
    Card,
    Debit,
    Done,
    Lot,
    Part,
    Payment,
    Payout,
    not_open,
)
from tests.ledger.cards.facts import CASH, END_FEE, PRODUCTS, known
from tests.ledger.oracle import No, day

from zandaka.operations.begin_contract import BeginContract
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.lapse import Lapse
from zandaka.operations.redeem import Redeem
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw


class Payouts(Books):
    def withdraw(self, command: Withdraw, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        product = card.funds
        route = "automatic" if command.automatic and command.way == "bank" else command.way
        # A lost card opens no cash machine, but value goes to its holder's own account.
        reasons = [
            code for code in not_open(card) if code != "wallet_stopped" or command.way == "atm"
        ]
        if not product:
            raise No(*reasons, "not_offered")
        facts = PRODUCTS[product]
        if not known(card.tier, product):
            reasons.append("tier_too_low")
        if route not in facts.routes:
            raise No(*reasons, "not_offered")
        cap = facts.caps.get("withdraw_day")
        if command.yen > min(facts.caps["withdraw"], self.left(card, "withdraw", cap, day(now))):
            reasons.append("limit_exceeded")
        free = self.has_free(card, product, route, day(now))
        fee = 0 if free else facts.routes[route].fee
        pays = command.yen - fee if facts.fee_inside else command.yen
        good = [lot for lot in card.lots if lot.product == product and lot.good(now)]
        parts, missing = self.spend(good, pays + fee, now)
        if missing:
            reasons.append("insufficient_value")
        if pays <= 0:
            reasons.append("nothing_left")
        if reasons:
            raise No(*reasons)
        if cap is not None:
            self.use(card, "withdraw", command.yen, day(now))
        if free:
            self._take_free(card, route, day(now))
        payout = Payout(
            card, "withdrawal", command.way, pays, day(now), fee=fee, route=route, free=free,
            counted=0 if cap is None else command.yen,
        )  # fmt: skip
        # What is paid out and what is kept for the fee, each by itself.
        payout.debits = [
            self.take(lot, part, owed(card))
            for some in _cut(parts, pays)
            for lot, part in some
        ]  # fmt: skip
        return Done(command, payout=payout)

    def has_free(self, card: Card, product: str, route: str, on: date) -> bool:
        """So many of each month, whichever has begun since."""
        terms = PRODUCTS[product].routes[route]
        return bool(terms.fee) and self.used[card.now, f"free {route}", first(on)] < terms.free

    def _take_free(self, card: Card, route: str, on: date) -> None:
        self.use(card.now, f"free {route}", 1, first(on))

    def redeem(self, command: Redeem, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons: list[str] = []
        if command.way == "bank" and not card.holder:
            reasons.append("wrong_form")
        left = [lot for lot in card.lots if lot.yen and lot.product != card.funds]
        good = [lot for lot in left if lot.good(now)]
        if left and not good:
            reasons.append("value_expired")
        if not command.ground:
            reasons.append("ground_required")
        elif command.ground not in card.facts.grounds:
            reasons.append("not_offered")
        there = sum(self.free(lot, now) for lot in good)
        yen = command.yen or there
        if not there:
            # That there is nothing at all says more than that it is too little.
            reasons.append("hold_open" if good else "nothing_left")
        elif yen > there:
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        payout = Payout(card, "redemption", command.way, yen, day(now))
        parts, _ = self.spend(good, yen, now)
        payout.debits = [self.take(lot, part, owed(card)) for lot, part in parts]
        return Done(command, payout=payout)

    # -- what becomes of it

    def payout(self, identifier: int) -> Payout:
        payout = self.past(identifier).payout
        if payout is None:
            raise No("wrong_operation")
        return payout

    def complete_withdrawal(self, command: CompleteWithdrawal, book: int, now: datetime) -> Done:
        payout = self.payout(command.withdrawal)
        if payout.state != "ordered":
            raise No("payout_ended")
        card = payout.card
        payout.state = "paid"
        self._shift(card, owed(card), BANK, payout.yen)
        if payout.fee and self.has_free(card, card.funds, payout.route, payout.on):
            # The one that was free has failed meanwhile: this is the month's first to succeed.
            self._free_after_all(payout, owed(card), now)
        self._shift(card, owed(card), _income(payout), payout.fee)
        return Done(command)

    def waive_fee(self, command: WaiveFee, book: int, now: datetime) -> Done:
        payout = self.payout(command.withdrawal)
        if payout.state != "paid":
            raise No("payout_ended")
        if not payout.fee or not self.has_free(
            payout.card, payout.card.funds, payout.route, payout.on
        ):
            raise No("nothing_left")
        self._free_after_all(payout, _income(payout), now)
        return Done(command)

    def _free_after_all(self, payout: Payout, out_of: Account, now: datetime) -> None:
        self._take_free(payout.card, payout.route, payout.on)
        self.come_back(
            payout.card, [(one, one.yen, out_of) for one in _for_fee(payout)], now
        )  # fmt: skip
        payout.fee, payout.free = 0, True

    def return_withdrawal(self, command: ReturnWithdrawal, book: int, now: datetime) -> Done:
        payout = self.payout(command.withdrawal)
        if payout.state == "returned":
            raise No("payout_ended")
        card, paid = payout.card, payout.state == "paid"
        over = payout.kind == "redemption" and any(
            isinstance(one.source, Lot) and not self.good_again(one.source, now)
            for one in payout.debits
            if one.left
        )
        gone = card.now.status == "closed" and not card.now.holder
        if payout.kind == "contract_end" or over or gone:
            # No wallet has it any more, it would be good no more, or nobody could use it: it stays
            # owed, with the fee kept beside it as before.
            self._shift(card, BANK, owed(card), payout.yen if paid else 0)
            self._shift(card, _income(payout), owed(card), payout.fee if paid else 0)
            payout.state = "ordered"
            if payout.way == "atm":
                payout.way = "bank"
            return Done(command)
        fee = _for_fee(payout)
        self.come_back(
            card,
            [
                (one, one.left, (_income(payout) if one in fee else BANK) if paid else owed(card))
                for one in payout.debits
                if one.left
            ],
            now,
        )
        payout.state = "returned"
        if payout.counted:
            self.used[card.now, "withdraw", payout.on] -= payout.counted
        if payout.free:
            self.used[card.now, f"free {payout.route}", first(payout.on)] -= 1
        return Done(command)

    def _shift(self, card: Card, out_of: Account, into: Account, yen: int) -> None:
        self.accounts[card.book, *out_of] -= yen
        self.accounts[card.book, *into] += yen

    # -- the ends of contracts, and of value

    def end_contract(self, command: EndContract, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        inside = self._contract(card, "pay_out", now)
        if card.ended and not inside:
            raise No("contract_ended")
        if self.owes(card):
            raise No("open_items")
        yen = sum(lot.yen for lot in inside)
        # What has come to its end pays no fee, and nobody pays it twice.
        running = sum(lot.yen for lot in inside if lot.good(now))
        fee = rest = 0 if card.ended else min(END_FEE, running)
        for lot in inside:
            part = min(lot.yen, rest) if lot.good(now) else 0
            rest -= part
            self.take(lot, part, ("fee_income", f"{card.funds} contract_end"))
            self.take(lot, lot.yen, owed(card))
        card.ended = True
        if card.product == card.funds:
            card.status = "closed"
        payout = Payout(card, "contract_end", "bank", yen - fee, day(now))
        return Done(command, payout=payout if yen > fee else None)

    def to_prepaid(self, command: ToPrepaid, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        inside = self._contract(card, "to_prepaid", now)
        if card.ended and not inside:
            raise No("contract_ended")
        if inside:
            lot = self.lot(card, card.product, card.ends, now)
            for one in inside:
                lot.yen += one.yen
                one.yen = 0
        card.ended = True
        return Done(command)

    def _contract(self, card: Card, how: str, now: datetime) -> list[Lot]:
        """The funds-transfer value of a card whose contract may end now."""
        reasons = [code for code in not_open(card) if code != "wallet_stopped"]
        if not card.funds or PRODUCTS[card.funds].contract_ends != how:
            raise No(*(not_open(card) or ["not_offered"]))
        if card.status == "closed" and card.ended:
            # It closed with its contract, and what came back later is owed.
            reasons = []
        inside = [lot for lot in card.lots if lot.yen and lot.product == card.funds]
        if self.under_way(card, now):
            reasons.append("open_items")
        if reasons:
            raise No(*reasons)
        return inside

    def owes(self, card: Card) -> bool:
        """Whether its holder owes something, with it or a card that it replaced."""
        return any(self.accounts[one.book, "shortfall", one] for one in self.line(card))

    def under_way(self, card: Card, now: datetime) -> bool:
        """Whether something of a card's funds-transfer value, or of those that it replaced, is to
        come back or to go on."""
        line = self.line(card) if card.funds else []
        for one in line:
            inside = [lot for lot in one.lots if lot.yen and lot.product == card.funds]
            if any(self.free(lot, now) < lot.yen for lot in inside):
                return True
            if one is not card and any(lot.good(now) for lot in inside):
                return True
            if any(lot.product == card.funds for some in one.parked for lot, _ in some.parts):
                return True
        for done in self.all:
            payout, sent, way = done.payout, done.sent, done.way
            if (
                (payout and payout.card in line and payout.is_ordered("withdrawal"))
                or (sent and sent.card in line and sent.state in ("pending", "claiming"))
                or (way and way.card in line and not way.settled)
            ):
                return True
        return False

    def begin_contract(self, command: BeginContract, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons = not_open(card)
        if card.over(now):
            reasons.append("value_expired")
        if not card.funds:
            raise No(*reasons, "not_offered")
        if not known(card.tier, card.funds):
            reasons.append("tier_too_low")
        if not card.ended:
            reasons.append("nothing_left")
        if reasons:
            raise No(*reasons)
        card.ended = False
        return Done(command)

    def lapse(self, command: Lapse, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        left = [lot for lot in card.lots if lot.yen]
        over = sorted((lot for lot in left if not lot.good(now)), key=lambda lot: lot.late)
        parts = [(lot, self.free(lot, now)) for lot in over if self.free(lot, now)]
        if not parts:
            codes = {(True, True): "hold_open", (True, False): "not_expired"}
            raise No(codes.get((bool(left), bool(over)), "nothing_left"))
        debits: list[Debit] = []
        for lot, yen in parts:
            income = ("breakage_income", lot.product)
            debits.append(self.take(lot, yen, owed(card) if lot.product == CASH else income))
        kept = sum(yen for lot, yen in parts if lot.product == CASH)
        way = "bank" if card.holder else "desk"
        payout = Payout(card, "contract_end", way, kept, day(now)) if kept else None
        return Done(command, lapse=Payment(card, "", debits, [], None), payout=payout)


def first(on: date) -> date:
    """The day on which its month begins."""
    return on.replace(day=1)


def owed(card: Card) -> Account:
    return "withdrawal_payable", card


def _income(payout: Payout) -> Account:
    return "fee_income", f"{payout.card.funds} withdrawal"


def _for_fee(payout: Payout) -> list[Debit]:
    """Those of the debits, the last ones, that were kept for the fee."""
    found: list[Debit] = []
    for one in reversed(payout.debits):
        if sum(fee.yen for fee in found) < payout.fee:
            found.insert(0, one)
    return found


def _cut(parts: list[Part], yen: int) -> tuple[list[Part], list[Part]]:
    """The first `yen` of the parts, and the rest."""
    first: list[Part] = []
    rest: list[Part] = []
    for lot, part in parts:
        into = min(part, yen)
        yen -= into
        if into:
            first.append((lot, into))
        if part > into:
            rest.append((lot, part - into))
    return first, rest
