"""Many threads, two servers on one database: nothing deadlocks, nothing that may be done fails,
and at an edge exactly as many win as there is room for."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random

import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.errors import KeyReused
from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.transit import finish
from zandaka.postgres import Database

BOOKS = 3
THREADS = 12


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with World(database, books=BOOKS) as world:
        yield world
        world.verify()


@pytest.fixture
def servers(world: World) -> Iterator[list[Ledger]]:
    with world.another_ledger(books=BOOKS) as other:
        yield [world.ledger, other]


def at_once(count: int, what: Callable[[int], object]) -> None:
    """Runs `what` in `count` threads that start together; raises what any of them raised."""
    gate = threading.Barrier(count)
    errors: list[BaseException] = []

    def one(number: int) -> None:
        gate.wait()
        try:
            what(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "deadlock"
    if errors:
        raise errors[0]


def test_nothing_that_may_be_done_fails(world: World, servers: list[Ledger]) -> None:
    purses = [world.purse(5_000, 3_000, key=f"purse-{n}") for n in range(9)]
    apps = [world.app(f"app-{n}") for n in range(THREADS)]
    assert {ids.book_of(one) for one in (*purses, *apps)} == set(range(BOOKS))
    papers = [world.coupons(4, key=f"papers-{n}") for n in range(THREADS)]
    held_and_paid: list[int] = [0] * THREADS
    loaded: list[int] = [0] * THREADS

    def one(number: int) -> None:
        random = Random(number)

        def do(command: Pay | Authorise | Capture | Refund | LoadCoupon, key: str) -> Answer:
            ledger = random.choice(servers)
            answer = (
                finish(ledger, ledger.do(command, "test", key))
                if (isinstance(command, LoadCoupon))
                else ledger.do(command, "test", key)
            )
            assert answer.accepted, (command, answer)
            return answer

        for step in range(40):
            key = f"{number}/{step}"
            purse = purses[(number + step) % len(purses)]
            match step % 10:
                case 3 | 7:
                    payment = do(Pay(wallet=purse, merchant="kyoto-1", yen=5), key)
                    on = ids.OperationId(payment.operation)
                    do(Refund(payment=on, merchant="kyoto-1"), key + "r")
                case 5:
                    hold = do(Authorise(wallet=purse, merchant="tokyo-1", yen=3), key)
                    do(Capture(hold=ids.OperationId(hold.operation), merchant="tokyo-1"), key + "c")
                    held_and_paid[number] += 3
                case 9:
                    coupon = papers[number][step // 10]
                    do(LoadCoupon(coupon=coupon, to=apps[(number + step // 10) % len(apps)]), key)
                    loaded[number] += 2_000
                case _:
                    do(Pay(wallet=purse, merchant="tokyo-1", yen=1), key)
                    held_and_paid[number] += 1

    at_once(THREADS, one)
    owed = (
        "SELECT sum(balance)::bigint FROM accounts WHERE kind = 'merchant_payable' AND owner = %s"
    )
    assert world.value(owed, ("tokyo-1",)) == sum(held_and_paid) == THREADS * (4 * 3 + 24)
    assert world.value(owed, ("kyoto-1",)) == 0
    left = sum(balance for purse in purses for balance, _ in world.lots(purse))
    assert left == 9 * 8_000 - sum(held_and_paid)
    assert sum(yen for app in apps for yen, _ in world.lots(app)) == sum(loaded) == 4 * 12 * 2_000
    assert world.value("SELECT count(*) FROM transits WHERE NOT settled") == 0
    assert world.value("SELECT count(*) FROM operations WHERE code <> ''") == 0


@pytest.mark.parametrize("room", [1, 5])
def test_the_last_value_goes_to_as_many_as_there_is_room_for(
    world: World, servers: list[Ledger], room: int
) -> None:
    purse = world.purse(100 * room + 99)
    codes: Counter[str] = Counter()

    def one(number: int) -> None:
        pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
        codes[servers[number % 2].do(pay, "test", str(number)).code] += 1

    at_once(THREADS, one)
    assert codes == {"": room, "insufficient_value": THREADS - room}
    assert world.lots(purse) == [(99, 0)]


def test_the_last_yen_of_a_day_goes_to_one(world: World, servers: list[Ledger]) -> None:
    purse = world.purse(5_000, 3_000)
    world.paid(purse, 4_000)
    codes: Counter[str] = Counter()

    def one(number: int) -> None:
        pay = Pay(wallet=purse, merchant="tokyo-1", yen=2_000)
        codes[servers[number % 2].do(pay, "test", str(number)).code] += 1

    at_once(2, one)
    assert codes == {"": 1, "limit_exceeded": 1}


def test_a_cap_on_the_balance_counts_what_comes_from_everywhere(
    world: World, servers: list[Ledger]
) -> None:
    """Coupons of all books at once into one wallet: 12,000 yen is room for six."""
    app = world.app("app")
    papers = [coupon for n in range(6) for coupon in world.coupons(2, key=f"papers-{n}")]
    assert {ids.book_of(paper) for paper in papers} == set(range(BOOKS))
    codes: Counter[str] = Counter()

    def one(number: int) -> None:
        ledger = servers[number % 2]
        load = LoadCoupon(coupon=papers[number], to=app)
        codes[finish(ledger, ledger.do(load, "test", str(number))).code] += 1

    at_once(len(papers), one)
    assert codes == {"": 6, "limit_exceeded": 6}
    assert sum(yen for yen, _ in world.lots(app)) == 12_000
    back = [world.value("SELECT status FROM wallets WHERE id = %s", (int(p),)) for p in papers]
    assert Counter(back) == {"loaded": 6, "open": 6}


def test_a_coupon_is_loaded_once(world: World, servers: list[Ledger]) -> None:
    [coupon] = world.coupons(key="one")
    apps = [world.app(f"app-{n}") for n in range(6)]
    codes: Counter[str] = Counter()

    def one(number: int) -> None:
        ledger = servers[number % 2]
        load = LoadCoupon(coupon=coupon, to=apps[number])
        codes[finish(ledger, ledger.do(load, "test", str(number))).code] += 1

    at_once(len(apps), one)
    assert codes == {"": 1, "coupon_already_loaded": 5}
    assert sum(yen for app in apps for yen, _ in world.lots(app)) == 2_000


def test_one_key_at_once_is_one_operation(world: World, servers: list[Ledger]) -> None:
    purse = world.purse(1_000)
    answers: list[Answer] = []

    def one(number: int) -> None:
        pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
        answers.append(servers[number % 2].do(pay, "test", "the same"))

    at_once(THREADS, one)
    assert len({(a.operation, a.code, a.outcome, a.recorded_at) for a in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
    assert world.lots(purse) == [(900, 0)]


def test_one_key_at_once_for_two_requests_is_one_of_them(
    world: World, servers: list[Ledger]
) -> None:
    purse = world.purse(1_000)
    outcomes: list[object] = []

    def one(number: int) -> None:
        pay = Pay(wallet=purse, merchant="tokyo-1", yen=100 + number % 2)
        try:
            outcomes.append(servers[number % 2].do(pay, "test", "the same").operation)
        except KeyReused:
            outcomes.append("reused")

    at_once(THREADS, one)
    assert outcomes.count("reused") == THREADS // 2
    assert len(set(outcomes)) == 2


def test_one_key_at_once_for_two_books_is_one_of_them(world: World) -> None:
    purses = {ids.book_of(purse): purse for purse in (world.purse(1_000) for _ in range(24))}
    assert len(purses) > 1
    here, there = list(purses.values())[:2]
    outcomes: list[object] = []

    def one(number: int, key: str) -> None:
        pay = Pay(wallet=(here, there)[number % 2], merchant="tokyo-1", yen=10)
        try:
            outcomes.append(world.ledger.do(pay, "test", key).operation)
        except KeyReused:
            outcomes.append("reused")

    for attempt in range(25):
        at_once(2, partial(one, key=f"key {attempt}"))
        assert outcomes.count("reused") == attempt + 1
    assert sum(yen for purse in (here, there) for yen, _ in world.lots(purse)) == 2_000 - 250


def test_loads_at_the_edge_of_two_caps(world: World, servers: list[Ledger]) -> None:
    purse = world.purse()
    codes: Counter[str] = Counter()

    def one(number: int) -> None:
        load = Load(wallet=purse, yen=3_000)
        codes[servers[number % 2].do(load, "test", str(number)).code] += 1

    at_once(5, one)
    assert codes == {"": 2, "limit_exceeded": 3}


def test_verify_beside_a_busy_server(world: World, servers: list[Ledger]) -> None:
    """A book is whole at every instant, not only at rest."""
    purses = [world.purse(5_000, key=f"purse-{n}") for n in range(6)]
    apps = [world.app(f"app-{n}") for n in range(3)]
    papers = [coupon for n in range(6) for coupon in world.coupons(4, key=f"papers-{n}")]
    stop = threading.Event()

    def one(number: int) -> None:
        if number == 0:
            try:
                seen = [world.verify().operations for _ in range(12)]
            finally:
                stop.set()
            assert seen == sorted(seen)
            assert seen[-1] > seen[0], "nothing was written meanwhile"
            return
        ledger = servers[number % 2]
        step = 0
        while not stop.is_set():
            step += 1
            pay = Pay(wallet=purses[number], merchant="tokyo-1", yen=1)
            ledger.do(pay, "test", f"{number}/{step}")
            if number == 1 and papers:
                load = LoadCoupon(coupon=papers.pop(), to=apps[step % 3])
                finish(ledger, ledger.do(load, "test", f"load-{step}"))

    at_once(6, one)
