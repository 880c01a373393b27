"""Random commands on cards with two legal kinds: the books do what the naive oracle says, refusal
by refusal and yen by yen, and verify.

`ZANDAKA_ORACLE_SEEDS=7,8,9 ZANDAKA_ORACLE_BATCHES=2000` look further."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from tests.ledger.oracle_cards import CARD, MONEY, CardOracle, Done, Payout, told
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger import registry
from zandaka.ledger.book import Book
from zandaka.ledger.command import Answer, Command, submission
from zandaka.operations import transit
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
from zandaka.postgres import Database
from zandaka.terms.load import load_terms

TERMS = Path(__file__).parent / "terms_cards"
SEEDS = [int(seed) for seed in os.environ.get("ZANDAKA_ORACLE_SEEDS", "2,3,4").split(",")]
BATCHES = int(os.environ.get("ZANDAKA_ORACLE_BATCHES", "400"))
BOOKS = 2
MADE_UP = 99
#: The name of a cap in the books, and in the oracle.
CAPS = {
    "cash_load_day_max": "cash",
    "pay_day_max": "pay",
    "send_month_max": "send",
    "receive_month_max": "receive",
    "withdraw_day_max": "withdraw",
    "free_atm_month_max": "free",
}
VERBS = {
    "open_wallet": 3, "identify": 3, "stop": 2, "resume": 3, "load": 22, "pay": 14,
    "authorise": 10, "capture": 7, "void": 3, "send": 18, "withdraw": 14,
    "complete_withdrawal": 8, "return_withdrawal": 6, "waive_fee": 7,
}  # fmt: skip


class Generator:
    """Commands that often meet an edge, made from what the oracle knows."""

    def __init__(self, random: Random, oracle: CardOracle) -> None:
        self.random = random
        self.oracle = oracle

    def command(self, now: datetime) -> Operation:
        if len(self.oracle.cards) < 6:
            return self._open_wallet(now)
        verb = self.random.choices(tuple(VERBS), tuple(VERBS.values()))[0]
        return getattr(self, "_" + verb)(now)

    def _card(self) -> ids.WalletId:
        if self.random.random() < 0.02:
            return ids.WalletId(ids.make(self.random.randrange(BOOKS), MADE_UP))
        # Few, so that the caps of a month are met.
        return ids.WalletId(self.random.choice(list(self.oracle.cards)[:7]))

    def _shop(self) -> str:
        return self.random.choices(("tokyo-1", "kyoto-1", "tokyo-2", "nowhere"), (60, 30, 5, 3))[0]

    def _yen(self, *edges: int) -> int:
        """At one of the edges or one yen beside, or anything."""
        usual = self.random.choice((1, 100, 800, 2_500, 3_000, 3_001, 4_000, 4_001))
        if not edges or self.random.random() < 0.4:
            return usual
        return max(1, self.random.choice(edges) + self.random.choice((-1, 0, 0, 1)))

    def _left(self, wallet: int, now: datetime, cap: str, most: int, *, month: bool) -> int:
        first = now.astimezone(JST).date()
        begun = first.replace(day=1) if month else first
        return most - self.oracle.used[wallet, cap, begun]

    def _free(self, wallet: int, now: datetime, *kinds: str) -> int:
        card = self.oracle.cards.get(wallet)
        return 0 if card is None else sum(self.oracle.free(card, kind, now) for kind in kinds)

    def _open_wallet(self, now: datetime) -> Operation:
        product = self.random.choices((CARD, MONEY, "none"), (90, 5, 5))[0]
        tier = self.random.choices(("identity_verified", "contact_checked"), (80, 20))[0]
        return OpenWallet(product=product, holder="aoi", tier=cast("Any", tier))

    def _identify(self, now: datetime) -> Operation:
        tier = self.random.choices(("identity_verified", "anonymous"), (80, 20))[0]
        return Identify(wallet=self._card(), tier=cast("Any", tier))

    def _stop(self, now: datetime) -> Operation:
        return Stop(wallet=self._card(), reason="lost")

    def _resume(self, now: datetime) -> Operation:
        stopped = [card.id for card in self.oracle.cards.values() if card.stopped]
        wallet = self._card()
        if stopped and self.random.random() < 0.9:
            wallet = ids.WalletId(self.random.choice(stopped))
        return Resume(wallet=wallet, reason="found")

    def _load(self, now: datetime) -> Operation:
        wallet = self._card()
        card = self.oracle.cards.get(wallet)
        room = 0 if card is None else 12_000 - card.all
        cash = self._left(wallet, now, "cash", 6_000, month=False)
        product = self.random.choices(("", MONEY, CARD, "none"), (40, 50, 5, 2))[0]
        channel = self.random.choice(("", "bank", "cash_counter"))
        yen = self._yen(room, cash, 4_500, 5_000)
        return Load(wallet=wallet, yen=yen, product=product, channel=cast("Any", channel))

    def _pay(self, now: datetime) -> Operation:
        wallet = self._card()
        left = self._left(wallet, now, "pay", 7_000, month=False)
        yen = self._yen(left, self._free(wallet, now, CARD), self._free(wallet, now, CARD, MONEY))
        return Pay(wallet=wallet, merchant=self._shop(), yen=yen)

    def _authorise(self, now: datetime) -> Operation:
        wallet = self._card()
        yen = self._yen(self._free(wallet, now, CARD), self._free(wallet, now, CARD, MONEY))
        minutes = self.random.choice((1, 60, 2_000))
        return Authorise(wallet=wallet, merchant=self._shop(), yen=yen, minutes=minutes)

    def _past(self, now: datetime, *kinds: type[Operation]) -> tuple[ids.OperationId, Done | None]:
        found = [done for done in self.oracle.done.values() if isinstance(done.command, kinds)]
        running = [
            done for done in found if done.hold is not None and sum(done.hold.kept(now).values())
        ]
        if running and self.random.random() < 0.8:
            found = running
        if not found or self.random.random() < 0.03:
            return ids.OperationId(ids.make(0, 999_999)), None
        done = self.random.choice(found[-8:])
        return ids.OperationId(done.id), done

    def _capture(self, now: datetime) -> Operation:
        hold, done = self._past(now, Authorise, *((Pay,) if self.random.random() < 0.05 else ()))
        shop = self._shop()
        kept = 0
        if done is not None and done.hold is not None:
            kept = sum(done.hold.kept(now).values())
            shop = done.hold.shop if self.random.random() < 0.9 else shop
        yen = self._yen(kept, kept // 2) if self.random.random() < 0.5 else None
        return Capture(hold=hold, merchant=shop, yen=yen, final=self.random.random() < 0.7)

    def _void(self, now: datetime) -> Operation:
        hold, done = self._past(now, Authorise)
        kept = None if done is None else done.hold
        return Void(hold=hold, merchant="tokyo-1" if kept is None else kept.shop)

    def _send(self, now: datetime) -> Operation:
        wallet, to = self._card(), self._card()
        card = self.oracle.cards.get(to)
        yen = self._yen(
            self._free(wallet, now, MONEY),
            self._left(wallet, now, "send", 7_000, month=True),
            self._left(to, now, "receive", 6_000, month=True),
            0 if card is None else 12_000 - card.all,
        )
        return Send(wallet=wallet, to=to, yen=yen)

    def _withdraw(self, now: datetime) -> Operation:
        wallet = self._card()
        free = self._free(wallet, now, MONEY)
        left = self._left(wallet, now, "withdraw", 4_000, month=False)
        way = self.random.choice(("atm", "atm", "bank"))
        yen = self._yen(free, free - 110, free - 220, left)
        return Withdraw(wallet=wallet, yen=yen, way=cast("Any", way))

    def _atm(self, state: str, *, fee: bool) -> list[tuple[ids.OperationId, Payout]]:
        """Withdrawals at cash machines in this state that have a fee, or were free."""
        return [
            (ids.OperationId(done.id), done.payout)
            for done in self.oracle.done.values()
            if done.payout is not None
            and done.payout.way == "atm"
            and (done.payout.state, bool(done.payout.fee)) == (state, fee)
        ]

    def _one_of(self, found: list[ids.OperationId], now: datetime) -> ids.OperationId:
        if found and self.random.random() < 0.7:
            return self.random.choice(found[-4:])
        return self._past(now, Withdraw, Withdraw, Send)[0]

    # Those with a fee are paid, the free one before them fails, and theirs comes back.
    def _complete_withdrawal(self, now: datetime) -> Operation:
        found = [on for on, _ in self._atm("ordered", fee=True)]
        return CompleteWithdrawal(withdrawal=self._one_of(found, now))

    def _return_withdrawal(self, now: datetime) -> Operation:
        paid = {(one.card.id, one.on.month) for _, one in self._atm("paid", fee=True)}
        free = [*self._atm("ordered", fee=False), *self._atm("paid", fee=False)]
        found = [on for on, one in free if (one.card.id, one.on.month) in paid]
        return ReturnWithdrawal(withdrawal=self._one_of(found, now), reason="denied")

    def _waive_fee(self, now: datetime) -> Operation:
        paid = self._atm("paid", fee=True)
        due = [on for on, one in paid if self.oracle.has_free(one.card, one.on)]
        return WaiveFee(withdrawal=self._one_of(due or [on for on, _ in paid], now))


class Run:
    """One seed: the books, the oracle, and what was met."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.oracle = CardOracle()
        self.generator = Generator(self.random, self.oracle)
        with world.database.connect() as connection:
            terms_id, series = registry.prepare(connection, world.terms, BOOKS)
        self.books = [
            Book(world.database.connect(), number, world.terms, terms_id, series, world.clock)
            for number in range(BOOKS)
        ]
        self.accepted: set[str] = set()
        self.refused: set[tuple[str, str]] = set()

    def batch(self, number: int) -> None:
        hours = self.random.choices((0, 1, 9, 40, 24 * 9), (50, 25, 15, 8, 2))[0]
        step = timedelta(hours=hours, microseconds=self.random.randrange(1, 1_000_000))
        now = self.world.clock.now() + step
        self.world.clock.set(now)
        commands = [self.generator.command(now) for _ in range(self.random.choice((1, 2, 6)))]
        keyed = [(ids.operation_key("test", f"{number}/{i}"), c) for i, c in enumerate(commands)]
        for book in range(BOOKS):
            mine = [one for one in keyed if cast("Command", one[1]).book(one[0], BOOKS) == book]
            together: list[tuple[bytes, Operation]] = []
            for one in mine:
                # A send to another book alone: on its way it is in neither.
                if isinstance(one[1], Send) and ids.book_of(one[1].to) != book:
                    self._write(book, together, now)
                    self._write(book, [one], now)
                    together = []
                else:
                    together.append(one)
            self._write(book, together, now)

    def _write(self, book: int, keyed: list[tuple[bytes, Operation]], now: datetime) -> None:
        if not keyed:
            return
        expected = [self.oracle.submit(command, book, now) for _, command in keyed]
        for (_, command), done, answer in zip(keyed, expected, self._ask(book, keyed), strict=True):
            final = self._finish(answer) if isinstance(command, Send) else answer
            assert final.code == done.code, (command, final, "expected", done.code)
            if final.code:
                self.refused.add((command.verb, final.code))
            else:
                self.accepted.add(command.verb)
            opened = 0
            if done.opened is not None:
                opened = self.world.value(
                    "SELECT id FROM wallets WHERE opened_by = %s", (answer.operation,)
                )
            self.oracle.named(done, answer.operation, opened)

    def _ask(self, book: int, keyed: list[tuple[bytes, Operation]]) -> list[Answer]:
        results = self.books[book].write(
            [submission(book, key, "test", cast("Command", command)) for key, command in keyed]
        )
        for (_, command), result in zip(keyed, results, strict=True):
            assert isinstance(result, Answer), (command, result)
        return cast("list[Answer]", results)

    def _finish(self, answer: Answer) -> Answer:
        sending = transit.in_transit(answer)
        if sending is None:
            return answer
        step, key = transit.arrive(answer.operation, sending)
        [arrived] = self._ask(ids.book_of(sending.wallet) % BOOKS, [(key, step)])
        closing, key = transit.settle(answer.operation, sending, arrived)
        [settled] = self._ask(ids.book_of(answer.operation), [(key, closing)])
        assert settled.accepted
        return transit.final(answer, sending, arrived)

    def compare(self) -> None:
        now = self.world.clock.now()
        rows = self.world.rows
        expected = told(self.oracle, now)
        value = rows(
            "SELECT a.wallet, s.product, sum(a.balance)::bigint FROM accounts a"
            " JOIN series s ON s.id = a.series WHERE a.balance <> 0 GROUP BY 1, 2"
        )
        assert {row[:2]: row[2] for row in value} == expected["value"]
        held = rows(
            "SELECT h.wallet, sum(l.yen)::bigint FROM hold_lots l JOIN holds h ON h.id = l.hold"
            " WHERE h.expires_at > %s AND l.yen > 0 GROUP BY 1",
            (now,),
        )
        assert dict(held) == expected["held"]
        cards = rows("SELECT id, status, tier FROM wallets")
        assert {row[0]: row[1:] for row in cards} == expected["cards"]
        accounts = rows(
            "SELECT book, kind, owner, balance FROM accounts WHERE kind <> 'lot' AND balance <> 0"
        )
        assert {row[:3]: row[3] for row in accounts} == expected["accounts"]
        payouts = rows("SELECT operation, state, yen, fee_yen FROM payouts")
        assert {row[0]: row[1:] for row in payouts} == expected["payouts"]
        for wallet, kind, period, yen in rows("SELECT wallet, limit_kind, period, yen FROM usage"):
            assert yen == self.oracle.used[wallet, CAPS[kind], period], (wallet, kind, period)

    def close(self) -> None:
        for book in self.books:
            book.close()


@pytest.fixture
def run(database: Database, request: pytest.FixtureRequest) -> Iterator[Run]:
    with World(database, books=BOOKS, terms=load_terms(TERMS)) as world:
        run = Run(world, request.param)
        yield run
        run.close()


@pytest.mark.parametrize("run", SEEDS, indirect=True, ids=lambda seed: f"seed-{seed}")
def test_the_books_do_with_cards_what_the_rules_say(run: Run) -> None:
    for number in range(BATCHES):
        run.batch(number)
        if number % 10 == 9:
            run.compare()
    run.compare()
    run.world.verify()
    # The run has gone where it should.
    assert set(VERBS) - run.accepted <= {"waive_fee"}, "that one is rare, though not in seed 2"
    for verb in ("load", "pay", "send", "withdraw"):
        assert {(verb, "wallet_stopped"), (verb, "limit_exceeded")} <= run.refused
    assert {("send", "tier_too_low"), ("withdraw", "insufficient_value")} <= run.refused
    assert len(run.refused) >= 25, sorted(run.refused)
