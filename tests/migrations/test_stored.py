"""Databases that earlier programs filled, as they left them, under the program of today.

`data/README.md` says how each dump was made, and by which program."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import psycopg
import pytest
from tests.conftest import MIGRATIONS

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.jobs.transits import settle_open
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import Verified, verify
from zandaka.operations.capture import Capture
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.load import Load
from zandaka.operations.refund import Refund
from zandaka.operations.registry import VERBS
from zandaka.postgres import Database, migrate
from zandaka.reads import wallets
from zandaka.redress.actions.import_results import ImportResults
from zandaka.redress.registry import ACTIONS, WORKERS
from zandaka.redress.service import Done, Providers, Redress
from zandaka.redress.worker import until_idle
from zandaka.terms.load import stored_terms

DATA: Final = Path(__file__).parent / "data"
DUMPS: Final = ("0001", "0009", "0015")


class Asked(msgspec.Struct, frozen=True):
    """An action as a person asked for it, private fields too."""

    by: str
    key: str
    action: dict[str, Any]


class Notes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the earlier program said of its own database when it was dumped. Yen throughout."""

    at: datetime
    #: Open, on `wallet` and for `merchant`, with so much still to be captured; and a payment of it.
    hold: str
    held_left: int
    payment: str
    payment_yen: int
    wallet: str
    merchant: str
    #: Available, held and expired, as the API told them.
    wallets: dict[str, tuple[int, int, int]]
    #: The sum of all accounts of a kind.
    accounts: dict[str, int]
    #: Sent by another book, and not arrived.
    on_its_way: dict[str, int] = {}
    owed: dict[str, int] = {}
    #: A file for the bank that was released; nothing has been heard of it.
    file: int = 0
    #: What the secrets of the house were derived from.
    master: str = "of no importance, but of 32 bytes"
    asked: tuple[Asked, ...] = ()


class Stored:
    """A dump, restored and brought up to date, and a house of today on it under its old terms."""

    def __init__(self, database: Database, name: str) -> None:
        self.notes = msgspec.json.decode((DATA / f"{name}.json").read_bytes(), type=Notes)
        self.database = database
        with database.connect(role=None) as owner:
            owner.execute((DATA / f"{name}.sql").read_bytes())
        self.columns = self._columns()
        self.before = self.contents(self.columns)
        self.applied = migrate(database, MIGRATIONS)
        self.clock = SetClock(self.notes.at)
        content = self.rows("SELECT content FROM terms ORDER BY id DESC LIMIT 1")[0][0]
        self.ledger = Ledger(database.connect, stored_terms(content), 2, self.clock)
        master = self.notes.master.encode()
        self.redress = Redress(
            database.connect, self.ledger, Secrets(master), Vault(master), Providers()
        )
        self._keys = iter(range(1_000))

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        connection: psycopg.Connection[tuple[Any, ...]]
        with self.database.connect(role=None) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def _columns(self) -> dict[str, str]:
        """The columns of each table to which rows are only ever added."""
        found = self.rows(
            "SELECT tgrelid::regclass::text, string_agg(quote_ident(attname), ',' ORDER BY attnum)"
            " FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid"
            " WHERE tgname = 'append_only' AND attnum > 0 AND NOT attisdropped GROUP BY 1"
        )
        return dict(found)

    def contents(self, columns: dict[str, str]) -> dict[str, list[str]]:
        """Every row of these columns of these tables."""
        return {
            table: [
                row[0] for row in self.rows(f"SELECT ROW({names})::text FROM {table} ORDER BY 1")
            ]
            for table, names in columns.items()
        }

    def done(self, command: Command) -> Answer:
        """A new command, which must be accepted."""
        answer = self.ledger.do(command, "test", f"today-{next(self._keys)}")
        assert answer.accepted, (command, answer.code, answer.outcome)
        return answer

    def balances(self, wallet: str) -> tuple[int, int, int]:
        """Available, held and expired yen."""
        view = self._view(wallet)
        assert view.expired_yen is not None
        return view.available_yen, view.held_yen, view.expired_yen

    def owed(self, wallet: str) -> int:
        return self._view(wallet).owed_yen

    def _view(self, wallet: str) -> wallets.WalletView:
        with self.database.connect() as connection:
            view = wallets.wallet(connection, ids.WalletId.parse(wallet), self.clock.now())
        assert view is not None, wallet
        return view

    def verify(self) -> Verified:
        with self.database.connect() as connection:
            return verify(connection)


@pytest.fixture(params=DUMPS)
def stored(
    request: pytest.FixtureRequest, empty_database: Database, migrated_template: str
) -> Iterator[Stored]:
    """`migrated_template` makes the role that a dump grants rights to: a role is the server's, and
    in no dump."""
    house = Stored(empty_database, request.param)
    try:
        yield house
    finally:
        house.ledger.close()


