"""What two persons say of a payout, and a machine that may still pay it: no yen leaves twice, and
where a machine says otherwise than was settled, a person sees it."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.funds.conftest import MASTER, START, House

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.funds.actions.close_payout_alarm import ClosePayoutAlarm
from zandaka.funds.actions.decide_settlement import DecideSettlement
from zandaka.funds.actions.make_payout_file import MakePayoutFile
from zandaka.funds.actions.settle_payout import SettlePayout
from zandaka.funds.work.machines import AskMachines
from zandaka.funds.work.payouts import BookPayouts
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.providers.money.direct import DirectMoney
from zandaka.providers.money.http import HttpMoney
from zandaka.providers.money.port import MoneyAnswer, MoneyOrder
from zandaka.providers.money.sandbox import MoneySandbox
from zandaka.reads import payout_settlements

WORKER = Path(__file__).with_name("machine_worker.py")
TOKEN = "machines"


class Between(DirectMoney):
    """A machine that pays, and something happens before its answer is heard."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def move(self, order: MoneyOrder) -> MoneyAnswer:
        answer = super().move(order)
        self._meanwhile()
        return answer


class Contrary(DirectMoney):
    """A machine that says it lets an order be, and then that it has paid it all the same."""

    def cancel(self, order: MoneyOrder) -> MoneyAnswer:
        super().cancel(order)
        return MoneyAnswer("done")


@pytest.fixture
def box() -> Iterator[MoneySandbox]:
    with MoneySandbox(0, TOKEN) as box:
        box.start()
        yield box


def at_machine(house: House, wallet: ids.WalletId, terminal: str = "konbini") -> ids.OperationId:
    return house.withdraw(wallet, 1_000, way="atm", terminal=terminal)


def alarms(house: House) -> list[tuple[object, ...]]:
    return house.rows(
        "SELECT payout, said, stood, operation IS NOT NULL FROM payout_alarms ORDER BY id"
    )


def tried(house: House, order: ids.OperationId) -> str:
    return str(house.rows("SELECT state FROM payout_tries WHERE payout = %s", (order,))[0][0])


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as found:
        ask()
    return found.value.code


def test_returned_while_the_machine_pays_and_the_machine_counts(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet)
    said: list[str] = []
    atm = Between(lambda: said.append(house.settle(order, "returned", "left the machine")))
    house.work(atm=atm)
    assert said == ["cancelling"]
    assert house.payout(order) == "paid"
    assert house.balance(wallet) == 10_000 - 1_220
    assert alarms(house) == []


def test_a_machine_that_was_asked_is_asked_to_cancel_first(house: House) -> None:
    wallet = house.card(20_000)
    busy, silent = (at_machine(house, wallet, place) for place in ("k-0003", "k-0004"))
    atm = DirectMoney()
    # The one has paid nothing yet, the other has and does not say so.
    AskMachines().round(house.redress(atm=atm))
    assert [house.settle(one, "returned", "left") for one in (busy, silent)] == ["cancelling"] * 2
    BookPayouts().round(house.redress())
    assert [house.payout(one) for one in (busy, silent)] == ["ordered"] * 2
    house.work(atm=atm)
    assert [house.payout(one) for one in (busy, silent)] == ["returned", "paid"]
    assert house.balance(wallet) == 20_000 - 1_220
    assert sorted(one.state for one in atm.desk.orders.values()) == ["cancelled", "done"]
    assert alarms(house) == []


def test_what_no_machine_was_asked_for_is_returned_at_once(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet)
    assert house.settle(order, "returned", "no network any more") == "returned"
    atm = DirectMoney()
    house.work(atm=atm)
    assert (house.payout(order), house.balance(wallet)) == ("returned", 10_000)
    assert atm.desk.orders == {}


