"""Cash machines over real HTTP: however often and by whomever one is asked, money comes once."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from tests.funds.conftest import WORKERS, House

from zandaka.funds.work.machines import AskMachines
from zandaka.funds.work.payouts import BookPayouts
from zandaka.providers.money.http import HttpMoney
from zandaka.providers.money.port import MoneyAnswer, MoneyOrder
from zandaka.providers.money.sandbox import MoneySandbox

TOKEN = "machines"
ORDER = MoneyOrder("key-1", "konbini", 1_000)


@pytest.fixture
def box() -> Iterator[MoneySandbox]:
    with MoneySandbox(0, TOKEN) as box:
        box.start()
        yield box


@pytest.fixture
def atm(box: MoneySandbox) -> Iterator[HttpMoney]:
    machine = HttpMoney(box.url, TOKEN, httpx.Timeout(2.0))
    yield machine
    machine.close()


def test_an_order_is_paid_once_and_told_again(box: MoneySandbox, atm: HttpMoney) -> None:
    assert [atm.move(ORDER) for _ in range(3)] == [MoneyAnswer("done")] * 3
    assert list(box.desk.orders) == ["key-1"]
    assert box.desk.orders["key-1"].asked == 3
    assert atm.move(MoneyOrder("key-1", "konbini", 2_000)).result == "denied"


@pytest.mark.parametrize(
    ("place", "results"),
    [
        ("konbini-0001", ["denied", "denied"]),
        ("konbini-0002", ["unknown", "done"]),
        ("konbini-0003", ["unknown", "done"]),
        ("konbini-0004", ["unknown", "unknown"]),
        ("konbini-0005", ["unknown", "unknown"]),
    ],
)
def test_faults(atm: HttpMoney, place: str, results: list[str]) -> None:
    order = MoneyOrder("key", place, 500)
    assert [atm.move(order).result for _ in results] == results


def test_cancelled_stays_cancelled_and_what_was_paid_is_not(
    box: MoneySandbox, atm: HttpMoney
) -> None:
    assert atm.move(ORDER).result == "done"
    assert atm.cancel(ORDER).result == "denied"
    never = MoneyOrder("never", "konbini", 1)
    assert [atm.cancel(never).result for _ in range(2)] == ["done", "done"]
    assert atm.move(never).result == "denied"
    assert [one.state for one in box.desk.orders.values()] == ["done", "cancelled"]
    assert atm.cancel(MoneyOrder("dead", "konbini-0005", 1)).result == "unknown"


def test_undone_stays_undone(box: MoneySandbox, atm: HttpMoney) -> None:
    assert atm.move(ORDER).result == "done"
    assert [atm.undo(ORDER).result for _ in range(2)] == ["done", "done"]
    assert atm.move(ORDER).result == "denied"
    never = MoneyOrder("never", "konbini", 1)
    assert atm.undo(never).result == "done"
    assert atm.move(never).result == "denied"
    assert {one.state for one in box.desk.orders.values()} == {"undone"}


def test_nobody_there_wrong_token_and_nonsense_are_unknown(box: MoneySandbox) -> None:
    for machine in (
        HttpMoney("http://127.0.0.1:9", TOKEN, httpx.Timeout(0.5)),
        HttpMoney(box.url, "wrong"),
        HttpMoney(box.url + "/elsewhere", TOKEN),
    ):
        assert machine.move(ORDER).result == "unknown"
        machine.close()
    assert box.desk.orders == {}


def test_denied_goes_back_with_its_fee_and_its_free_one(house: House, atm: HttpMoney) -> None:
    wallet = house.card(10_000, "webmoney-prepaid-card")
    first = house.withdraw(wallet, 1_000, way="atm", terminal="konbini-0001")
    second = house.withdraw(wallet, 2_000, way="atm", terminal="konbini")
    house.work(atm=atm)
    assert (house.payout(first), house.payout(second)) == ("returned", "paid")
    # Which of the two was told first is open; the free one is either used or free again.
    third = house.withdraw(wallet, 1_000, way="atm", terminal="konbini")
    house.work(atm=atm)
    assert house.payout(third) == "paid"
    assert house.balance(wallet) == 10_000 - 3_000 - 220
    assert house.owned("fee_income") == 220


def test_an_answer_that_was_lost_is_asked_for_again(
    house: House, box: MoneySandbox, atm: HttpMoney
) -> None:
    wallet = house.card(10_000)
    order = house.withdraw(wallet, 1_000, way="atm", terminal="konbini-0002")
    house.work(atm=atm)
    assert house.payout(order) == "ordered"
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    house.work(atm=atm)
    assert house.payout(order) == "paid"
    assert len(box.desk.orders) == 1
    assert -house.owned("bank_clearing") == 10_000 - 1_000


def test_without_machines_it_waits(house: House, atm: HttpMoney) -> None:
    order = house.withdraw(house.card(10_000), 1_000, way="atm", terminal="konbini")
    house.work()
    assert house.payout(order) == "ordered"
    house.work(atm=atm)
    assert house.payout(order) == "paid"


class Slow:
    """A machine that lets another worker ask while it thinks, and is killed before it answers."""

    def __init__(self, behind: HttpMoney, meanwhile: threading.Event) -> None:
        self._behind = behind
        self._meanwhile = meanwhile

    def move(self, order: MoneyOrder) -> MoneyAnswer:
        self._behind.move(order)
        self._meanwhile.set()
        raise KeyboardInterrupt

    def undo(self, order: MoneyOrder) -> MoneyAnswer:
        raise AssertionError(order)

    def cancel(self, order: MoneyOrder) -> MoneyAnswer:
        raise AssertionError(order)


def test_killed_after_the_money_came_it_is_known_all_the_same(
    house: House, box: MoneySandbox, atm: HttpMoney
) -> None:
    order = house.withdraw(house.card(10_000), 1_000, way="atm", terminal="konbini")
    with pytest.raises(KeyboardInterrupt):
        AskMachines().round(house.redress(atm=Slow(atm, threading.Event())))
    assert box.desk.orders
    # Nobody else asks while it may still be under way; then the answer is asked for again.
    house.work(atm=atm)
    assert house.payout(order) == "ordered"
    house.clock.set(house.clock.now() + timedelta(seconds=31))
    house.work(atm=atm)
    assert house.payout(order) == "paid"
    assert len(box.desk.orders) == 1


def test_two_machines_share_the_work(house: House, box: MoneySandbox, atm: HttpMoney) -> None:
    wallet = house.card(500_000)
    orders = [house.withdraw(wallet, 1_000, way="atm", terminal=f"konbini-x{n}") for n in range(12)]
    threads = [
        threading.Thread(target=house.work, args=(WORKERS,), kwargs={"atm": atm}) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    house.work(atm=atm)
    assert {house.payout(order) for order in orders} == {"paid"}
    assert [one.asked for one in box.desk.orders.values()] == [1] * 12
    assert house.balance(wallet) == 500_000 - 12 * 1_220


def test_persons_decide_where_a_machine_has_not_paid(house: House, atm: HttpMoney) -> None:
    wallet = house.card(10_000)
    order = house.withdraw(wallet, 1_000, way="atm", terminal="konbini-0003")
    house.work(atm=atm)
    house.settle(order, "returned", "no cash was taken")
    house.clock.set(house.clock.now() + timedelta(hours=1))
    house.work(atm=atm)
    assert house.payout(order) == "returned"
    assert house.balance(wallet) == 10_000


def test_told_twice_the_books_are_told_once(house: House, atm: HttpMoney) -> None:
    order = house.withdraw(house.card(10_000), 1_000, way="atm", terminal="konbini")
    AskMachines().round(house.redress(atm=atm))
    threads = [
        threading.Thread(target=BookPayouts().round, args=(house.redress(),)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    verbs = "SELECT count(*) FROM operations WHERE verb = 'complete_withdrawal' AND code = ''"
    assert house.rows(verbs) == [(1,)]
    assert house.payout(order) == "paid"


def test_the_first_that_succeeded_is_free_though_another_was_ordered_before(
    house: House, atm: HttpMoney
) -> None:
    wallet = house.card(50_000, "webmoney-prepaid-card")
    silent = house.withdraw(wallet, 1_000, way="atm", terminal="konbini-0003")
    for _ in range(2):
        house.withdraw(wallet, 1_000, way="atm", terminal="konbini")
    house.work(atm=atm)
    assert house.owned("fee_income") == 440
    house.settle(silent, "returned", "no cash was taken")
    house.work(atm=atm)
    # One of the two that were paid has its fee back, the other not, and the month is used up.
    assert house.owned("fee_income") == 220
    assert house.balance(wallet) == 50_000 - 2_000 - 220
    house.withdraw(wallet, 1_000, way="atm", terminal="konbini")
    house.work(atm=atm)
    assert house.owned("fee_income") == 440
