"""Orders at a provider that fails in every way, over a real connection."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.redress.gifts.conftest import DEADLINE, INCIDENT, MASTER, WORK, GiftWorld
from tests.redress.gifts.test_choice import choose, code_of

from zandaka import ids
from zandaka.operations.remit import Remit
from zandaka.providers.gift.port import GiftAnswer, GiftOrder
from zandaka.providers.gift.sandbox.faults import Fault
from zandaka.redress.actions.cancel_gift import CancelGift
from zandaka.redress.work.gift_books import GiftBooks
from zandaka.redress.work.gift_orders import LEASE, GiftOrders
from zandaka.redress.worker import until_idle


@pytest.mark.parametrize("kind", ["timeout", "error_after_issue", "error", "throttle"])
def test_without_an_answer_the_same_order_is_asked_for_again(world: GiftWorld, kind: str) -> None:
    recipient = world.owed("aoi", 2_000)
    world.sandbox.faults.add(Fault(kind, times=2, seconds=2.0))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    world.act(choose(world, recipient, "edy"))
    world.work()
    assert world.orders() == [("edy", 2_000, "unknown")]
    assert world.entitlements() == [(2_000, 0, "gift")]
    assert world.account("gift_payable") == 2_000
    assert world.value("SELECT why <> '' FROM gift_orders")
    world.work()
    asked = sum(order.asked for order in world.sandbox.orders.all())
    assert asked <= 1, "before its time"
    world.pass_time(seconds=5)
    world.work()
    assert world.orders() == [("edy", 2_000, "unknown")]
    world.pass_time(seconds=15)
    world.work()
    assert world.orders() == [("edy", 2_000, "issued")]
    assert len(world.sandbox.orders.all()) == 1
    assert world.account("gift_provider_payable") == 2_000


def test_a_denial_opens_the_choice_again_and_a_case(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.sandbox.faults.add(Fault("denial", brand="edy"))
    world.act(choose(world, recipient, "edy"))
    world.work()
    assert world.orders() == [("edy", 2_000, "denied")]
    assert world.entitlements() == [(2_000, 0, "open")]
    facts = world.rows("SELECT kind, recipient, facts->>'why' FROM claims")
    assert facts == [("gift", recipient, "out of stock")]
    assert world.value("SELECT count(*) FROM messages WHERE template = 'gift_again'") == 1
    world.act(choose(world, recipient, "paypay"))
    world.work()
    assert world.orders() == [("edy", 2_000, "denied"), ("paypay", 2_000, "issued")]
    assert world.entitlements() == [(2_000, 2_000, "given")]


def test_a_denial_of_one_code_of_two_leaves_the_rest_owed(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000, 1_450)
    world.sandbox.faults.add(Fault("denial", brand="nanaco"))
    world.act(choose(world, recipient, "nanaco"))
    world.work()
    assert world.orders() == [("nanaco", 3_400, "denied"), ("amazon", 50, "issued")]
    assert world.entitlements() == [(2_000, 0, "open"), (1_450, 50, "open")]
    assert world.account("gift_payable") == 3_400
    world.act(choose(world, recipient, "edy"))
    world.work()
    assert world.orders()[-1] == ("edy", 3_400, "issued")
    assert world.entitlements() == [(2_000, 2_000, "given"), (1_450, 1_450, "given")]
    assert world.account("gift_payable") == 0


def test_who_chose_in_time_and_was_denied_late_may_choose_again(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.clock.set(DEADLINE - timedelta(seconds=3))
    world.sandbox.faults.add(Fault("error"))
    world.sandbox.faults.add(Fault("denial"))
    world.act(choose(world, recipient, "edy"))
    world.work()
    world.pass_time(days=1)
    world.work()
    assert world.orders() == [("edy", 2_000, "denied")]
    assert world.entitlements() == [(2_000, 0, "open")]
    world.pass_time(days=14, seconds=-1)
    world.work()
    assert world.entitlements() == [(2_000, 0, "open")]
    action = choose(world, recipient, "paypay")
    world.pass_time(seconds=1)
    assert code_of(lambda: world.act(action)) == "gift_deadline_passed"
    world.work()
    assert world.entitlements() == [(2_000, 0, "lapsed")]


def test_taken_back_within_the_time_it_is_owed_again(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000, 500)
    world.act(choose(world, recipient, "edy"))
    world.work()
    order = world.value("SELECT id FROM gift_orders")
    world.act(CancelGift(order=order, reason="chosen by mistake"))
    nothing = CancelGift(order=UUID(int=1), reason="mistyped")
    assert code_of(lambda: world.act(nothing)) == "unknown_gift_order"
    again = CancelGift(order=order, reason="twice")
    assert code_of(lambda: world.act(again)) == "gift_not_issued"
    world.sandbox.faults.add(Fault("timeout", seconds=0.0))
    world.work()
    assert world.orders() == [("edy", 2_500, "cancelled")]
    assert world.entitlements() == [(2_000, 0, "open"), (500, 0, "open")]
    assert (world.account("gift_payable"), world.account("gift_provider_payable")) == (2_500, 0)
    world.sandbox.faults.clear()
    world.act(choose(world, recipient, "ponta"))
    world.work()
    assert world.account("gift_provider_payable") == 2_500
    assert [order.state for order in world.sandbox.orders.all()] == ["cancelled", "issued"]


@pytest.mark.parametrize("late", [True, False])
def test_what_cannot_be_taken_back_stays_issued(world: GiftWorld, late: bool) -> None:
    recipient = world.owed("aoi", 2_000)
    world.act(choose(world, recipient, "edy"))
    world.work()
    if late:
        world.sandbox.orders.advance(timedelta(minutes=15, seconds=1))
    else:
        world.sandbox.faults.add(Fault("cancel_refused"))
    world.act(CancelGift(order=world.value("SELECT id FROM gift_orders"), reason="mistake"))
    world.work()
    assert world.orders() == [("edy", 2_000, "issued")]
    assert world.entitlements() == [(2_000, 2_000, "given")]
    assert world.account("gift_provider_payable") == 2_000
    events = [row[0] for row in world.rows("SELECT event FROM gift_events ORDER BY id")]
    assert events[-3:] == ["issued", "cancel_asked", "cancel_refused"]


def test_the_books_have_the_last_word(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.act(choose(world, recipient, "edy"))
    wallet, coupon = world.rows("SELECT wallet, coupon FROM entitlements")[0]
    # Behind the back of the tables, what is owed is paid out.
    world.command(
        Remit(wallet=ids.WalletId(wallet), coupon=ids.WalletId(coupon), yen=2_000, refund="1")
    )
    world.work()
    assert world.orders() == [("edy", 2_000, "cancelled")]
    assert [order.state for order in world.sandbox.orders.all()] == ["cancelled"]
    assert world.entitlements() == [(2_000, 0, "gift")]
    assert world.value("SELECT facts->>'event' FROM claims") == "refused"
    assert world.account("gift_provider_payable") == 0


class Deaf:
    """A provider that is asked and whose answer nobody lives to hear."""

    def __init__(self, world: GiftWorld) -> None:
        self._world = world

    def order(self, order: GiftOrder) -> GiftAnswer:
        self._world.gifts.order(order)
        raise SystemExit("killed between the answer and the commit")

    def cancel(self, order: GiftOrder) -> GiftAnswer:
        raise NotImplementedError

    def reveal(self, order: GiftOrder, reference: str) -> str | None:
        raise NotImplementedError


def test_killed_between_the_answer_and_the_commit(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.act(choose(world, recipient, "edy"))
    with pytest.raises(SystemExit):
        GiftOrders().round(world.another(Deaf(world)))
    assert world.orders() == [("edy", 2_000, "intended")]
    world.work()
    assert world.orders() == [("edy", 2_000, "intended")], "the lease still runs"
    world.pass_time(seconds=LEASE.total_seconds())
    world.work()
    assert world.orders() == [("edy", 2_000, "issued")]
    (order,) = world.sandbox.orders.all()
    assert order.asked == 2
    assert world.account("gift_provider_payable") == 2_000


PROGRAM = """
import sys, httpx
from tests.redress.gifts.conftest import MASTER, TERMS
from zandaka.clock import SystemClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.providers.gift.http import HttpGifts
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.gift_orders import GiftOrders
from zandaka.terms.load import load_terms
database = Database(sys.argv[1])
with Ledger(database.connect, load_terms(TERMS), 2, SystemClock()) as ledger:
    gifts = HttpGifts(sys.argv[2], "sandbox", httpx.Timeout(60))
    redress = Redress(
        database.connect, ledger, Secrets(MASTER), Vault(MASTER), Providers(gift=gifts)
    )
    GiftOrders().round(redress)
