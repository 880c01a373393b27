"""Whose the money is, in the middle of a random history: the list comes to the sums, the sums to
the balances that the books had then, and every wallet's part to what it owns."""

import contextlib
from collections import Counter
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from tests.funds.conftest import START, House

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.claim import Claim
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.release import Release
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.settle_merchant import SettleMerchant
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.operations.transit import finish, in_transit
from zandaka.operations.withdraw import Withdraw
from zandaka.postgres import Database
from zandaka.reads import rights
from zandaka.reads.rights import Right
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

TERMS = Path(__file__).resolve().parents[2] / "terms"
PRODUCTS = {
    "webmoney-prepaid-card": "webmoney-prepaid-card-funds",
    "au-pay-prepaid-card": "au-pay-funds",
}
SHOPS = ("mise", "omise")

# The books as they were, entry by entry from the beginning.
_BALANCES = """
SELECT a.kind, coalesce(a.owner, a.wallet::text), a.wallet, coalesce(s.legal_kind, ''), sum(e.yen)
FROM accounts a LEFT JOIN series s ON s.id = a.series
JOIN (
    SELECT credit AS account, yen, effective_at FROM transfers
    UNION ALL SELECT debit, -yen, effective_at FROM transfers
) e ON e.account = a.id
WHERE e.effective_at <= %s GROUP BY 1, 2, 3, 4
"""
_PAYOUTS = """
SELECT o.verb, o.id, o.request ->> 'withdrawal', o.outcome
FROM operations o
WHERE o.code = '' AND o.effective_at <= %s AND o.verb IN
    ('withdraw', 'end_contract', 'complete_withdrawal', 'return_withdrawal')
ORDER BY o.effective_at, o.recorded_at, o.id
"""


