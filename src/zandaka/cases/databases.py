"""A fresh database for each case, copied from one that was migrated once. The operator's own data
is never opened."""

import itertools
import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from zandaka.house import MIGRATIONS
from zandaka.postgres import Database, PostgresUnavailable, migrate, open_database
from zandaka.settings import Settings

#: Makes a migrated, otherwise empty database, and drops it afterwards.
Fresh = Callable[[], AbstractContextManager[Database]]


@contextmanager
def throw_away(settings: Settings) -> Generator[Fresh]:
    """Fresh databases on the operator's server where the settings name one (its user must be
    allowed to create databases), else on a PostgreSQL in a folder that is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="zandaka-cases-") as folder:
        elsewhere = Settings(database_url=settings.database_url, data=Path(folder))
        own = settings.database_url is None
        with open_database(elsewhere) as server, on_server(server, own=own) as fresh:
            yield fresh


@contextmanager
def on_server(server: Database, *, own: bool = False) -> Generator[Fresh]:
    """Fresh databases on a server that runs. On our `own` they are copied file by file, which is
    quicker but makes the whole server write a checkpoint."""
    numbers = itertools.count(1)
    strategy = "file_copy" if own else "wal_log"
    prefix = f"zandaka_case_{os.getpid()}_{os.urandom(3).hex()}"
    template = f"{prefix}_template"

    @contextmanager
    def fresh() -> Generator[Database]:
        name = f"{prefix}_{next(numbers)}"
        with _made(server, name, template, strategy) as database:
            yield database

    _require_right(server)
    with _made(server, template, "template0", strategy) as database:
        migrate(database, MIGRATIONS)
        yield fresh


def _require_right(server: Database) -> None:
    connection: psycopg.Connection[tuple[object, ...]]
    with server.connect(role=None, autocommit=True) as connection:
        row = connection.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row is None or not row[0]:
        raise PostgresUnavailable(
            "Cases run in databases of their own, and the user in ZANDAKA_DATABASE_URL may not"
            " create any: give it CREATEDB, or leave the variable out."
        )


@contextmanager
def _made(server: Database, name: str, template: str, strategy: str) -> Generator[Database]:
    _run(
        server,
        sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(strategy)
        ),
    )
    # A database that is dropped at the end need not survive a power cut: do not wait for the disk.
    given = conninfo_to_dict(server.conninfo).get("options") or ""
    options = f"{given} -c synchronous_commit=off".strip()
    try:
        yield Database(make_conninfo(server.conninfo, dbname=name, options=options), server.server)
    finally:
        # FORCE: a case that broke off may have left a writer's session open.
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(server: Database, statement: sql.Composed) -> None:
    connection: psycopg.Connection[tuple[object, ...]]
    with server.connect(role=None, autocommit=True) as connection:
        connection.execute(statement)
