"""What outlives one command - wallets, and records of every kind - is rebuilt from the journal: a
changed column, a row removed and a row added are found out, whatever table they are in."""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
import pytest
from tests.ledger.test_tampering import create, database_of, drop
from tests.ledger.world import World
from tests.ledger.written_world import TERMS, written

from zandaka import ids
from zandaka.ledger import replay
from zandaka.ledger import written as in_outcomes
from zandaka.ledger.effects import Effects
from zandaka.ledger.model import Decision, Hold
from zandaka.ledger.records import Record
from zandaka.ledger.replay_records import tables
from zandaka.ledger.replay_rows import read_operations
from zandaka.ledger.verify import Break, verify
from zandaka.ledger.written import HoldWritten, WalletWritten, Written
from zandaka.operations.identify import Identify
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.registry import VERBS
from zandaka.operations.resume import Resume
from zandaka.postgres import Database

Connection = psycopg.Connection[tuple[Any, ...]]

FILLED = "zandaka_filled_written"
COPY = "zandaka_tampered_written"
#: What a column becomes, by its type.
OTHERWISE = {
    "bigint": "coalesce({}, 0) + 100000",
    "integer": "{} + 1",
    "text": "coalesce({}, '') || 'x'",
    "boolean": "NOT {}",
    "date": "{} + 1",
    "timestamp with time zone": "coalesce({}, '2024-01-01Z') + interval '1 microsecond'",
    "jsonb": """{} || '[{{"lot": 1, "yen": 1}}]'""",
    "bytea": "coalesce({}, '') || 'x'",
}
_COLUMNS = """
SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
#: A thief would take them away first.
_CONSTRAINTS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""


def kinds() -> list[type[Record]]:
    """All there are: whoever knows all verbs knows them."""
    assert VERBS
    found: list[type[Record]] = []
    waiting: list[type[Record]] = [Record]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "table" in vars(kind):
            found.append(kind)
    return found


TABLES = sorted(kind.table for kind in kinds())


@pytest.fixture(scope="module")
def filled(postgres: Database, migrated_template: str) -> Iterator[str]:
    create(postgres, FILLED, migrated_template)
    with World(database_of(postgres, FILLED), books=1, terms=TERMS) as world:
        written(world)
        world.verify()
    yield FILLED
    drop(postgres, FILLED)


@pytest.fixture(scope="module")
def thief(postgres: Database, filled: str) -> Iterator[Connection]:
    """Who may change any table at will, past every trigger and constraint. What each test changes
    is changed back."""
    create(postgres, COPY, filled)
    with database_of(postgres, COPY).connect(role=None, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for (drops,) in connection.execute(_CONSTRAINTS).fetchall():
            connection.execute(drops.encode())
        yield connection
    drop(postgres, COPY)


@contextmanager
def changed(thief: Connection, table: str, statement: str) -> Generator[None]:
    thief.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}".encode())
    try:
        done = thief.execute(statement.encode())
        assert done.rowcount > 0, statement
        yield
    finally:
        thief.execute(f"DELETE FROM {table}".encode())
        thief.execute(f"INSERT INTO {table} TABLE kept_{table}".encode())
        thief.execute(f"DROP TABLE kept_{table}".encode())


def told(postgres: Database) -> str:
    """What verify says; empty where nothing is wrong."""
    with database_of(postgres, COPY).connect() as connection:
        try:
            verify(connection)
        except Break as found:
            return str(found)
    return ""


def columns(thief: Connection, table: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in thief.execute(_COLUMNS, (table,))]


def update(table: str, column: str, kind: str, where: str) -> str:
    return f"UPDATE {table} SET {column} = {OTHERWISE[kind].format(column)} WHERE {where}"


def test_a_table_of_records_is_told_by_its_key(thief: Connection) -> None:
    with thief.cursor() as cursor:
        assert tables(cursor) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_record_is_found(postgres: Database, thief: Connection, table: str) -> None:
    for number, (column, kind) in enumerate(columns(thief, table)):
        end = ("min", "max")[number % 2]
        where = f"operation = (SELECT {end}(operation) FROM {table})"
        with changed(thief, table, update(table, column, kind, where)):
            found = told(postgres)
        expected = rf"book 0, {table} of op0-\d+: {column} is .*, the journal says .*"
        if column in ("book", "operation"):
            expected = rf"book 0, batch \d+, {table} of op0-\d+: is missing"
        assert re.fullmatch(expected, found), (column, found)
    assert not told(postgres)


@pytest.mark.parametrize("table", TABLES)
def test_a_record_removed_or_added_is_found(
    postgres: Database, thief: Connection, table: str
) -> None:
    for end in ("min", "max"):
        one = f"operation = (SELECT {end}(operation) FROM {table})"
        with changed(thief, table, f"DELETE FROM {table} WHERE {one}"):
            assert re.fullmatch(
                rf"book 0, batch \d+, {table} of op0-\d+: is missing", told(postgres)
            )
        names = [name for name, _ in columns(thief, table)]
        for number in ("operation + 100000", "1"):
            values = ", ".join(number if name == "operation" else name for name in names)
            added = f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {one}"
            with changed(thief, table, added):
                assert re.fullmatch(
                    rf"book 0, {table}: there are \d+, the journal has \d+", told(postgres)
                )
    assert not told(postgres)


def test_a_changed_wallet_is_found(postgres: Database, thief: Connection) -> None:
    found = thief.execute("SELECT DISTINCT ON (status, tier) id, status FROM wallets").fetchall()
    assert {status for _, status in found} == {"open", "stopped", "exchanged", "closed"}
    for wallet, _ in found:
        for column, kind in columns(thief, "wallets"):
            with changed(thief, "wallets", update("wallets", column, kind, f"id = {wallet}")):
                said = told(postgres)
            expected = rf"{column} (is .*, the journal says .*|differs from the journal)"
            if column in ("book", "id", "opened_by"):
                expected = rf"is missing|{expected}"
            assert re.fullmatch(rf"book 0, (batch \d+, )?wallet w0-\d+: ({expected})", said), said
    assert not told(postgres)


def test_a_changed_hold_is_found(postgres: Database, thief: Connection) -> None:
    for (hold,) in thief.execute("SELECT id FROM holds WHERE rest > 0 ORDER BY id").fetchall():
        for column, kind in columns(thief, "holds"):
            with changed(thief, "holds", update("holds", column, kind, f"id = {hold}")):
                said = told(postgres)
            assert re.match(r"book 0, hold op0-\d+: ", said), (column, said)
        with changed(thief, "holds", f"UPDATE holds SET rest = 0, uses = '[]' WHERE id = {hold}"):
            assert "has nothing left or is missing" in told(postgres)
        with changed(thief, "holds", f"DELETE FROM holds WHERE id = {hold}"):
            assert "has nothing left or is missing" in told(postgres)
        kept = f"hold = {hold} AND yen > 0"
        for column, kind in columns(thief, "hold_lots"):
            with changed(thief, "hold_lots", update("hold_lots", column, kind, kept)):
                said = told(postgres)
            assert re.match(r"book 0, (hold op|account lot)0-\d+: ", said), (column, said)
    assert not told(postgres)


def test_a_hold_that_has_ended_is_still_its_operations(
    postgres: Database, thief: Connection
) -> None:
    ended = "id = (SELECT min(id) FROM holds WHERE rest = 0)"
    with changed(thief, "holds", f"DELETE FROM holds WHERE {ended}"):
        assert re.fullmatch(r"book 0, holds: there are 2, the journal has 3", told(postgres))
    for again in ("merchant = 'kyoto-1'", "wallet = wallet + 1", "rest = 300"):
        with changed(thief, "holds", f"UPDATE holds SET {again} WHERE {ended}"):
            assert re.match(r"book 0, hold op0-\d+: ", told(postgres)), again


def test_what_a_hold_keeps_cannot_be_given_away_with_what_is_held(
    postgres: Database, thief: Connection
) -> None:
    """Both tables changed alike, so that they agree with each other."""
    one = "(SELECT hold, lot FROM hold_lots WHERE yen > 0 ORDER BY hold, lot LIMIT 1)"
    line = f"UPDATE hold_lots SET yen = yen - 1 WHERE (hold, lot) = {one}"
    lot = one.replace("hold, lot", "lot", 1)
    with (
        changed(thief, "accounts", f"UPDATE accounts SET held = held - 1 WHERE id = {lot}"),
        changed(thief, "hold_lots", line),
    ):
        assert re.match(r"book 0, hold op0-\d+: keeps \d+ yen, the journal", told(postgres))


def test_a_wallet_made_like_any_other_is_found(postgres: Database, thief: Connection) -> None:
    """What a thief would do with a stopped card: nothing of its row stands out any more."""
    usual = (
        "UPDATE wallets SET status = 'open', tier = 'anonymous', holder = '', expires_at = NULL,"
        " loaded_into = NULL WHERE status = 'stopped'"
    )
    with changed(thief, "wallets", usual):
        assert "status is open, the journal says stopped" in told(postgres)


def test_nobody_can_say_that_the_journal_did_not_tell(
    postgres: Database, thief: Connection
) -> None:
    with changed(thief, "books", "UPDATE books SET told_after = operation"):
        assert "says what it wrote, and is among those that do not" in told(postgres)


def test_nothing_that_is_told_has_the_name_of_an_effect() -> None:
    """Effects are looked for in the bytes of an outcome, whose end this is."""
    told: list[type[msgspec.Struct]] = [Written, WalletWritten, HoldWritten, *kinds()]
    names = {field.name for kind in told for field in msgspec.structs.fields(kind)}
    assert names.isdisjoint(field.name for field in msgspec.structs.fields(Effects))


def test_what_was_written_is_kept_and_not_answered(database: Database) -> None:
    with World(database, books=1, terms=TERMS) as world:
        purse = world.do(OpenWallet(product="leaf", holder="aoi"), "open")
        again = world.do(OpenWallet(product="leaf", holder="aoi"), "open")
        assert b"wrote" not in purse.outcome
        assert again.outcome == purse.outcome
        assert again.replayed
        kept = world.value("SELECT outcome -> 'wrote' FROM operations")
        assert kept["wallets"][0]["holder"] == "aoi"


def _says_nothing(outcome: bytes, _decision: Decision, _hold: Hold | None) -> bytes:
    return outcome


def test_what_an_older_program_wrote_is_followed_from_its_next_change(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with World(database, books=1, terms=TERMS) as world:
        with monkeypatch.context() as older:
            older.setattr(in_outcomes, "join", _says_nothing)
            written(world)
        # As the migration does.
        world.rows("UPDATE books SET told_after = operation RETURNING book")
        world.verify()
        [(stopped,)] = world.rows("SELECT id FROM wallets WHERE status = 'stopped'")
        wallet = ids.WalletId(stopped)
        world.rows("UPDATE wallets SET tier = 'identity_verified' WHERE id = %s RETURNING id",
                   (stopped,))  # fmt: skip
        world.verify()
        world.done(Identify(wallet=wallet, tier="contact_checked"))
        world.done(Resume(wallet=wallet, reason="found"))
        world.verify()
        world.rows("UPDATE wallets SET tier = 'identity_verified' WHERE id = %s RETURNING id",
                   (stopped,))  # fmt: skip
        with pytest.raises(Break, match=f"wallet {wallet}: tier is identity_verified, the journal"):
            world.verify()


def test_long_texts_are_read_a_few_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans: list[int] = []

    def counted(cursor: Any, book: int, first: int, last: int) -> Any:
        spans.append(last - first + 1)
        return read_operations(cursor, book, first, last)

    with World(database, books=1) as world:
        for key in "abcdef":
            world.coupons(40, key=key)
        monkeypatch.setattr(replay, "read_operations", counted)
        whole = world.verify()
        assert spans == [6]
        spans.clear()
        # Room for two of them at most.
        monkeypatch.setattr(replay, "_TEXTS", 8_000)
        assert world.verify() == whole
    assert sum(spans) == 6
    assert len(spans) >= 3
