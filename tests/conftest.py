"""One PostgreSQL for each process of the run, and a fresh migrated database for each test.

A database is three hundred files, so most of a run was spent on making them: it is done where and
how that is cheapest. Tests of what survives a crash start servers of their own, set up as always.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from getpass import getuser
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests import doubting, reached

from zandaka.ledger import book
from zandaka.postgres import Database, EmbeddedPostgres, PostgresUnavailable, migrate

MIGRATIONS = Path(__file__).resolve().parents[1] / "src" / "zandaka" / "ledger" / "migrations"

#: A server that nobody will need after a power cut, and whose files fit into memory.
_UNSAFE = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "min_wal_size": "80MB",
}
_MEMORY = Path("/dev/shm")
_PREFIX = "zandaka-tests-"
_ROOM = 3 << 30

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def doubting_books(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each book of this process reads again what it remembers, and compares."""
    monkeypatch.setattr(book, "load", doubting.load_twice)


def pytest_addoption(parser: pytest.Parser) -> None:
    reached.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(reached.Reached(), "error-codes")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A server, as its owner sees it. ZANDAKA_TEST_DATABASE_URL chooses one that runs already; its
    user must be allowed to create databases and roles."""
    url = os.environ.get("ZANDAKA_TEST_DATABASE_URL")
    if url:
        yield Database(url)
        return
    with _folder(tmp_path_factory) as folder, EmbeddedPostgres(folder) as server:
        database = Database(server.conninfo, server)
        for name, value in _UNSAFE.items():
            _run(database, sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
        _run(database, sql.SQL("SELECT {}()").format(sql.Identifier("pg_reload_conf")))
        yield database


@contextmanager
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """Memory, where the machine has a folder in it with room enough; else the disk."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        yield tmp_path_factory.mktemp("server")
        return
    _forget_the_killed()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=_MEMORY) as folder:
        yield Path(folder)


def _forget_the_killed() -> None:
    """Ends the servers of test runs that were killed, and gives the memory of their files back."""
    for left in _MEMORY.glob(f"{_PREFIX}*-*"):
        pid = left.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists() and left.owner() == getuser():
            with suppress(PostgresUnavailable), EmbeddedPostgres(left):
                pass  # taken over, so that leaving it stops it
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(postgres: Database) -> Iterator[str]:
    """The name of a database with every migration applied, to be copied by `database`."""
    name = f"zandaka_template_{os.getpid()}"
    _create(postgres, name)
    try:
        migrate(_at(postgres, name), MIGRATIONS)
        yield name
    finally:
        _drop(postgres, name)


@pytest.fixture
def database(postgres: Database, migrated_template: str) -> Iterator[Database]:
    """A migrated, otherwise empty database of this test's own."""
    name = f"zandaka_test_{os.getpid()}_{next(_numbers)}"
    _create(postgres, name, migrated_template)
    try:
        yield _at(postgres, name)
    finally:
        _drop(postgres, name)


@pytest.fixture
def empty_database(postgres: Database) -> Iterator[Database]:
    """A database of this test's own without any migration."""
    name = f"zandaka_empty_{os.getpid()}_{next(_numbers)}"
    _create(postgres, name)
    try:
        yield _at(postgres, name)
    finally:
        _drop(postgres, name)


def _at(postgres: Database, name: str) -> Database:
    return Database(make_conninfo(postgres.conninfo, dbname=name), postgres.server)


def _create(postgres: Database, name: str, template: str = "template0") -> None:
    _run(
        postgres,
        # Copied file by file: a tenth of the work of writing it all through the log.
        sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        ),
    )


def _drop(postgres: Database, name: str) -> None:
    # FORCE: a test that failed may have left sessions open.
    _run(postgres, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(postgres: Database, statement: sql.Composed) -> None:
    connection: psycopg.Connection[tuple[object, ...]]
    with postgres.connect(role=None, autocommit=True) as connection:
        connection.execute(statement)
