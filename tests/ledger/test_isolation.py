"""What is wrong with one command stays with that command: its batch, its book and the writer's
thread go on."""

from concurrent.futures import Future
from typing import Any, ClassVar

import psycopg
import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.errors import Outage
from zandaka.ledger import registry
from zandaka.ledger.chart import Kind
from zandaka.ledger.command import Answer, Command, submission
from zandaka.ledger.ledger import resolve
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.ledger.writer import Writer
from zandaka.operations.base import OnWallet
from zandaka.operations.pay import Pay


class Faulty(OnWallet, frozen=True, kw_only=True, tag="faulty"):
    """A verb with a bug in one of its places."""

    verb: ClassVar[str] = "faulty"
    where: str

    def touch(self, touch: Touch) -> None:
        if self.where == "touch":
            raise ZeroDivisionError
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.BANK_CLEARING, ""))

    def decide(self, state: State, moment: Moment) -> Decision:
        if self.where == "decide":
            raise ZeroDivisionError
        if self.where == "outcome":
            return Decision(self._fail)
        lot = state.wallet(self.wallet).lots[0]
        bank = state.account(Kind.BANK_CLEARING)
        if self.where == "below zero":
            return Decision({}, moves=[(lot, bank, lot.balance + 1, 0)])
        assert self.where == "nothing moved"
        return Decision({}, moves=[(lot, bank, 0, 0)])

    def _fail(self) -> Any:
        raise ZeroDivisionError


def together(world: World, commands: list[Command]) -> list[Any]:
    """One batch for book 0, through a writer of its own."""
    results: dict[int, Any] = {}
    with world.database.connect() as connection:
        terms_id, series = registry.prepare(connection, world.terms, 2)
    writer = Writer(
        world.database.connect, 0, world.terms, terms_id, series, world.clock, results.update
    )
    for number, command in enumerate(commands):
        key = ids.operation_key("test", world.new_key())
        writer.put(submission(0, key, "test", command), number)
    writer.start()
    writer.stop()
    writer.join(30)
    assert not writer.is_alive()
    return [results[number] for number in range(len(commands))]


@pytest.fixture
def purse(world: World) -> ids.WalletId:
    keys = (f"purse-{n}" for n in range(20))
    return next(w for w in (world.purse(1_000, key=key) for key in keys) if ids.book_of(w) == 0)


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("decide", ZeroDivisionError),
        ("touch", ZeroDivisionError),
        ("outcome", ZeroDivisionError),
        ("below zero", AssertionError),
        ("nothing moved", psycopg.errors.CheckViolation),
    ],
)
def test_a_bug_in_one_command(
    world: World, purse: ids.WalletId, where: str, error: type[Exception]
) -> None:
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
    before, bug, after = together(world, [pay, Faulty(wallet=purse, where=where), pay])
    assert isinstance(bug, error)
    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    assert before.accepted
    assert after.accepted
    assert world.lots(purse) == [(800, 0)]
    assert world.value("SELECT count(*) FROM operations WHERE verb = 'faulty'") == 0
    world.verify()


def test_what_the_database_refuses_can_be_asked_again(world: World, purse: ids.WalletId) -> None:
    """Nothing was stored under the key of a bug, so the repaired program may use it."""
    faulty = Faulty(wallet=purse, where="decide")
    with pytest.raises(ZeroDivisionError):
        world.do(faulty, "again")
    assert world.do(Pay(wallet=purse, merchant="tokyo-1", yen=100), "again").accepted


def test_who_went_away_does_not_stop_the_book(world: World, purse: ids.WalletId) -> None:
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
    with world.database.connect(role=None) as blocker:
        blocker.execute("SELECT FROM books WHERE book = 0 FOR UPDATE")
        future = world.ledger.submit(pay, "test", "gone")
        assert future.cancel()
    assert world.paid(purse, 100)
    answer = world.do(pay, "gone")
    assert answer.replayed, "it was carried out, and whoever asks again is told"


def test_a_lost_connection_is_an_outage_and_then_over(world: World, purse: ids.WalletId) -> None:
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
    world.paid(purse, 1)
    world.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(Outage):
        world.do(pay, "asked")
    assert world.do(pay, "asked").accepted
    world.verify()


def test_futures_get_what_they_are_due() -> None:
    gone: Future[Answer] = Future()
    gone.cancel()
    waiting: Future[Answer] = Future()
    resolve([(gone, Outage()), (waiting, Outage())])
    assert isinstance(waiting.exception(0), Outage)