def test_it_is_brought_up_to_date_and_whole(stored: Stored, request: pytest.FixtureRequest) -> None:
    every = sorted(path.name for path in MIGRATIONS.glob("*.sql"))
    assert stored.applied == every[int(request.node.callspec.params["stored"]) :]
    assert stored.contents(stored.columns) == stored.before
    verified = stored.verify()
    assert verified.books == [0, 1]
    assert [verified.operations, verified.transfers, verified.batches] == [
        len(stored.before[table]) for table in ("operations", "transfers", "batches")
    ]
    # Read by the program of today, the terms have the hash that they had.
    assert stored.rows("SELECT count(*) FROM terms") == [(1,)]


def test_balances_are_what_they_were(stored: Stored) -> None:
    notes = stored.notes
    assert {wallet: stored.balances(wallet) for wallet in notes.wallets} == notes.wallets
    every = stored.rows("SELECT count(*) FROM wallets")[0][0]
    assert len(notes.wallets) == every
    sums = stored.rows("SELECT kind, sum(balance)::bigint FROM accounts GROUP BY kind")
    assert dict(sums) == notes.accounts
    for wallet, yen in notes.owed.items():
        assert stored.owed(wallet) == yen


def test_every_old_key_gets_its_old_answer(stored: Stored) -> None:
    operations = stored.rows(
        "SELECT key, caller, verb, request::text, id, code, outcome::text, recorded_at"
        " FROM operations ORDER BY book, id"
    )
    assert len(operations) > 50
    for key, caller, verb, request, number, code, outcome, recorded_at in operations:
        kind = cast("type[Command]", VERBS[verb])
        command = msgspec.json.decode(request, type=kind, dec_hook=ids.from_json)
        answer = stored.ledger.submit_key(command, caller, key.bytes).result(30)
        assert answer == Answer(number, code, outcome.encode(), recorded_at, True), request
    assert stored.rows("SELECT count(*) FROM operations") == [(len(operations),)]


@pytest.mark.parametrize("stored", ["0009"], indirect=True)
def test_every_old_action_gets_its_old_answer(stored: Stored) -> None:
    kept = stored.rows("SELECT id, at, outcome::text FROM actions ORDER BY id")
    assert len(kept) == len(stored.notes.asked)
    for asked, (number, at, outcome) in zip(stored.notes.asked, kept, strict=True):
        action = msgspec.convert(asked.action, ACTIONS[asked.action["do"]], dec_hook=ids.from_json)
        done = stored.redress.do(action, asked.by, asked.key)
        assert done == Done(number, at, msgspec.Raw(outcome.encode()), replayed=True)
    assert stored.rows("SELECT count(*) FROM actions") == [(len(kept),)]


def test_what_was_under_way_goes_on(stored: Stored) -> None:
    notes = stored.notes
    available, held, expired = stored.balances(notes.wallet)
    assert held == notes.held_left
    hold, payment = (ids.OperationId.parse(one) for one in (notes.hold, notes.payment))
    stored.done(Capture(hold=hold, merchant=notes.merchant, yen=held - 100, final=False))
    assert stored.balances(notes.wallet) == (available, 100, expired)
    stored.done(Capture(hold=hold, merchant=notes.merchant, yen=100))
    assert stored.balances(notes.wallet) == (available, 0, expired)
    stored.done(Refund(payment=payment, merchant=notes.merchant))
    assert stored.balances(notes.wallet) == (available + notes.payment_yen, 0, expired)
    with stored.database.connect() as connection:
        assert settle_open(connection, stored.ledger, 0) == len(notes.on_its_way)
    for wallet, yen in notes.on_its_way.items():
        assert stored.balances(wallet) == (yen, 0, 0)
    for wallet, yen in notes.owed.items():
        stored.done(Load(wallet=ids.WalletId.parse(wallet), yen=400))
        stored.done(CollectShortfall(wallet=ids.WalletId.parse(wallet), reason="it is there"))
        assert stored.owed(wallet) == yen - 400
    stored.verify()


@pytest.mark.parametrize("stored", ["0009"], indirect=True)
def test_a_file_at_the_bank_is_answered(stored: Stored) -> None:
    until_idle(stored.redress, WORKERS)
    lines = stored.rows(
        "SELECT refund, attempt, yen FROM bank_file_lines WHERE file = %s ORDER BY refund",
        stored.notes.file,
    )
    assert len(lines) == 2
    table = "refund,attempt,yen,code\n" + "".join(
        f"{refund},{attempt},{yen},0\n" for refund, attempt, yen in lines
    )
    action = ImportResults(file=stored.notes.file, content=table)
    stored.redress.do(action, "operator:sample-first", "results")
    until_idle(stored.redress, WORKERS)
    paid = stored.rows("SELECT id FROM bank_refunds WHERE state = 'paid' ORDER BY id")
    assert paid == [(refund,) for refund, _, _ in lines]
    stored.verify()
