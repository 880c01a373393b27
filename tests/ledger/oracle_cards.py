"""An oracle of cards with two legal kinds: payments, sends and withdrawals told again as simply as
can be, on dictionaries.

As the oracle beside it, it shares nothing with what it judges but the commands and the order of the
refusals. It knows no lots: neither kind of these cards ever ends, so which lot of a kind is taken
makes no difference. Only for the terms of tests/ledger/terms_cards."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.ledger.oracle import CLOSED, ORDER, SHOPS, No, day

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import Operation
from zandaka.operations.capture import Capture
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.identify import Identify
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.resume import Resume
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.stop import Stop
from zandaka.operations.void import Void
from zandaka.operations.waive_fee import WaiveFee
from zandaka.operations.withdraw import Withdraw

CARD, MONEY = "card", "money"
#: Prepaid value is spent first.
SPENT = (CARD, MONEY)
FEES = {"atm": 220, "bank": 110}


@dataclass(eq=False)
class Card:
    book: int
    tier: str
    stopped: bool = False
    value: dict[str, int] = field(default_factory=lambda: {CARD: 0, MONEY: 0})
    id: int = 0

    @property
    def known(self) -> bool:
        return self.tier == "identity_verified"

    @property
    def all(self) -> int:
        return sum(self.value.values())


@dataclass(eq=False)
class Hold:
    card: Card
    shop: str
    expires: datetime
    on: date
    parts: dict[str, int]

    def kept(self, now: datetime) -> dict[str, int]:
        return self.parts if now < self.expires else dict.fromkeys(SPENT, 0)


@dataclass(eq=False)
class Payout:
    card: Card
    way: str
    yen: int
    fee: int
    on: date
    free: bool
    state: str = "ordered"


@dataclass(eq=False)
class Done:
    """What a command came to. `id` is told later."""

    command: Operation
    code: str = ""
    opened: Card | None = None
    hold: Hold | None = None
    payout: Payout | None = None
    id: int = 0


class CardOracle:
    """What the books should be."""

    def __init__(self) -> None:
        self.cards: dict[int, Card] = {}
        self.done: dict[int, Done] = {}
        self.holds: list[Hold] = []
        #: (book, kind, owner) -> yen
        self.accounts: defaultdict[tuple[int, str, str], int] = defaultdict(int)
        #: (card, what, first day of the period) -> yen, or times
        self.used: defaultdict[tuple[int, str, date], int] = defaultdict(int)
        #: The latest month in which a card had a free withdrawal.
        self.free_month: dict[int, date] = {}

    def submit(self, command: Operation, book: int, now: datetime) -> Done:
        try:
            return getattr(self, "_" + command.verb)(command, book, now)
        except No as no:
            return Done(command, min(no.codes, key=ORDER.__getitem__))

    def named(self, done: Done, identifier: int, opened: int) -> None:
        """The numbers that the book gave."""
        done.id = identifier
        self.done[identifier] = done
        if done.opened is not None:
            done.opened.id = opened
            self.cards[opened] = done.opened

    def free(self, card: Card, kind: str, now: datetime) -> int:
        return card.value[kind] - sum(
            hold.kept(now)[kind] for hold in self.holds if hold.card is card
        )

    def _card(self, identifier: int) -> Card:
        if identifier not in self.cards:
            raise No("unknown_wallet")
        return self.cards[identifier]

    def _past(self, identifier: int) -> Done:
        if identifier not in self.done:
            raise No("unknown_operation")
        return self.done[identifier]

    def _move(self, card: Card, kind: str, yen: int, account: tuple[str, str]) -> None:
        """`yen` come onto the card from the account; less than nothing: the other way."""
        card.value[kind] += yen
        self.accounts[card.book, *account] -= yen

    def _open_wallet(self, command: OpenWallet, book: int, now: datetime) -> Done:
        if command.product not in (CARD, MONEY):
            raise No("unknown_product")
        if command.product == MONEY:
            raise No("wrong_form")
        return Done(command, opened=Card(book, command.tier))

    def _identify(self, command: Identify, book: int, now: datetime) -> Done:
        self._card(command.wallet).tier = command.tier
        return Done(command)

    def _stop(self, command: Stop, book: int, now: datetime) -> Done:
        self._card(command.wallet).stopped = True
        return Done(command)

    def _resume(self, command: Resume, book: int, now: datetime) -> Done:
        card = self._card(command.wallet)
        if not card.stopped:
            raise No("wrong_operation")
        card.stopped = False
        return Done(command)

    def _load(self, command: Load, book: int, now: datetime) -> Done:
        card = self._card(command.wallet)
        kind = command.product or CARD
        cash = command.channel == "cash_counter"
        today = (card.id, "cash", day(now))
        reasons: list[str] = []
        if card.stopped:
            reasons.append("wallet_stopped")
        if kind not in SPENT:
            reasons.append("not_offered")
        if kind == MONEY and not card.known:
            reasons.append("tier_too_low")
        if (
            command.yen > 5_000
            or (cash and self.used[today] + command.yen > 6_000)
            or card.all + command.yen > 12_000
            or (kind == MONEY and (command.yen > 4_500 or card.value[MONEY] + command.yen > 9_000))
        ):
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        if cash:
            self.used[today] += command.yen
        self._move(card, kind, command.yen, ("bank_clearing", ""))
        return Done(command)

    def _spend(self, command: Pay | Authorise, now: datetime) -> tuple[Card, dict[str, int]]:
        unknown: list[str] = []
        if command.wallet not in self.cards:
            unknown.append("unknown_wallet")
        if command.merchant not in SHOPS:
            unknown.append("unknown_merchant")
        if unknown:
            raise No(*unknown)
        card = self.cards[command.wallet]
        today = (card.id, "pay", day(now))
        reasons: list[str] = []
        if command.merchant in CLOSED:
            reasons.append("merchant_closed")
        if card.stopped:
            reasons.append("wallet_stopped")
        if command.yen > 4_000 or self.used[today] + command.yen > 7_000:
            reasons.append("limit_exceeded")
        own = min(command.yen, self.free(card, CARD, now))
        parts = {CARD: own, MONEY: command.yen - own}
        if parts[MONEY] > self.free(card, MONEY, now):
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        self.used[today] += command.yen
        return card, parts

    def _pay(self, command: Pay, book: int, now: datetime) -> Done:
        card, parts = self._spend(command, now)
        for kind, yen in parts.items():
            self._move(card, kind, -yen, ("merchant_payable", command.merchant))
        return Done(command)

    def _authorise(self, command: Authorise, book: int, now: datetime) -> Done:
        card, parts = self._spend(command, now)
        assert command.minutes is not None
        until = now + timedelta(minutes=command.minutes)
        hold = Hold(card, command.merchant, until, day(now), parts)
        self.holds.append(hold)
        return Done(command, hold=hold)

    def _held(self, identifier: int, shop: str, now: datetime) -> tuple[Hold, list[str]]:
        hold = self._past(identifier).hold
        if hold is None:
            raise No("wrong_operation")
        reasons: list[str] = []
        if hold.shop != shop:
            reasons.append("not_your_operation")
        if not sum(hold.kept(now).values()):
            reasons.append("hold_ended")
        return hold, reasons

    def _capture(self, command: Capture, book: int, now: datetime) -> Done:
        hold, reasons = self._held(command.hold, command.merchant, now)
        kept = sum(hold.kept(now).values())
        yen = kept if command.yen is None else command.yen
        if yen > kept:
            reasons.append("exceeds_hold")
        if reasons:
            raise No(*reasons)
        for kind in SPENT:
            part = min(yen, hold.parts[kind])
            yen -= part
            hold.parts[kind] -= part
            self._move(hold.card, kind, -part, ("merchant_payable", hold.shop))
        if command.final:
            self._let_go(hold)
        return Done(command)

    def _void(self, command: Void, book: int, now: datetime) -> Done:
        hold, reasons = self._held(command.hold, command.merchant, now)
        if reasons:
            raise No(*reasons)
        self._let_go(hold)
        return Done(command)

    def _let_go(self, hold: Hold) -> None:
        self.used[hold.card.id, "pay", hold.on] -= sum(hold.parts.values())
        hold.parts = dict.fromkeys(SPENT, 0)

    def _send(self, command: Send, book: int, now: datetime) -> Done:
        """All that is the sender's is looked at first, and then the receiver, who may be in another
        book. A wallet that nobody has is found at once only where it would be in the same."""
        near = ids.book_of(command.to) == ids.book_of(command.wallet)
        card = self._card(command.wallet)
        if near:
            self._card(command.to)
        reasons: list[str] = []
        if card.stopped:
            reasons.append("wallet_stopped")
        if command.to == command.wallet:
            reasons.append("not_offered")
        if not card.known:
            reasons.append("tier_too_low")
        sent = (card.id, "send", day(now).replace(day=1))
        if command.yen > 3_000 or self.used[sent] + command.yen > 7_000:
            reasons.append("limit_exceeded")
        if command.yen > self.free(card, MONEY, now):
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        receiver = self._card(command.to)
        if receiver.stopped:
            reasons.append("wallet_stopped")
        if not receiver.known:
            reasons.append("tier_too_low")
        got = (receiver.id, "receive", day(now).replace(day=1))
        if self.used[got] + command.yen > 6_000 or receiver.all + command.yen > 12_000:
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        self.used[sent] += command.yen
        self.used[got] += command.yen
        card.value[MONEY] -= command.yen
        receiver.value[MONEY] += command.yen
        if not near:
            self.accounts[card.book, "in_transit", str(receiver.book)] += command.yen
            self.accounts[receiver.book, "in_transit", str(card.book)] -= command.yen
        return Done(command)

    def _withdraw(self, command: Withdraw, book: int, now: datetime) -> Done:
        card = self._card(command.wallet)
        today = (card.id, "withdraw", day(now))
        reasons: list[str] = []
        # A lost card opens no cash machine, but value goes to its holder's own account.
        if card.stopped and command.way == "atm":
            reasons.append("wallet_stopped")
        if not card.known:
            reasons.append("tier_too_low")
        if command.yen > 3_000 or self.used[today] + command.yen > 4_000:
            reasons.append("limit_exceeded")
        free = command.way == "atm" and self.has_free(card, day(now))
        fee = 0 if free else FEES[command.way]
        if command.yen + fee > self.free(card, MONEY, now):
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        self.used[today] += command.yen
        if free:
            self._take_free(card, day(now))
        payout = Payout(card, command.way, command.yen, fee, day(now), free)
        self._move(card, MONEY, -command.yen - fee, ("withdrawal_payable", _owner(card)))
        return Done(command, payout=payout)

    def has_free(self, card: Card, on: date) -> bool:
        """One a month; of a month before one that had a free one already, nobody knows."""
        month = on.replace(day=1)
        latest = self.free_month.get(card.id, month)
        return latest <= month and self.used[card.id, "free", month] < 1

    def _take_free(self, card: Card, on: date) -> None:
        month = on.replace(day=1)
        self.free_month[card.id] = month
        self.used[card.id, "free", month] += 1

    def _payout(self, identifier: int) -> Payout:
        payout = self._past(identifier).payout
        if payout is None:
            raise No("wrong_operation")
        return payout

    def _complete_withdrawal(self, command: CompleteWithdrawal, book: int, now: datetime) -> Done:
        payout = self._payout(command.withdrawal)
        if payout.state != "ordered":
            raise No("payout_ended")
        card = payout.card
        owed = (card.book, "withdrawal_payable", _owner(card))
        payout.state = "paid"
        self.accounts[owed] -= payout.yen
        self.accounts[card.book, "bank_clearing", ""] += payout.yen
        if payout.fee and payout.way == "atm" and self.has_free(card, payout.on):
            # The one that was free has failed meanwhile: this is the month's first to succeed.
            self._take_free(card, payout.on)
            self._move(card, MONEY, payout.fee, owed[1:])
            payout.fee, payout.free = 0, True
        self.accounts[owed] -= payout.fee
        self.accounts[card.book, "fee_income", "money withdrawal"] += payout.fee
        return Done(command)

    def _waive_fee(self, command: WaiveFee, book: int, now: datetime) -> Done:
        payout = self._payout(command.withdrawal)
        if payout.state != "paid":
            raise No("payout_ended")
        if not payout.fee or payout.way != "atm" or not self.has_free(payout.card, payout.on):
            raise No("nothing_left")
        self._take_free(payout.card, payout.on)
        self._move(payout.card, MONEY, payout.fee, ("fee_income", "money withdrawal"))
        payout.fee, payout.free = 0, True
        return Done(command)

    def _return_withdrawal(self, command: ReturnWithdrawal, book: int, now: datetime) -> Done:
        payout = self._payout(command.withdrawal)
        if payout.state == "returned":
            raise No("payout_ended")
        card, owner = payout.card, _owner(payout.card)
        paid = payout.state == "paid"
        value = ("bank_clearing", "") if paid else ("withdrawal_payable", owner)
        fee = ("fee_income", "money withdrawal") if paid else ("withdrawal_payable", owner)
        self._move(card, MONEY, payout.yen, value)
        self._move(card, MONEY, payout.fee, fee)
        payout.state = "returned"
        self.used[card.id, "withdraw", payout.on] -= payout.yen
        if payout.free:
            self.used[card.id, "free", payout.on.replace(day=1)] -= 1
        return Done(command)


def _owner(card: Card) -> str:
    return str(ids.WalletId(card.id))


def told(oracle: CardOracle, now: datetime) -> dict[str, Any]:
    """What the tables should say."""
    return {
        "value": {
            (card.id, kind): yen
            for card in oracle.cards.values()
            for kind, yen in card.value.items()
            if yen
        },
        "held": {
            card.id: held
            for card in oracle.cards.values()
            if (held := card.all - sum(oracle.free(card, kind, now) for kind in SPENT))
        },
        "cards": {
            card.id: ("stopped" if card.stopped else "open", card.tier)
            for card in oracle.cards.values()
        },
        "accounts": {key: yen for key, yen in oracle.accounts.items() if yen},
        "payouts": {
            done.id: (done.payout.state, done.payout.yen, done.payout.fee)
            for done in oracle.done.values()
            if done.payout is not None
        },
    }
