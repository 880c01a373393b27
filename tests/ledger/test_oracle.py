"""Random commands in random batches, against an oracle that tells the rules again (oracle.py).

A failure names its seed and the commands of the batch; `ZANDAKA_ORACLE_SEEDS=7,8` runs other
seeds, `ZANDAKA_ORACLE_BATCHES` makes each run longer (400 batches by default)."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import msgspec
import pytest
from tests.ledger.oracle import JST, SHOPS, Done, Hold, Oracle, day, midnight, one_month, state
from tests.ledger.servers import Servers, Unsteady
from tests.ledger.world import World

from zandaka import ids
from zandaka.errors import KeyReused
from zandaka.ledger import registry
from zandaka.ledger.command import Answer, Command, Result, submission
from zandaka.operations import transit
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import Operation
from zandaka.operations.capture import Capture
from zandaka.operations.confirm import Confirm
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.give import Give
from zandaka.operations.issue import Issue
from zandaka.operations.lapse import Lapse
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.mirror_refund import MirrorRefund
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.remit import Remit
from zandaka.operations.restore import Restore
from zandaka.operations.return_remittance import ReturnRemittance
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.operations.void import Void
from zandaka.postgres import Database
from zandaka.rules.stay import DayTrip

SEEDS = [int(seed) for seed in os.environ.get("ZANDAKA_ORACLE_SEEDS", "1,2,3,4,5,6").split(",")]
BATCHES = int(os.environ.get("ZANDAKA_ORACLE_BATCHES", "400"))
BOOKS = 2

#: What a refusal must leave as it was: everything but the attempt itself.
TABLES = (
    "wallets", "accounts", "transfers", "usage", "holds", "hold_lots", "extensions", "transits",
    "attempts", "terms", "series", "merchants",
)  # fmt: skip
MADE_UP = ids.make(1, 900_000)


class Generator:
    """Draws commands that are mostly possible, often at an edge, and sometimes nonsense."""

    def __init__(self, random: Random, oracle: Oracle) -> None:
        self.random = random
        self.oracle = oracle
        self.serial = 0

    def command(self, now: datetime) -> Operation:
        verbs = (
            (2, self._open_wallet), (9, self._issue), (12, self._load), (14, self._load_coupon),
            (30, self._pay), (12, self._refund), (9, self._authorise), (9, self._capture),
            (4, self._void), (6, self._extend), (9, self._restore), (4, self._lapse),
            (5, self._convert), (0.5, self._leave), (2, self._confirm), (4, self._give),
            (3, self._take_back_gift), (3, self._remit), (2, self._return_remittance),
            (1, self._lapse_gift), (3, self._mirror_coupon), (4, self._mirror_payment),
            (3, self._mirror_refund),
        )  # fmt: skip
        weights, makers = zip(*verbs, strict=True)
        return self.random.choices(makers, weights)[0](now)

    def step(self, now: datetime) -> datetime:
        """The next instant: mostly soon, often exactly where something ends."""
        ends = [lot.expires for lot in self.oracle.lots() if lot.yen]
        ends += [hold.expires for hold in self.oracle.holds if hold.kept(now)]
        ends.append(midnight(day(now) + timedelta(days=1)))
        ends = [end for end in ends if now < end < now + timedelta(days=2)]
        roll = self.random.random()
        if roll < 0.6:
            return now
        if roll < 0.87:
            return now + timedelta(seconds=self.random.choice((0.000001, 1, 40, 1_500)))
        if roll < 0.985 and ends:
            tick = timedelta(microseconds=self.random.choice((-1, 0, 1)))
            return max(now, self.random.choice(ends) + tick)
        return now + timedelta(hours=self.random.choice((1, 5, 26)))

    def _wallet(self, **facts: str) -> ids.WalletId:
        fit = [
            wallet.id
            for wallet in self.oracle.wallets.values()
            if all(getattr(wallet, name) == value for name, value in facts.items())
        ]
        if not fit or self.random.random() < 0.04:
            fit = [*self.oracle.wallets, MADE_UP]
        # A few wallets have most of the traffic, so that they have many lots and meet limits.
        return ids.WalletId(self.random.choice(fit[:3] if self.random.random() < 0.6 else fit))

    def _shop(self) -> str:
        return self.random.choices((*SHOPS, "nobody"), (60, 30, 3, 2))[0]

    def _yen(self, *edges: int) -> int:
        near = [edge + self.random.choice((-1, 0, 0, 1)) for edge in edges if edge > 0]
        if near and self.random.random() < 0.4:
            return max(1, self.random.choice(near))
        return self.random.randint(1, 2_200)

    def _past(self, *kinds: type[Operation]) -> ids.OperationId:
        fit = [one.id for one in self.oracle.done.values() if isinstance(one.command, kinds)]
        if not fit or self.random.random() < 0.05:
            fit = [*self.oracle.done, MADE_UP]
        # Recent ones are the interesting ones.
        return ids.OperationId(self.random.choice(fit[-12:]))

    def _open_wallet(self, now: datetime) -> Operation:
        product = self.random.choices(("purse", "town-coupon", "nothing"), (45, 50, 5))[0]
        return OpenWallet(product=product, holder="sora")

    def _issue(self, now: datetime) -> Operation:
        self.serial += 1
        return Issue(
            campaign=self.random.choices(("spring", "autumn"), (95, 5))[0],
            prefecture=self.random.choices(("13", "26", "27"), (60, 30, 5))[0],
            trip=DayTrip(on=day(now) + timedelta(self.random.choice((0, 0, 1, 1, 4, 4, -1)))),
            secrets=tuple(
                f"{self.serial}/{n}".encode() for n in range(self.random.choice((1, 1, 2, 3)))
            ),
        )  # fmt: skip

    def _load(self, now: datetime) -> Operation:
        wallet = self._wallet(product="purse")
        used = self.oracle.used[wallet, "load", day(now)]
        return Load(wallet=wallet, yen=self._yen(5_000, 8_000 - used))

    def _load_coupon(self, now: datetime) -> Operation:
        return LoadCoupon(
            coupon=self._wallet(form="paper", status="open"),
            to=self._wallet(form="app", product="town-coupon"),
        )

    def _spending(self, now: datetime) -> tuple[ids.WalletId, int]:
        rich = [lot.wallet.id for lot in self.oracle.lots() if lot.yen and lot.good(now)]
        wallet = self._wallet()
        if rich and self.random.random() < 0.85:
            wallet = ids.WalletId(self.random.choice(rich))
        known = self.oracle.wallets.get(wallet)
        free = sum(self.oracle.free(lot, now) for lot in known.lots) if known else 0
        used = self.oracle.used[wallet, "pay", day(now)]
        return wallet, self._yen(free, 4_000, 6_000 - used, 7_000 - used)

    def _pay(self, now: datetime) -> Operation:
        wallet, yen = self._spending(now)
        return Pay(wallet=wallet, merchant=self._shop(), yen=yen)

    def _authorise(self, now: datetime) -> Operation:
        wallet, yen = self._spending(now)
        minutes = self.random.choice((1, 30, 600, 3_000, 9_000))
        return Authorise(wallet=wallet, merchant=self._shop(), yen=yen, minutes=minutes)

    def _hold(self, now: datetime) -> tuple[ids.OperationId, str, int]:
        identifier = self._past(Authorise)
        past = self.oracle.done.get(identifier)
        hold: Hold | None = past.hold if past else None
        if hold is None:
            return identifier, self._shop(), 100
        shop = hold.shop if self.random.random() < 0.95 else self._shop()
        return identifier, shop, hold.kept(now)

    def _capture(self, now: datetime) -> Operation:
        hold, shop, kept = self._hold(now)
        yen = self.random.choice((None, self._yen(kept, kept // 2)))
        return Capture(hold=hold, merchant=shop, yen=yen, final=self.random.random() < 0.6)

    def _void(self, now: datetime) -> Operation:
        hold, shop, _ = self._hold(now)
        return Void(hold=hold, merchant=shop)

    def _payment(self, *kinds: type[Operation]) -> tuple[ids.OperationId, str, int | None]:
        identifier = self._past(*kinds)
        past = self.oracle.done.get(identifier)
        left = sum(debit.yen - debit.back for debit in past.debits) if past else 0
        shop = past.debits[0].to[1] if past and past.debits else self._shop()
        if self.random.random() < 0.05:
            shop = self._shop()
        return identifier, shop or "nobody", self.random.choice((None, self._yen(left, left // 2)))

    def _refund(self, now: datetime) -> Operation:
        payment, shop, yen = self._payment(Pay, Capture)
        return Refund(payment=payment, merchant=shop, yen=yen)

    def _restore(self, now: datetime) -> Operation:
        debit, _, yen = self._payment(
            *self.random.choice(((Pay, Capture), (Pay, Capture), (MirrorPayment,), (Lapse,)))
        )
        past = self.oracle.done.get(debit)
        tick = timedelta(microseconds=1)
        instants = [None, None, now, now + tick]
        if past is not None:
            instants += [past.at, past.at - tick, past.at + (now - past.at) / 2]
        return Restore(
            debit=debit, yen=yen, reason="outage", effective_at=self.random.choice(instants),
            incident=self.random.choice(("", "outage-1")),
        )  # fmt: skip

    def _confirm(self, now: datetime) -> Operation:
        payment, shop, _ = self._payment(Pay, Capture)
        return Confirm(payment=payment, merchant=shop)

    def _extend(self, now: datetime) -> Operation:
        wallet = self._wallet()
        known = self.oracle.wallets.get(wallet)
        lots = known.lots if known else []
        lot = None
        if self.random.random() < 0.3:
            lot = ids.LotId(self.random.choice([one.id for one in lots] or [MADE_UP]))
        until = now + timedelta(days=self.random.choice((-1, 0, 1, 3, 27, 33)))
        if lots and self.random.random() < 0.6:
            one = self.random.choice(lots)
            edge = self.random.choice((one.expires, one_month(day(one.issued))))
            until = edge + timedelta(microseconds=self.random.choice((-1, 0, 1)))
        return Extend(
            wallet=wallet, expires_at=until.astimezone(JST), reason="outage", lot=lot,
            incident="outage-1",
        )  # fmt: skip

    def _ended(self, now: datetime) -> ids.WalletId:
        ended = [lot.wallet.id for lot in self.oracle.lots() if lot.yen and not lot.good(now)]
        if ended and self.random.random() < 0.8:
            return ids.WalletId(self.random.choice(ended))
        return self._wallet()

    def _lapse(self, now: datetime) -> Operation:
        return Lapse(wallet=self._ended(now))

    def _convert(self, now: datetime) -> Operation:
        return Convert(wallet=self._ended(now), reason="outage")

    def _around(self, now: datetime, *edges: datetime) -> datetime:
        """An instant at an edge of what is allowed, or some hours ago."""
        tick = timedelta(microseconds=self.random.choice((-1, 0, 0, 1)))
        hours = timedelta(hours=self.random.randint(0, 30))
        return self.random.choice((now - hours, *(edge + tick for edge in edges)))

    def _mirror_coupon(self, now: datetime) -> Operation:
        self.serial += 1
        issued = self._around(now, now)
        days = timedelta(days=self.random.choice((0, 1, 3, 9)))
        return MirrorCoupon(
            ledger="hill", reference=f"C-{self.serial}", inquiry=f"HILL-{self.serial}",
            campaign=self.random.choices(("spring", "autumn"), (95, 5))[0],
            prefecture=self.random.choices(("13", "26", "27"), (60, 30, 5))[0],
            yen=self.random.choice((1, 700, 3_000)), issued_at=issued, expires_at=issued + days,
        )  # fmt: skip

    def _mirror_payment(self, now: datetime) -> Operation:
        mirrored = [
            wallet.id for done in self.oracle.done.values() for wallet in done.wallets
            if isinstance(done.command, MirrorCoupon)
        ]  # fmt: skip
        wallet = self._wallet()
        if mirrored and self.random.random() < 0.9:
            wallet = ids.WalletId(self.random.choice(mirrored[-5:]))
        known = self.oracle.wallets.get(wallet)
        lots = known.lots if known else []
        free = sum(self.oracle.free(lot, now) for lot in lots)
        return MirrorPayment(
            wallet=wallet, ledger="hill", reference="T-1", merchant="there",
            yen=self._yen(free, free // 3),
            effective_at=self._around(now, now, *(lot.issued for lot in lots)),
        )  # fmt: skip

    def _mirror_refund(self, now: datetime) -> Operation:
        payment, _, yen = self._payment(MirrorPayment)
        past = self.oracle.done.get(payment)
        return MirrorRefund(
            payment=payment, reference="R-1", yen=yen or 50,
            effective_at=self._around(now, now, *([past.at] if past else [])),
        )  # fmt: skip

    def _owed(self) -> tuple[ids.WalletId, ids.WalletId, int]:
        """A wallet, a coupon with value owed to it there, and how much."""
        owed = [
            (lot.wallet.id, lot.origin.id, yen)
            for lot in self.oracle.lots()
            if (yen := self.oracle.accounts[lot.wallet.book, "gift_payable",
                                            str(ids.WalletId(lot.origin.id))])
        ]  # fmt: skip
        if not owed or self.random.random() < 0.1:
            return self._wallet(), self._wallet(), 1
        wallet, coupon, yen = self.random.choice(owed[-6:])
        return ids.WalletId(wallet), ids.WalletId(coupon), yen

    def _give(self, now: datetime) -> Operation:
        wallet, coupon, owed = self._owed()
        return Give(
            wallet=wallet, coupon=coupon, yen=self._yen(owed, owed // 2), order="order-1",
            brand=self.random.choice(("leaf", "shell")),
        )  # fmt: skip

    def _remit(self, now: datetime) -> Operation:
        wallet, coupon, owed = self._owed()
        return Remit(
            wallet=wallet, coupon=coupon, yen=self._yen(owed, owed // 2), refund="refund-1"
        )

    def _take_back_gift(self, now: datetime) -> Operation:
        return TakeBackGift(gift=self._past(Give), reason="denied")

    def _return_remittance(self, now: datetime) -> Operation:
        return ReturnRemittance(remittance=self._past(Remit), reason="no such account")

    def _lapse_gift(self, now: datetime) -> Operation:
        wallet, coupon, owed = self._owed()
        yen = self._yen(owed, owed // 2) if self.random.random() < 0.5 else None
        return LapseGift(wallet=wallet, coupon=coupon, yen=yen, reason="deadline")

    def _leave(self, now: datetime) -> Operation:
        return Leave(wallet=self._wallet())


class Run:
    """One seed: the books, the oracle, and everything submitted so far."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.oracle = Oracle(BOOKS)
        self.generator = Generator(self.random, self.oracle)
        with world.database.connect() as connection:
            terms_id, series = registry.prepare(connection, world.terms, BOOKS)

        def opened(number: int) -> Unsteady:
            connection = world.database.connect()
            return Unsteady(connection, number, world.terms, terms_id, series, world.clock)

        self.books = [Servers(partial(opened, number), seed) for number in range(BOOKS)]
        self.log: list[tuple[bytes, Command, Answer]] = []
        self.refusals = 0
        self.codes: set[str] = set()
        self.accepted: set[str] = set()

    def batch(self, number: int) -> None:
        self.world.clock.set(self.generator.step(self.world.clock.now()))
        now = self.world.clock.now()
        count = self.random.choice((1, 1, 2, 5, 12))
        commands = [self.generator.command(now) for _ in range(count)]
        keyed = [(ids.operation_key("test", f"{number}/{i}"), c) for i, c in enumerate(commands)]
        for book in range(BOOKS):
            mine = [one for one in keyed if one[1].book(one[0], BOOKS) == book]  # pyright: ignore
            for batch in self._apart(mine):
                self._write(book, batch, now)

    def _apart(self, keyed: list[tuple[bytes, Any]]) -> Iterator[list[tuple[bytes, Any]]]:
        """A send between books alone: until the other book has answered it is on its way, which
        the oracle knows nothing of."""
        together: list[tuple[bytes, Any]] = []
        for key, command in keyed:
            if isinstance(command, LoadCoupon) and not self._stays(command):
                if together:
                    yield together
                    together = []
                yield [(key, command)]
            else:
                together.append((key, command))
        if together:
            yield together

    def _write(self, book: int, keyed: list[tuple[bytes, Any]], now: datetime) -> None:
        again = self._again(book)
        expected = [self.oracle.submit(command, book, now) for _, command in keyed]
        quiet = all(done.code and self._stays(done.command) for done in expected)
        before = self._dump() if quiet else None
        asked = [*keyed, *[(key, command) for key, command, _ in again]]
        results = self._submit(book, asked)
        for (key, command), done, result in zip(keyed, expected, results, strict=False):
            assert isinstance(result, Answer), (command, result)
            self._settle(key, command, done, result)
        for (_, command, answer), result in zip(again, results[len(keyed) :], strict=True):
            if answer is None:
                assert isinstance(result, KeyReused), (command, result)
            else:
                assert isinstance(result, Answer)
                assert result.replayed
                assert msgspec.structs.replace(result, replayed=False) == answer
        if before is not None:
            self.refusals += 1
            assert self._dump() == before, keyed

    def _stays(self, command: Operation) -> bool:
        return not (
            isinstance(command, LoadCoupon)
            and ids.book_of(command.to) != ids.book_of(command.coupon)
        )

    def _again(self, book: int) -> list[tuple[bytes, Any, Answer | None]]:
        """Keys that were used before: some with their own request, some with another one."""
        picked: list[tuple[bytes, Any, Answer | None]] = []
        for key, command, answer in self.random.sample(self.log, min(2, len(self.log))):
            if self.random.random() < 0.5 and command.book(key, BOOKS) == book:
                picked.append((key, command, answer))
            elif self.random.random() < 0.3:
                other = Pay(wallet=ids.WalletId(ids.make(book, 1)), merchant="tokyo-1", yen=77_777)
                picked.append((key, other, None))
        return picked

    def _submit(self, book: int, asked: list[tuple[bytes, Any]]) -> list[Result]:
        return self.books[book].write(
            [submission(book, key, "test", command) for key, command in asked]
        )

    def _settle(self, key: bytes, command: Any, done: Done, answer: Answer) -> None:
        """Finishes a send between books, compares the code, and tells the oracle the numbers."""
        # Told again already, where the line broke just after it was written.
        self.log.append((key, command, msgspec.structs.replace(answer, replayed=False)))
        final = answer
        opened_by = answer.operation
        loaded = transit.in_transit(answer) if command.verb == "load_coupon" else None
        if loaded is not None:
            step, step_key = transit.arrive(answer.operation, loaded)
            [arrived] = self._submit(ids.book_of(loaded.wallet) % BOOKS, [(step_key, step)])
            assert isinstance(arrived, Answer)
            closing, closing_key = transit.settle(answer.operation, loaded, arrived)
            [settled] = self._submit(ids.book_of(answer.operation), [(closing_key, closing)])
            assert isinstance(settled, Answer)
            assert settled.accepted
            final = transit.final(answer, loaded, arrived)
            opened_by = arrived.operation
        assert final.code == done.code, (command, final, "expected", done.code)
        if final.accepted:
            self.accepted.add(command.verb)
        else:
            self.codes.add(final.code)
        wallets, lots = self._opened(opened_by) if final.accepted else ([], [])
        self.oracle.named(done, answer.operation, wallets, lots)

    def _opened(self, operation: int) -> tuple[list[int], list[int]]:
        rows = self.world.rows(
            "SELECT id, true FROM wallets WHERE opened_by = %(op)s UNION ALL "
            "SELECT id, false FROM accounts WHERE kind = 'lot' AND opened_by = %(op)s ORDER BY 1",
            {"op": operation},
        )
        return [row[0] for row in rows if row[1]], [row[0] for row in rows if not row[1]]

    def _dump(self) -> list[Any]:
        return [self.world.rows(f"SELECT t::text FROM {name} t ORDER BY 1") for name in TABLES]

    def compare(self) -> None:
        now = self.world.clock.now()
        expected = state(self.oracle, now)
        world = self.world
        lots = world.rows(
            "SELECT a.id, a.wallet, a.origin, s.prefecture, a.balance, a.expires_at "
            "FROM accounts a JOIN series s ON s.id = a.series"
        )
        assert {row[0]: row[1:] for row in lots} == expected["lots"]
        wallets = world.rows("SELECT id, product, form, status FROM wallets")
        assert {row[0]: row[1:] for row in wallets} == expected["wallets"]
        accounts = world.rows(
            "SELECT book, kind, owner, balance FROM accounts WHERE kind <> 'lot' AND balance <> 0"
        )
        assert {row[:3]: row[3] for row in accounts} == expected["accounts"]
        kept = world.rows(
            "SELECT l.lot, sum(l.yen)::bigint FROM hold_lots l JOIN holds h ON h.id = l.hold "
            "WHERE h.expires_at > %s AND l.yen > 0 GROUP BY 1",
            (now,),
        )
        assert dict(kept) == expected["kept"]
        for wallet, kind, on, yen in world.rows(
            "SELECT wallet, limit_kind, period, yen FROM usage"
        ):
            assert yen == self.oracle.used[wallet, kind.removesuffix("_day_max"), on], wallet

    def close(self) -> None:
        for book in self.books:
            book.close()


@pytest.fixture
def run(database: Database, request: pytest.FixtureRequest) -> Iterator[Run]:
    with World(database, books=BOOKS) as world:
        run = Run(world, request.param)
        yield run
        run.close()


@pytest.mark.parametrize("run", SEEDS, indirect=True, ids=lambda seed: f"seed-{seed}")
def test_the_books_do_what_the_rules_say(run: Run) -> None:
    for number in range(BATCHES):
        run.batch(number)
        if number % 10 == 9:
            run.compare()
    run.compare()
    run.world.verify()
    # The run has gone where it should.
    assert run.refusals > BATCHES // 20
    assert len(run.accepted) >= 21, run.accepted
    assert len(run.codes) >= 15, run.codes