class History:
    """Random commands, of which some are refused. What goes to another book arrives later."""

    def __init__(self, house: House, random: Random) -> None:
        self.house = house
        self.random = random
        self.cards = [
            (house.card(0, product, f"holder-{n}"), product)
            for n in range(5)
            for product in PRODUCTS
        ]
        self.crossing: list[Answer] = []
        self.accepted: Counter[str] = Counter()
        self.payments: list[ids.OperationId] = []
        self.holds: list[ids.OperationId] = []
        self.sends: list[tuple[ids.OperationId, ids.WalletId]] = []
        self.orders: list[ids.OperationId] = []
        self.begun = house.clock.now()
        for wallet, product in self.cards:
            self.ask(Load(wallet=wallet, yen=100_000, product=PRODUCTS[product]))
        for wallet, _ in self.cards[:4]:
            for yen in (500_000, 380_000):
                self.ask(Load(wallet=wallet, yen=yen))

    def run(self, steps: int) -> None:
        acts: dict[Callable[[], None], float] = {
            self.load: 8, self.pay: 6, self.hold: 2, self.refund: 3, self.send: 8, self.claim: 6,
            self.take_back: 3, self.withdraw: 6, self.end_order: 7, self.arrive: 8,
            self.settle: 2, self.end: 0.2, self.turn: 0.2, self.release: 2,
        }  # fmt: skip
        for _ in range(steps):
            self.house.clock.set(
                self.house.clock.now() + timedelta(minutes=self.random.choice((0, 1, 90, 900)))
            )
            self.random.choices(list(acts), list(acts.values()))[0]()

    def card(self) -> tuple[ids.WalletId, str]:
        return self.random.choice(self.cards)

    def spender(self) -> ids.WalletId:
        """One without prepaid value: what shops are owed is all of one kind."""
        return self.random.choice(self.cards[4:])[0]

    def ask(self, command: Any) -> Answer:
        answer = self.house.ask(command)
        self.accepted[command.verb] += answer.accepted
        if answer.accepted and command.verb in ("send", "claim") and in_transit(answer):
            self.crossing.append(answer)
        return answer

    def load(self) -> None:
        wallet, product = self.card()
        if self.random.random() < 0.4:
            # Prepaid value beside it fills the card, so that what comes back has no room.
            wallet, _ = self.random.choice(self.cards[:4])
            self.ask(Load(wallet=wallet, yen=max(1, 1_000_000 - self.house.balance(wallet))))
        else:
            self.ask(
                Load(
                    wallet=wallet, yen=self.random.randrange(1, 100_001), product=PRODUCTS[product]
                )
            )

    def pay(self) -> None:
        wallet = self.spender()
        network = self.random.choice(("webmoney", "mastercard", ""))
        answer = self.ask(
            Pay(
                wallet=wallet, merchant=self.random.choice(SHOPS), network=network,
                yen=self.random.randrange(1, 20_000),
            )
        )  # fmt: skip
        if answer.accepted:
            self.payments.append(ids.OperationId(answer.operation))

    def hold(self) -> None:
        wallet = self.spender()
        shop = self.random.choice(SHOPS)
        yen = self.random.randrange(2, 9_000)
        held = self.ask(Authorise(wallet=wallet, merchant=shop, yen=yen, network="mastercard"))
        if held.accepted:
            taken = Capture(hold=ids.OperationId(held.operation), merchant=shop, yen=yen - 1)
            answer = self.ask(taken)
            if answer.accepted:
                self.payments.append(ids.OperationId(answer.operation))

    def refund(self) -> None:
        if self.payments:
            payment = self.random.choice(self.payments)
            yen = self.random.choice((None, 500))
            self.ask(Refund(payment=payment, merchant=self.random.choice(SHOPS), yen=yen))

    def send(self) -> None:
        wallet, product = self.card()
        to = self.random.choice([one for one, of in self.cards if of == product])
        answer = self.ask(Send(wallet=wallet, to=to, yen=self.random.randrange(1, 30_000)))
        if answer.accepted and product == "webmoney-prepaid-card":
            self.sends.append((ids.OperationId(answer.operation), to))

    def claim(self) -> None:
        if self.sends:
            send, to = self.random.choice(self.sends)
            self.ask(Claim(send=send, to=to))

    def take_back(self) -> None:
        for send, _ in self.sends[:6]:
            self.ask(ReturnSend(send=send))

    def withdraw(self) -> None:
        wallet, _ = self.card()
        way = self.random.choice(("bank", "atm"))
        terminal = "atm-1" if way == "atm" else ""
        yen = self.random.choice((1_000, 5_000, 10_000))
        answer = self.ask(Withdraw(wallet=wallet, yen=yen, way=way, terminal=terminal))
        if answer.accepted:
            self.orders.append(ids.OperationId(answer.operation))

    def end_order(self) -> None:
        if not self.orders:
            return
        order = self.random.choice(self.orders)
        if self.random.random() < 0.3:
            self.ask(ReturnWithdrawal(withdrawal=order, reason="account closed"))
            return
        # Of a bank it is known only later when it credited.
        at = self.house.clock.now() - timedelta(minutes=self.random.choice((0, 0, 30)))
        self.ask(CompleteWithdrawal(withdrawal=order, effective_at=at))

    def arrive(self) -> None:
        self.random.shuffle(self.crossing)
        for answer in self.crossing[: len(self.crossing) // 2 + 1]:
            finish(self.house.ledger, answer)
            self.crossing.remove(answer)

    def settle(self) -> None:
        shop, book = self.random.choice(SHOPS), self.random.randrange(2)
        now = self.house.clock.now()
        owed = self.house.rows(
            "SELECT balance FROM accounts WHERE kind = 'merchant_payable' AND owner = %s"
            " AND book = %s", (shop, book),
        )  # fmt: skip
        # All that was paid before this very instant, which nothing else happens in.
        self.house.clock.set(now + timedelta(seconds=1))
        if owed and owed[0][0]:
            self.ask(
                SettleMerchant(
                    merchant=shop, of_book=book, yen=owed[0][0], through=self.house.clock.now()
                )
            )
            self.payments.clear()
        self.house.clock.set(now + timedelta(seconds=2))

    def end(self) -> None:
        wallet, _ = self.random.choice([one for one in self.cards if one[1].startswith("web")])
        answer = self.ask(EndContract(wallet=wallet))
        if answer.accepted:
            self.orders.append(ids.OperationId(answer.operation))

    def turn(self) -> None:
        wallet, _ = self.random.choice([one for one in self.cards if one[1].startswith("au")])
        self.ask(ToPrepaid(wallet=wallet))

    def release(self) -> None:
        # What goes out makes room for what was kept apart.
        for wallet, _ in self.cards[:4]:
            answer = self.ask(Withdraw(wallet=wallet, yen=10_000))
            if answer.accepted:
                self.orders.append(ids.OperationId(answer.operation))
            self.ask(Release(wallet=wallet))


class Books:
    """The books as of an instant, added up from the beginning."""

    def __init__(self, house: House, at: datetime) -> None:
        self.lots: Counter[int] = Counter()
        self.beside: dict[str, Counter[int]] = {
            kind: Counter() for kind in ("send_pending", "withdrawal_payable", "suspense")
        }
        self.total: Counter[str] = Counter()
        for kind, owner, wallet, legal_kind, yen in house.rows(_BALANCES, (at,)):
            if kind in self.beside:
                self.beside[kind][int(ids.WalletId.parse(owner))] += int(yen)
            if kind == "lot" and legal_kind == "funds_transfer":
                self.lots[wallet] += int(yen)
            elif kind != "lot":
                self.total[kind] += int(yen)
        orders: dict[str, tuple[int, int]] = {}
        ended: set[str] = set()
        for verb, number, of, outcome in house.rows(_PAYOUTS, (at,)):
            if verb in ("withdraw", "end_contract"):
                fee = outcome["fee_yen"] if verb == "withdraw" else 0
                orders[str(ids.OperationId(number))] = (outcome["pays_yen"], fee)
            elif verb == "complete_withdrawal" or "still_owed_yen" not in outcome:
                ended.add(of)
            else:
                ended.discard(of)
        under_way = [of for one, of in orders.items() if one not in ended]
        self.to_be_paid = sum(pays for pays, _ in under_way)
        self.kept_for_fees = sum(fee for _, fee in under_way)


def of(found: list[Right], *places: str) -> Counter[int]:
    """Yen by wallet in some of the places."""
    told: Counter[int] = Counter()
    for one in found:
        if one.where in places:
            told[int(one.wallet)] += one.yen
    return told


def check(house: House, terms: Terms, at: datetime) -> list[Right]:
    """Looks at the rights as of an instant from every side; returns them."""
    books = Books(house, at)
    with house.database.connect() as connection:
        sums = rights.sums(connection, terms, at)
        found = list(rights.stream(connection, terms, at))
        pages: list[Right] = []
        place = rights.FIRST
        while page := rights.page(connection, terms, at, place, 11):
            pages += page
            place = rights.place_of(page[-1])
        assert pages == found
        listed: Counter[tuple[str, str, str]] = Counter()
        for one in found:
            listed[one.where, one.product, one.held_as] += one.yen
        assert {(one.where, one.product, one.held_as): one.yen for one in sums} == listed
        for wallet in {one.wallet for one in found[:: len(found) // 3 + 1]}:
            told = rights.sums(connection, terms, at, wallet)
            assert sum(one.yen for one in told) == sum(
                one.yen for one in found if one.wallet == wallet
            )
    assert of(found, "card") == +books.lots
    assert of(found, "suspense") == +books.beside["suspense"]
    assert of(found, "withdrawal").total() == books.to_be_paid
    assert books.to_be_paid + books.kept_for_fees == books.total["withdrawal_payable"]
    assert of(found, "send").total() == books.total["send_pending"] + books.total["in_transit"]
    assert of(found, "payment").total() == books.total["merchant_payable"]
    if not books.total["in_transit"]:
        mine = [one for one in found if one.held_as == "sender"]
        if all(one.held_as != "receiver" for one in found):
            assert of(mine, "send") == +books.beside["send_pending"]
    return found


@contextlib.contextmanager
def a_house(database: Database, terms: Terms) -> Generator[House]:
    clock = SetClock(START)
    with database.connect(role=None, autocommit=True) as connection:
        for shop, networks in (("mise", ["webmoney"]), ("omise", ["mastercard", "webmoney"])):
            merchants.put(connection, MerchantEntry(shop, "サンプル店", "13", "open", networks))
    with Ledger(database.connect, terms, 2, clock) as ledger:
        yield House(database, ledger, clock)
    with database.connect(autocommit=True) as connection:
        verify(connection)


def with_acceptance(terms: Terms) -> Terms:
    """The other reading: what was sent is the receiver's once it was accepted (R101)."""
    products = dict(terms.products)
    for name in PRODUCTS.values():
        product = products[name]
        sending = msgspec.structs.replace(product.sending, right_moves="acceptance")
        products[name] = msgspec.structs.replace(product, sending=sending)
    return msgspec.structs.replace(terms, products=products)


@pytest.mark.parametrize(("seed", "seen"), [(1, {"suspense"}), (2, set[str]())])
def test_in_the_middle_of_a_random_history_everybody_has_what_the_books_say(
    database: Database, seed: int, seen: set[str]
) -> None:
    terms = load_terms(TERMS)
    other = with_acceptance(terms)
    random = Random(seed)
    with a_house(database, terms) as house:
        history = History(house, random)
        history.run(200)
        ends = house.clock.now()
        moments = [
            row[0] for row in house.rows("SELECT DISTINCT effective_at FROM transfers ORDER BY 1")
        ]
        asked = random.sample(moments, 5)
        asked += [one - timedelta(microseconds=1) for one in random.sample(moments, 2)]
        places: Counter[str] = Counter()
        for at in (*asked, ends, history.begun - timedelta(microseconds=1)):
            places.update(one.where for one in check(house, terms, at))
            read_otherwise = check(house, other, at)
            places.update(one.held_as for one in read_otherwise)
    # A history in which nothing of a kind happened shows nothing.
    assert {verb for verb in VERBS if not history.accepted[verb]} == set()
    assert {"card", "payment", "send", "withdrawal", "sender", "receiver"} | seen <= set(places)


VERBS = (
    "load", "pay", "capture", "refund", "send", "claim", "withdraw",
    "complete_withdrawal", "return_withdrawal", "settle_merchant",
)  # fmt: skip
