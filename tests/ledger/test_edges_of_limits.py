"""Two processes, each with writers of its own, at the edge of a limit at the same
moment: exactly one of them has what is left of it, whatever the limit, and the books verify."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.ledger.world import START, World
from tests.web.conftest import a_database

from zandaka import ids
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.ledger.command import Command
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.void import Void
from zandaka.operations.withdraw import Withdraw
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

RACER = Path(__file__).with_name("racer.py")
BOOKS = 3
#: Who is first is chance: each edge is met so many times.
ROUNDS = 8

AU, AU_FUNDS = "au-pay-prepaid-card", "au-pay-funds"
WEBMONEY = "webmoney-prepaid-card"
#: The funds-transfer value that a card holds.
FUNDS = {AU: AU_FUNDS, WEBMONEY: "webmoney-prepaid-card-funds"}

Pair = tuple[Command, Command]
Answers = tuple[dict[str, Any], dict[str, Any]]


class Racers:
    """Two processes and the test's own ledger, on one database."""

    def __init__(self, world: World) -> None:
        self.world = world
        conninfo, instant = world.database.conninfo, START.isoformat()
        self._processes = [
            subprocess.Popen(
                [sys.executable, str(RACER), conninfo, instant, str(BOOKS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        for process in self._processes:
            assert self._answer(process) == {"ready": True}

    def close(self) -> None:
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(30) == 0

    def race(self, pair: Pair, keys: tuple[str, str] | None = None) -> Answers:
        """What the books said to both."""
        keys = keys or (self.world.new_key(), self.world.new_key())
        for process, key, command in zip(self._processes, keys, pair, strict=True):
            self._tell(process, key, command)
        first, second = (self._answer(process) for process in self._processes)
        return first, second

    def _tell(self, process: "subprocess.Popen[bytes]", key: str, command: Command) -> None:
        line = msgspec.json.encode({"key": key, "command": command}, enc_hook=ids.to_json)
        assert process.stdin is not None
        process.stdin.write(line + b"\n")
        process.stdin.flush()

    def _answer(self, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the racer ended"
        answer: dict[str, Any] = msgspec.json.decode(line)
        return answer

    def card(self, product: str, own: int = 0, funds: int = 0, channel: Any = "") -> ids.WalletId:
        """A card of an identified holder, with value of its own and funds-transfer value. Both
        processes have loaded it: both remember it, the one that was first as it no longer is."""
        open_wallet = OpenWallet(product=product, holder="aoi", tier="identity_verified")
        opened = self.world.done(open_wallet)
        wallet = ids.WalletId.parse(opened["wallet"])
        for yen, value in ((own, product), (funds, FUNDS.get(product, ""))):
            for process, part in zip(self._processes, (yen // 2, yen - yen // 2), strict=True):
                if part:
                    load = Load(wallet=wallet, yen=part, product=value, channel=channel)
                    self._tell(process, self.world.new_key(), load)
                    assert not self._answer(process)["code"]
        return wallet

    def value(self, wallet: ids.WalletId) -> int:
        return sum(balance for balance, _ in self.world.lots(wallet))


@pytest.fixture(scope="module")
def racers(postgres: Database, migrated_template: str) -> Iterator[Racers]:
    with (
        a_database(postgres, migrated_template) as database,
        World(database, books=BOOKS, terms=load_terms(REPOSITORY_TERMS)) as world,
    ):
        with database.connect() as connection:
            shop = MerchantEntry("shop", "店", "13", "open", networks=("mastercard", "webmoney"))
            merchants.put(connection, shop)
        racers = Racers(world)
        yield racers
        racers.close()
        world.verify()


def one_has_it(answers: Answers, limit: str) -> dict[str, Any]:
    """The outcome of the one that was accepted; the other was refused for `limit`."""
    won = [one for one in answers if not one["code"]]
    lost = [one for one in answers if one["code"]]
    assert len(won) == len(lost) == 1, answers
    assert lost[0]["code"] == "limit_exceeded", lost
    assert lost[0]["outcome"]["limit"] == limit
    outcome: dict[str, Any] = won[0]["outcome"]
    return outcome


def test_the_last_of_a_days_loads(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card("demo-prepaid", own=60_000)
        racers.world.done(Pay(wallet=wallet, merchant="shop", yen=50_000))
        # 40,000 of the day are left, and in the wallet there is room for 90,000.
        pair = Load(wallet=wallet, yen=40_000), Load(wallet=wallet, yen=40_000, reference="2")
        one_has_it(racers.race(pair), "load_day_max")
        assert racers.value(wallet) == 50_000


def test_the_last_cash_of_a_day_over_both_kinds(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(AU, own=200_000, funds=200_000, channel="cash_counter")
        pair = (
            Load(wallet=wallet, yen=100_000, channel="cash_counter"),
            Load(wallet=wallet, yen=1, channel="cash_counter", product=AU_FUNDS),
        )
        # The whole that is left against one yen: only together they are too much.
        one_has_it(racers.race(pair), "cash_load_day_max")
        assert racers.value(wallet) in (500_000, 400_001)


def test_the_last_room_below_the_cap_over_both_kinds(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(AU, own=500_000, funds=400_000)
        pair = (
            Load(wallet=wallet, yen=100_000),
            Load(wallet=wallet, yen=100_000, product=AU_FUNDS),
        )
        one_has_it(racers.race(pair), "balance_max")
        assert racers.value(wallet) == 1_000_000


def test_the_last_that_may_be_sent_in_a_month(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet, near, far = (racers.card(AU, funds=yen) for yen in (400_000, 1, 1))
        pair = (
            Send(wallet=wallet, to=near, yen=150_000),
            Send(wallet=wallet, to=far, yen=50_001),
        )
        sent = one_has_it(racers.race(pair), "send_month_max")
        assert racers.value(wallet) == 400_000 - sent["yen"]
        assert racers.value(near) + racers.value(far) == 2 + sent["yen"]


def test_the_last_that_may_be_received_in_a_month(racers: Racers) -> None:
    """Two senders, most often in other books than the receiver: who loses has value and quota
    back."""
    for _ in range(ROUNDS):
        one, other, receiver = (racers.card(AU, funds=yen) for yen in (200_000, 200_000, 1))
        pair = (
            Send(wallet=one, to=receiver, yen=100_001),
            Send(wallet=other, to=receiver, yen=100_001),
        )
        one_has_it(racers.race(pair), "receive_month_max")
        assert racers.value(receiver) == 100_002
        back = max((one, other), key=racers.value)
        assert racers.value(back) == 200_000
        assert racers.value(one) + racers.value(other) == 299_999
        # All of the month's cap is the loser's again.
        to = racers.card(AU, funds=1)
        assert not racers.world.refused(Send(wallet=back, to=to, yen=200_000))


def test_the_last_of_a_days_withdrawals(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(WEBMONEY, funds=300_000)
        pair = (
            Withdraw(wallet=wallet, yen=100_000),
            Withdraw(wallet=wallet, yen=1, way="atm", terminal="konbini"),
        )
        got = one_has_it(racers.race(pair), "withdraw_day_max")
        assert racers.value(wallet) == 300_000 - got["yen"]


def test_the_months_free_withdrawal(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(WEBMONEY, funds=100_000)
        pair = (
            Withdraw(wallet=wallet, yen=10_000, way="atm", terminal="konbini"),
            Withdraw(wallet=wallet, yen=10_000, way="atm", terminal="konbini", reference="2"),
        )
        outcomes = [one["outcome"] for one in racers.race(pair) if not one["code"]]
        assert sorted(one["fee_yen"] for one in outcomes) == [0, 220]
        assert racers.value(wallet) == 100_000 - 20_220


def test_a_withdrawal_is_paid_or_given_back(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(WEBMONEY, funds=10_000)
        order = racers.world.do(Withdraw(wallet=wallet, yen=4_000))
        on = ids.OperationId(order.operation)
        pair = (
            ReturnWithdrawal(withdrawal=on, reason="denied by the bank"),
            ReturnWithdrawal(withdrawal=on, reason="denied by the bank, told twice"),
        )
        assert ended(racers.race(pair)) == {"payout_ended"}
        assert racers.value(wallet) == 10_000
        order = racers.world.do(Withdraw(wallet=wallet, yen=4_000))
        on = ids.OperationId(order.operation)
        pair = CompleteWithdrawal(withdrawal=on), CompleteWithdrawal(withdrawal=on, reference="2")
        assert ended(racers.race(pair)) == {"payout_ended"}
        assert racers.value(wallet) == 6_000


def test_a_hold_is_taken_or_let_go(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(AU, own=10_000)
        held = racers.world.do(Authorise(wallet=wallet, merchant="shop", yen=3_000))
        on = ids.OperationId(held.operation)
        pair = Capture(hold=on, merchant="shop"), Void(hold=on, merchant="shop")
        assert ended(racers.race(pair)) == {"hold_ended"}
        assert racers.value(wallet) in (7_000, 10_000)


def test_one_key_is_one_command(racers: Racers) -> None:
    for _ in range(ROUNDS):
        wallet = racers.card(AU, own=10_000)
        key = racers.world.new_key()
        pay = Pay(wallet=wallet, merchant="shop", yen=6_000)
        first, second = racers.race((pay, pay), (key, key))
        assert first == second
        assert not first["code"]
        assert racers.value(wallet) == 4_000


def ended(answers: Answers) -> set[str]:
    """The codes of a race in which one alone was accepted."""
    codes = [one["code"] for one in answers if one["code"]]
    assert len(codes) == 1, answers
    return set(codes)
