"""What a book remembers of its wallets from batch to batch, and when it forgets it. That what it
remembers is what the database has is compared in every test (`tests/doubting.py`)."""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
import psycopg
import pytest
from tests import doubting
from tests.ledger.world import World

from zandaka import ids
from zandaka.ledger import memory, registry
from zandaka.ledger.book import Book
from zandaka.ledger.command import Answer, Command, submission
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.ledger.posting import Finished
from zandaka.operations.authorise import Authorise
from zandaka.operations.base import OnWallet
from zandaka.operations.capture import Capture
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.void import Void
from zandaka.postgres import Database


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with World(database, books=1) as world:
        yield world
        world.verify()


def a_book(world: World, kind: type[Book] = Book, remembers: int = 100) -> Book:
    with world.database.connect() as connection:
        terms_id, series = registry.prepare(connection, world.terms, 1)
    return kind(world.database.connect(), 0, world.terms, terms_id, series, world.clock, remembers)


def write(world: World, book: Book, *commands: Command) -> list[Any]:
    """The outcomes of one batch."""
    results = book.write([
        submission(0, ids.operation_key("test", world.new_key()), "test", one) for one in commands
    ])  # fmt: skip
    return [msgspec.json.decode(one.outcome) if isinstance(one, Answer) else one for one in results]


def pay(wallet: ids.WalletId, yen: int = 100) -> Pay:
    return Pay(wallet=wallet, merchant="tokyo-1", yen=yen)


def remembered(world: World, book: Book, *wallets: ids.WalletId) -> int:
    """How many of `wallets` the book did not have to read for a batch of payments."""
    before = doubting.compared
    write(world, book, *(pay(one, 1) for one in wallets))
    return doubting.compared - before


def test_a_wallet_that_was_paid_from_is_not_read_again(world: World) -> None:
    book, wallet = a_book(world), world.purse(1000)
    assert remembered(world, book, wallet) == 0
    assert remembered(world, book, wallet) == 1
    assert write(world, book, pay(wallet, 100))[0]["balance"] == 898
    book.close()


def test_what_another_process_wrote_is_seen(world: World) -> None:
    mine, other = a_book(world), a_book(world)
    wallet, beside = world.purse(1000), world.purse(1000)
    write(world, mine, pay(wallet))
    write(world, other, pay(wallet))
    assert write(world, mine, pay(wallet))[0]["balance"] == 700
    write(world, other, pay(wallet))
    # A batch about another wallet must not make the memory of this one good again.
    write(world, mine, pay(beside))
    assert write(world, mine, pay(wallet))[0]["balance"] == 500
    mine.close()
    other.close()


class Fragile(Book):
    """A book whose commit fails while `broken`, after all was sent."""

    broken: ClassVar[bool] = False

    def _commit(self, finished: Finished) -> None:
        if self.broken:
            raise psycopg.OperationalError("the line is cut")
        super()._commit(finished)


def test_a_batch_that_was_not_committed_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, wallet = a_book(world, Fragile), world.purse(1000)
    write(world, book, pay(wallet))
    monkeypatch.setattr(Fragile, "broken", True)
    with pytest.raises(psycopg.OperationalError):
        write(world, book, pay(wallet))
    monkeypatch.undo()
    assert write(world, book, pay(wallet))[0]["balance"] == 800
    book.close()


class Spoiling(OnWallet, frozen=True, kw_only=True, tag="spoiling"):
    """A verb with a bug: it changes what it was shown, and breaks."""

    verb: ClassVar[str] = "spoiling"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        state.wallet(self.wallet).lots[0].balance += 5000
        raise ZeroDivisionError


def test_what_a_bug_has_touched_is_forgotten(world: World) -> None:
    book, wallet, beside = a_book(world), world.purse(1000), world.purse(1000)
    write(world, book, pay(wallet))
    spoilt = write(world, book, pay(beside), Spoiling(wallet=wallet))
    assert isinstance(spoilt[1], ZeroDivisionError)
    assert write(world, book, pay(wallet))[0]["balance"] == 800
    book.close()


def test_what_a_bug_has_touched_is_not_acted_on(world: World) -> None:
    book, wallet = a_book(world), world.purse(1000)
    spoilt = write(world, book, pay(wallet), Spoiling(wallet=wallet), pay(wallet))
    assert isinstance(spoilt[1], ZeroDivisionError)
    assert [spoilt[0]["balance"], spoilt[2]["balance"]] == [900, 800]
    book.close()


def test_what_was_written_otherwise_is_read_anew(world: World) -> None:
    book, wallet = a_book(world), world.purse(1000)
    write(world, book, pay(wallet))
    write(world, book, Load(wallet=wallet, yen=500))
    assert remembered(world, book, wallet) == 0
    write(world, book, Authorise(wallet=wallet, merchant="tokyo-1", yen=50))
    assert remembered(world, book, wallet) == 0
    # Still held: read each time.
    assert remembered(world, book, wallet) == 0
    book.close()


def test_a_wallet_whose_hold_was_looked_at_is_read_anew(world: World) -> None:
    book, wallet = a_book(world), world.purse(1000)
    held = world.do(Authorise(wallet=wallet, merchant="tokyo-1", yen=50)).operation
    hold = ids.OperationId(held)
    world.done(Capture(hold=hold, merchant="tokyo-1", yen=50))
    write(world, book, pay(wallet))
    # Refused, since nothing is left of it: but its lots were loaded with it.
    write(world, book, pay(wallet), Void(hold=hold, merchant="tokyo-1"))
    assert remembered(world, book, wallet) == 0
    assert remembered(world, book, wallet) == 1
    book.close()


def test_a_refund_reaches_a_wallet_that_is_remembered(world: World) -> None:
    book, wallet = a_book(world), world.purse(1000)
    payment = world.paid(wallet, 300)
    write(world, book, pay(wallet))
    write(world, book, pay(wallet), Refund(payment=payment, merchant="tokyo-1", yen=200))
    assert write(world, book, pay(wallet))[0]["balance"] == 600
    book.close()


def test_no_more_is_remembered_than_was_asked(world: World) -> None:
    book, wallets = a_book(world, remembers=2), [world.purse(1000) for _ in range(3)]
    write(world, book, *map(pay, wallets))
    assert remembered(world, book, *wallets) == 2
    nothing = a_book(world, remembers=0)
    assert [remembered(world, nothing, *wallets) for _ in range(2)] == [0, 0]
    book.close()
    nothing.close()


def test_the_books_of_a_process_share_its_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "WALLETS", 2)
    with World(database, books=2) as world:
        near: list[ids.WalletId] = []
        while len(near) < 2:
            wallet = world.purse(1000)
            near += [wallet] * (ids.book_of(wallet) == 0)
        before = doubting.compared
        for wallet in (near[0], near[1], near[1], near[0]):
            world.paid(wallet, 1)
        assert doubting.compared - before == 1


def test_a_wallet_of_many_lots_is_not_remembered(world: World) -> None:
    book, wallet = a_book(world), world.purse(*[100] * 9)
    assert [remembered(world, book, wallet) for _ in range(2)] == [0, 0]
    book.close()
