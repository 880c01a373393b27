"""`verify` passes on what the ledger writes, and finds the place of whatever was changed."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from tests.ledger.every_verb import all_terms, everything
from tests.ledger.world import World

from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.written import answer
from zandaka.operations.registry import VERBS
from zandaka.postgres import Database


@pytest.fixture
def full(database: Database, tmp_path: Path) -> Iterator[World]:
    """A ledger in which everything was done once."""
    with World(database, terms=all_terms(tmp_path)) as world:
        everything(world)
        yield world


def test_every_verb_is_replayed(full: World) -> None:
    done = {row[0] for row in full.rows("SELECT DISTINCT verb FROM operations WHERE code = ''")}
    assert set(VERBS) - done == set()
    full.verify()


def test_every_verb_answers_the_same_bytes_again(database: Database, tmp_path: Path) -> None:
    with World(database, terms=all_terms(tmp_path)) as world:
        answered: dict[bytes, tuple[Command, Answer]] = {}
        submit = world.ledger.submit_key

        def remembering(command: Command, caller: str, key: bytes) -> Future[Answer]:
            future = submit(command, caller, key)
            answered[key] = command, future.result(30)
            return future

        world.ledger.submit_key = remembering
        everything(world)
        assert {one.verb for one, _ in answered.values()} == set(VERBS)
        with world.another_ledger() as other:
            for key, (command, first) in answered.items():
                again = other.submit_key(command, "test", key).result(30)
                assert again == msgspec.structs.replace(first, replayed=True), command
                # So is one that was stored by a program that did not say what it wrote.
                assert answer(first.outcome) == first.outcome


def test_what_the_ledger_writes_passes(full: World) -> None:
    verified = full.verify()
    assert verified.books == [0, 1]
    assert verified.operations == full.value("SELECT count(*) FROM operations")
    assert verified.transfers == full.value("SELECT count(*) FROM transfers")
    assert verified.batches == full.value("SELECT count(*) FROM batches")
    assert verified.accounts == full.value("SELECT count(*) FROM accounts")


def test_an_empty_ledger_passes(world: World) -> None:
    assert world.verify().operations == 0


def test_two_ledgers_on_one_database_keep_one_chain(world: World) -> None:
    other: Ledger = world.another_ledger()
    purse = world.purse(1_000)
    with other:
        world.paid(purse, 100)
        world.ledger.close()
        world.ledger = other
        world.paid(purse, 100)
        assert world.verify().operations == 4