def test_a_dead_machine_keeps_it_unless_evidence_is_named(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet, "k-0005")
    atm = DirectMoney()
    house.work(atm=atm)
    assert house.settle(order, "returned", "left") == "cancelling"
    for _ in range(3):
        house.clock.set(house.clock.now() + timedelta(minutes=5))
        house.work(atm=atm)
    assert (house.payout(order), tried(house, order)) == ("ordered", "cancelling")
    told = house.settle(order, "returned", "left", evidence="letter 12 of the network")
    assert told == "returned"
    house.work(atm=atm)
    assert (house.payout(order), house.balance(wallet)) == ("returned", 10_000)
    # It is asked all the same, later and later.
    assert house.rows("SELECT ask_at IS NOT NULL FROM payout_tries") == [(True,)]


def test_a_machine_that_paid_what_was_returned_is_an_alarm(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet, "k-0004")
    atm = DirectMoney()
    house.work(atm=atm)
    evidence = "letter 12 of the network"
    assert house.settle(order, "returned", "left", evidence=evidence) == "returned"
    house.work(atm=atm)
    # The letter was wrong: asked to cancel, the machine says that it had paid.
    assert house.payout(order) == "returned"
    assert alarms(house) == [(order, "paid", "returned", True)]
    raised = house.rows(
        "SELECT outcome ->> 'about', outcome ->> 'subject', outcome ->> 'yen'"
        " FROM operations WHERE verb = 'raise_alarm' AND code = ''"
    )
    assert raised == [("settled_otherwise", str(order), "1000")]
    with house.database.connect() as connection:
        [one] = payout_settlements.alarms(connection, 0, 10)
        [word] = payout_settlements.settlements(connection, 1 << 62, 10)
    assert (one.payout, one.wallet, one.yen, one.said, one.stood) == (
        order, wallet, 1_000, "paid", "returned",
    )  # fmt: skip
    assert (word.state, word.evidence, word.payout_state) == ("approved", evidence, "returned")
    for _ in range(2):
        house.act(ClosePayoutAlarm(alarm=one.alarm, why="asked back from the holder"))
    with house.database.connect() as connection:
        assert payout_settlements.alarms(connection, 0, 10) == []
    assert refused(lambda: house.act(ClosePayoutAlarm(alarm=99, why="-"))) == "unknown_operation"
    house.clock.set(house.clock.now() + timedelta(hours=1))
    house.work(atm=atm)
    assert len(alarms(house)) == 1


def test_a_machine_that_keeps_its_word_to_nobody_is_an_alarm(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet)
    atm = Contrary()

    def meanwhile() -> None:
        # Another process has it cancelled while this one waits for the machine's answer.
        house.settle(order, "returned", "left")
        house.work(atm=atm)

    house.work(atm=Between(meanwhile))
    assert house.payout(order) == "returned"
    assert alarms(house) == [(order, "paid", "returned", True)]


def test_a_machine_that_denies_what_was_said_to_be_paid_is_an_alarm(house: House) -> None:
    wallet = house.card(10_000)
    order = at_machine(house, wallet, "k-0001")
    house.work(atm=Between(lambda: house.settle(order, "paid", "seen in its journal")))
    assert house.payout(order) == "paid"
    assert alarms(house) == [(order, "returned", "paid", True)]


@pytest.mark.parametrize("by_hand", ["returned", "paid"])
def test_what_was_ended_in_the_books_meanwhile(house: House, by_hand: str) -> None:
    """By whatever way: the same end is in order, another is an alarm."""
    wallet = house.card(10_000)
    order = at_machine(house, wallet)

    def meanwhile() -> None:
        if by_hand == "paid":
            house.done(CompleteWithdrawal(withdrawal=order))
        else:
            house.done(ReturnWithdrawal(withdrawal=order, reason="by hand"))

    house.work(atm=Between(meanwhile))
    assert house.payout(order) == by_hand
    expected = [] if by_hand == "paid" else [(order, "paid", "returned", True)]
    assert alarms(house) == expected