"""


def test_a_process_killed_while_it_asks_leaves_one_code(world: GiftWorld) -> None:
    assert MASTER
    recipient = world.owed("aoi", 2_000)
    world.sandbox.faults.add(Fault("slow", seconds=30.0))
    world.act(choose(world, recipient, "edy"))
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, world.database.conninfo, world.sandbox.url],
        cwd=Path(__file__).resolve().parents[3],
    )
    until = 200
    while not world.sandbox.orders.all() and until:
        until -= 1
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert world.orders() == [("edy", 2_000, "intended")]
    # Its lease was taken by the machine's own clock.
    world.clock.set(world.value("SELECT next_at FROM gift_orders"))
    world.work()
    assert world.orders() == [("edy", 2_000, "issued")]
    assert len(world.sandbox.orders.all()) == 1


def test_killed_after_the_books_and_before_the_commit(
    world: GiftWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient = world.owed("aoi", 2_000, 300)
    world.act(choose(world, recipient, "edy"))
    world.work(GiftOrders())

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("zandaka.redress.gifts.orders.settle", killed)
        with pytest.raises(SystemExit):
            GiftBooks().round(world.redress)
    assert world.account("gift_provider_payable") == 2_300
    assert world.entitlements() == [(2_000, 0, "gift"), (300, 0, "gift")]
    world.work()
    assert world.account("gift_provider_payable") == 2_300
    assert world.entitlements() == [(2_000, 2_000, "given"), (300, 300, "given")]
    gives = "SELECT count(*) FROM operations WHERE verb = 'give' AND code = ''"
    assert world.value(gives) == 2


def test_several_machines_share_the_work_and_do_nothing_twice(world: GiftWorld) -> None:
    wallets = [world.wallet(f"holder{number}", 2_000, 30) for number in range(12)]
    for number in range(12):
        world.contact(f"holder{number}")
    world.convert(*wallets)
    machines = [world.another(world.gifts) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(until_idle, machines, [WORK] * 4))
    assert world.value("SELECT count(*) FROM gift_links") == 12
    assert world.value("SELECT count(*) FROM messages") == 12
    for (recipient,) in world.rows("SELECT id FROM recipients ORDER BY id"):
        world.act(choose(world, recipient, "nanaco"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(until_idle, machines, [WORK] * 4))
    assert {state for _, _, state in world.entitlements()} == {"given"}
    assert world.account("gift_provider_payable") == 12 * 2_030
    orders = world.sandbox.orders.all()
    assert len(orders) == 24
    assert {order.asked for order in orders} == {1}


def test_without_a_provider_orders_wait(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    world.act(choose(world, recipient, "edy"))
    until_idle(world.another(None), WORK)
    assert world.orders() == [("edy", 2_000, "intended")]
    assert world.value("SELECT incident FROM gift_orders") == INCIDENT
