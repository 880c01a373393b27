"""What a writer remembers of its book is what is written there, whoever wrote it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.ledger.world import START, World

from zandaka import ids
from zandaka.ledger.memory import Memory
from zandaka.ledger.model import State, Touch, Usage, Wallet
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.postgres import Database


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with World(database, books=1) as world:
        yield world
        world.verify()


def test_two_writers_see_each_other(world: World) -> None:
    wallet = world.purse(1_000)
    pay = Pay(wallet=wallet, merchant="tokyo-1", yen=300)
    with closing(world.another_ledger(books=1)) as other:
        assert world.done(pay)["balance"] == 700
        assert other.do(pay, "test", "other-1").accepted
        assert world.done(pay)["balance"] == 100
        assert other.do(pay, "test", "other-2").code == "insufficient_value"
        assert world.refused(pay) == "insufficient_value"


def test_the_use_of_a_limit_is_remembered_too(world: World) -> None:
    # 6,000 yen a day.
    wallet = world.purse(3_000, 3_000)
    world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=4_000))
    with closing(world.another_ledger(books=1)) as other:
        assert other.do(
            Pay(wallet=wallet, merchant="tokyo-1", yen=1_500), "test", "other"
        ).accepted  # fmt: skip
    assert world.refused(Pay(wallet=wallet, merchant="tokyo-1", yen=501)) == "limit_exceeded"
    world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=500))


def test_what_came_by_way_of_an_earlier_operation_is_read_again(world: World) -> None:
    wallet = world.purse(1_000)
    world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=100))
    paid = world.do(Pay(wallet=wallet, merchant="tokyo-1", yen=900))
    world.done(Refund(payment=ids.OperationId(paid.operation), merchant="tokyo-1"))
    assert world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=200))["balance"] == 700


def test_a_hold_ends_under_a_wallet_that_was_remembered(world: World) -> None:
    wallet = world.purse(1_000)
    world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=100))
    held = world.do(Authorise(wallet=wallet, merchant="tokyo-1", yen=400))
    assert world.refused(Pay(wallet=wallet, merchant="tokyo-1", yen=501)) == "insufficient_value"
    assert world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=300))["balance"] == 600
    world.done(Capture(hold=ids.OperationId(held.operation), merchant="tokyo-1", yen=300))
    assert world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=300))["balance"] == 0


def test_a_load_is_seen_by_the_next_payment(world: World) -> None:
    wallet = world.purse(500)
    world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=500))
    world.done(Load(wallet=wallet, yen=700))
    assert world.done(Pay(wallet=wallet, merchant="tokyo-1", yen=700))["balance"] == 0


def test_who_was_not_there_for_the_longest_time_is_forgotten_first() -> None:
    memory, touch = Memory(most=2), Touch()
    for wallet in (1, 2, 1, 3):
        touch.wallets = {wallet}
        state = State()
        state.wallets[wallet] = Wallet(wallet, "purse", "app", "open")
        state.usage[wallet, "pay_day_max"] = Usage(wallet, "pay_day_max", START.date(), wallet)
        memory.remember(state, touch, b"head")
    assert set(memory.recall((1, 2, 3))) == {1, 3}
    assert memory.recall((1,))[1].usage[0].yen == 1
    assert memory.still_true(b"head")
    assert not memory.still_true(b"another")
    assert not memory.recall((1, 3))