def test_two_persons(house: House) -> None:
    wallet = house.card(10_000)
    order = house.withdraw(wallet, 1_000)
    word = SettlePayout(payout=order, result="paid", reason="at the desk")
    asked = house.act(word)
    assert (asked["payout"], asked["result"]) == (str(order), "paid")
    number = asked["settlement"]
    approve = DecideSettlement(settlement=number, decision="approve")
    assert refused(lambda: house.act(approve)) == "same_person"
    assert refused(lambda: house.act(word, "operator:suzuki")) == "open_items"
    house.work()
    assert house.payout(order) == "ordered"
    assert house.act(approve, "operator:suzuki")["state"] == "paid"
    assert refused(lambda: house.act(approve, "operator:tanaka")) == "settlement_decided"
    nobody = DecideSettlement(settlement=number + 1, decision="approve")
    assert refused(lambda: house.act(nobody, "operator:suzuki")) == "unknown_settlement"
    house.work()
    assert house.payout(order) == "paid"
    assert refused(lambda: house.act(word)) == "payout_ended"


def test_taken_back_and_said_anew(house: House) -> None:
    order = house.withdraw(house.card(10_000), 1_000)
    first = house.act(SettlePayout(payout=order, result="paid", reason="mistaken"))["settlement"]
    told = house.act(DecideSettlement(settlement=first, decision="reject", why="wrong one"))
    assert told["state"] == "rejected"
    house.work()
    assert house.payout(order) == "ordered"
    assert house.settle(order, "returned", "asked to") == "returned"
    house.work()
    assert house.payout(order) == "returned"


def test_a_file_that_took_it_meanwhile(house: House) -> None:
    house.account()
    order = house.withdraw(house.card(10_000), 1_000)
    number = house.act(SettlePayout(payout=order, result="returned", reason="asked to"))
    day = (START + timedelta(days=3)).date()
    house.act(MakePayoutFile(payer="au-pay-funds", pay_on=day))
    approve = DecideSettlement(settlement=number["settlement"], decision="approve")
    assert refused(lambda: house.act(approve, "operator:suzuki")) == "open_items"


def test_two_approve_at_once_and_one_does(house: House) -> None:
    order = house.withdraw(house.card(10_000), 1_000)
    number = house.act(SettlePayout(payout=order, result="returned", reason="asked to"))
    approve = DecideSettlement(settlement=number["settlement"], decision="approve")
    found: list[str] = []

    def one(name: int) -> None:
        try:
            found.append(house.act(approve, f"operator:{name}", f"approve {name}")["state"])
        except Refusal as refusal:
            found.append(refusal.code)

    threads = [threading.Thread(target=one, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == ["returned", "settlement_decided", "settlement_decided"]
    house.work()
    assert house.payout(order) == "returned"


def test_persons_and_two_processes_race_for_the_same_payouts(
    house: House, box: MoneySandbox
) -> None:
    """Whoever is first: each yen is out of a machine or in the wallet, and never both."""
    wallet = house.card(500_000)
    orders = [at_machine(house, wallet) for _ in range(30)]
    numbers = [
        house.act(SettlePayout(payout=one, result="returned", reason="left"))["settlement"]
        for one in orders
    ]
    arguments = [house.database.conninfo, START.isoformat(), MASTER.hex(), box.url, TOKEN]
    workers = [
        subprocess.Popen(
            [sys.executable, str(WORKER), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
    found: set[str] = set()
    for number in reversed(numbers):
        approve = DecideSettlement(settlement=number, decision="approve")
        try:
            found.add(house.act(approve, "operator:suzuki")["state"])
        except Refusal as refusal:
            found.add(refusal.code)
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(60) == 0
    atm = HttpMoney(box.url, TOKEN)
    house.work(atm=atm)
    atm.close()
    assert found <= {"returned", "cancelling", "payout_ended"}
    states = [house.payout(one) for one in orders]
    assert set(states) <= {"paid", "returned"}
    paid = sum(one.state == "done" for one in box.desk.orders.values())
    assert states.count("paid") == paid
    assert house.balance(wallet) == 500_000 - paid * 1_220
    assert alarms(house) == []
