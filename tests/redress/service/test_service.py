"""An action is carried out once under its key, kept with who did it, and changes nothing when it
is refused."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, LiteralString

import msgspec
import psycopg
import pytest

from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.errors import KeyReused, Refusal
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.redress.action import Action, Desk
from zandaka.redress.service import Done, Providers, Redress
from zandaka.terms.load import load_terms

MASTER = hashlib.sha256(b"test").digest()
TERMS = Path(__file__).resolve().parents[3] / "terms"


class Noted(msgspec.Struct, frozen=True):
    incident: str
    number: int


class Note(Action, frozen=True, kw_only=True, tag="note"):
    """Opens an incident of that name, for the test."""

    verb: ClassVar[str] = "note"
    ja: ClassVar[str] = "試験"
    roles = ("operator",)
    private = frozenset({"phone"})
    outcome = Noted

    incident: str
    phone: str = ""
    refuse: bool = False

    def act(self, desk: Desk) -> Noted:
        desk.connection.execute(
            "INSERT INTO incidents VALUES (%s, %s, %s)", (self.incident, desk.now, desk.by)
        )
        if self.refuse:
            raise Refusal("not_later")
        return Noted(self.incident, desk.number)


@pytest.fixture
def redress(database: Database) -> Iterator[Redress]:
    clock = SetClock(datetime(2023, 3, 2, 1, tzinfo=UTC))
    with Ledger(database.connect, load_terms(TERMS), 1, clock) as ledger:
        yield Redress(database.connect, ledger, Secrets(MASTER), Vault(MASTER), Providers())


def count(redress: Redress, table: LiteralString) -> int:
    with redress.connect() as connection:
        row = connection.execute("SELECT count(*) FROM " + table).fetchone()
    assert row is not None
    return int(row[0])


def test_the_same_key_gets_the_first_outcome(redress: Redress) -> None:
    first = redress.do(Note(incident="a"), "operator:sato", "k")
    again = redress.do(Note(incident="a"), "operator:sato", "k")
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.action, bytes(again.outcome)) == (first.action, bytes(first.outcome))
    assert count(redress, "actions") == count(redress, "incidents") == 1


def test_a_key_stands_for_one_request_of_one_person(redress: Redress) -> None:
    redress.do(Note(incident="a"), "operator:sato", "k")
    with pytest.raises(KeyReused):
        redress.do(Note(incident="b"), "operator:sato", "k")
    redress.do(Note(incident="b"), "operator:suzuki", "k")
    assert count(redress, "actions") == 2


def test_a_refusal_changes_nothing_and_is_looked_at_anew(redress: Redress) -> None:
    with pytest.raises(Refusal):
        redress.do(Note(incident="a", refuse=True), "operator:sato", "k")
    assert count(redress, "actions") == count(redress, "incidents") == 0
    assert not redress.do(Note(incident="a"), "operator:sato", "k").replayed


def test_eight_at_once_do_it_once(redress: Redress) -> None:
    def press(_: int) -> Done:
        return redress.do(Note(incident="a"), "operator:sato", "k")

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(press, range(8)))
    assert sum(not one.replayed for one in done) == 1
    assert len({bytes(one.outcome) for one in done}) == 1
    assert count(redress, "actions") == 1


def test_the_trail_says_who_and_keeps_nothing_private(redress: Redress) -> None:
    redress.do(Note(incident="a", phone="090-1234-5678"), "operator:sato", "k")
    with redress.connect() as connection:
        row = connection.execute("SELECT verb, by, incident, request FROM actions").fetchone()
        everything = connection.execute("SELECT actions::text FROM actions").fetchone()
    assert row == (
        "note", "operator:sato", "a", {"do": "note", "incident": "a", "phone": "(private)"},
    )  # fmt: skip
    assert everything is not None
    assert "5678" not in everything[0]


def test_the_trail_cannot_be_changed(redress: Redress) -> None:
    redress.do(Note(incident="a"), "operator:sato", "k")
    with redress.connect() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE actions SET by = 'operator:suzuki'")
