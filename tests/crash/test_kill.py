"""Under load, the server, PostgreSQL, or both are killed (SIGKILL) again and again, and started
again. No payment that was acknowledged is lost, none is made twice, and every till learns what
became of its payment by asking again with its key.

`ZANDAKA_CRASH_KILLS=200 pytest tests/crash` kills more often than the usual 20 times."""

import os
import threading
import time
from itertools import cycle, islice
from pathlib import Path
from random import Random

import msgspec
import psycopg
import pytest
from tests.crash.house import SHOP, CrashHouse, Till, crash_house

from zandaka import ids
from zandaka.postgres import Database, EmbeddedPostgres

KILLS = int(os.environ.get("ZANDAKA_CRASH_KILLS", "20"))
TILLS = 24
WALLETS = 96
#: How many payments must go through between two kills, and how soon after a start the first.
BETWEEN = 40
RECOVERY_S = 60.0


class Payment(msgspec.Struct):
    """What a till asked for, and what it was told."""

    key: str
    wallet: str
    yen: int
    asked: int = 0
    status: int = 0
    body: bytes = b""


class Counter(threading.Thread):
    """A till that sells without a pause. It goes on to the next customer when it has an answer,
    and asks again with the same key while it has none."""

    def __init__(self, house: CrashHouse, key: str, wallets: list[str], number: int) -> None:
        super().__init__(name=f"till-{number}", daemon=True)
        self.payments: list[Payment] = []
        self.unanswered: Payment | None = None
        self.closing = threading.Event()
        self._till = Till(house.port, key)
        self._wallets = wallets
        self._random = Random(number)

    def run(self) -> None:
        while not self.closing.is_set():
            payment = Payment(
                f"{self.name}-{len(self.payments)}",
                self._random.choice(self._wallets),
                self._random.randint(1, 3),
            )
            self.unanswered = payment
            while not self._answered(payment):
                time.sleep(0.05)
            self.unanswered = None
            self.payments.append(payment)
            time.sleep(0.005)
        self._till.close()

    def _answered(self, payment: Payment) -> bool:
        payment.asked += 1
        status, body = self._till.ask(payment.wallet, payment.yen, payment.key)
        if status == 0 or status >= 500:
            return False
        payment.status, payment.body = status, body
        return True


def wait_for(counters: list[Counter], more: int, house: CrashHouse) -> None:
    """Until `more` payments went through."""
    target = sum(len(counter.payments) for counter in counters) + more
    deadline = time.monotonic() + RECOVERY_S
    while sum(len(counter.payments) for counter in counters) < target:
        assert time.monotonic() < deadline, f"no payments any more:\n{house.said()}"
        time.sleep(0.01)


@pytest.mark.timeout(240 + 12 * KILLS)
def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path) -> None:
    with crash_house(tmp_path) as house:
        key, wallets = house.prepare(WALLETS)
        house.start()
        counters = [Counter(house, key, wallets, number) for number in range(TILLS)]
        for counter in counters:
            counter.start()
        random = Random(2023)
        for victim in islice(cycle(("server", "postgres", "both")), KILLS):
            wait_for(counters, BETWEEN, house)
            time.sleep(random.random() * 0.4)
            if victim != "postgres":
                house.kill_server()
            if victim != "server":
                house.kill_postgres()
            if victim != "postgres":
                house.start()
        wait_for(counters, BETWEEN, house)
        for counter in counters:
            counter.closing.set()
        for counter in counters:
            counter.join(RECOVERY_S)
            assert counter.unanswered is None, f"{counter.unanswered}:\n{house.said()}"
        payments = [payment for counter in counters for payment in counter.payments]
        told_twice_the_same(house, key, payments)
        verified = house.run("verify", "--json")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        house.stop()
        with EmbeddedPostgres(house.data) as server:
            the_books_have_each_payment_once(Database(server.conninfo, server), payments)


def told_twice_the_same(house: CrashHouse, key: str, payments: list[Payment]) -> None:
    """Whoever asks again gets the same bytes. All that had to ask more than once, and others."""
    again = [payment for payment in payments if payment.asked > 1]
    assert len(again) >= KILLS, "the kills have hit nobody"
    till = Till(house.port, key)
    for payment in [*again, *Random(1).sample(payments, min(1_500, len(payments)))]:
        status, body = till.ask(payment.wallet, payment.yen, payment.key)
        assert (status, body) == (payment.status, payment.body), payment
    till.close()


def the_books_have_each_payment_once(database: Database, payments: list[Payment]) -> None:
    """What the tills were told is what is in the books: no more, no less."""
    assert {payment.status for payment in payments} == {201}
    told: dict[ids.OperationId, tuple[str, int]] = {}
    for payment in payments:
        answer = msgspec.json.decode(payment.body)
        assert answer["outcome"]["yen"] == payment.yen
        told[ids.OperationId.parse(answer["operation"])] = (payment.wallet, payment.yen)
    assert len(told) == len(payments), "two payments have one operation"
    connection: psycopg.Connection[tuple[int, int, int]]
    with database.connect() as connection:
        written = connection.execute(
            "SELECT o.id, o.wallet, sum(t.yen)::bigint FROM operations o"
            " JOIN transfers t ON t.book = o.book AND t.operation = o.id"
            " WHERE o.verb = 'pay' GROUP BY o.id, o.wallet"
        ).fetchall()
        assert {
            ids.OperationId(operation): (str(ids.WalletId(wallet)), yen)
            for operation, wallet, yen in written
        } == told
        owed = connection.execute(
            "SELECT sum(balance)::bigint FROM accounts WHERE kind = 'merchant_payable'"
            " AND owner = %s",
            (SHOP,),
        ).fetchone()
    assert owed == (sum(payment.yen for payment in payments),)
