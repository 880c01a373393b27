"""Connections: synchronous psycopg 3, in UTC, with the rights of the role that is asked for."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from zandaka.postgres.embedded import EmbeddedPostgres
from zandaka.postgres.errors import PostgresUnavailable, one_line
from zandaka.settings import Settings

#: The role of every session but the migrations'. It may not change what was posted.
APP_ROLE: Final = "zandaka_app"

OLDEST_VERSION: Final = 15
_CONNECT_TIMEOUT_S: Final = 10


class Database(msgspec.Struct, frozen=True):
    """One database. `conninfo` is how its owner connects, as libpq reads it.

    `server` is the embedded server that this process uses, None for a server of the operator's.
    """

    conninfo: str
    server: EmbeddedPostgres | None = None

    def __repr__(self) -> str:
        # The conninfo may hold a password.
        return f"Database({'external' if self.server is None else 'embedded'})"

    def connect(
        self, *, role: str | None = APP_ROLE, autocommit: bool = False
    ) -> psycopg.Connection[TupleRow]:
        """A new session with the rights of `role`; None is the owner, for migrations only.

        Raises `psycopg.OperationalError` if the server is away or refuses the session.
        """
        return psycopg.connect(self.session(role), autocommit=autocommit)

    def session(self, role: str | None = APP_ROLE) -> str:
        """How a session with the rights of `role` is opened, as libpq reads it."""
        given = conninfo_to_dict(self.conninfo)
        options = [str(given.get("options") or ""), "-c timezone=UTC"]
        if role is not None:
            assert re.fullmatch(r"[a-z_][a-z0-9_]*", role), role
            options.append(f"-c role={role}")
        given.setdefault("connect_timeout", _CONNECT_TIMEOUT_S)
        given.setdefault("application_name", "zandaka")
        given["options"] = " ".join(options).strip()
        return make_conninfo("", **given)

    def revive(self) -> None:
        """Brings the embedded server back if it has crashed; returns when it takes connections.

        Does nothing to a server of the operator's. Raises `PostgresUnavailable`.
        """
        if self.server is not None:
            self.server.start()


@contextmanager
def open_database(settings: Settings) -> Generator[Database]:
    """The database that the settings choose, usable inside the block.

    Raises `PostgresUnavailable` if it cannot be reached, is older than PostgreSQL 15 or does not
    store UTF-8.
    """
    if settings.database_url is None:
        with EmbeddedPostgres(settings.data) as server:
            yield Database(server.conninfo, server)
    else:
        database = Database(settings.database_url)
        _require_usable(database)
        yield database


def _require_usable(database: Database) -> None:
    try:
        with database.connect(role=None) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise PostgresUnavailable(
            f"The server in ZANDAKA_DATABASE_URL cannot be used: {one_line(error)}."
        ) from error
    if version < OLDEST_VERSION * 10000:
        raise PostgresUnavailable(
            f"The server in ZANDAKA_DATABASE_URL is PostgreSQL {version // 10000}, and Zandaka"
            f" needs {OLDEST_VERSION} or newer."
        )
    if encoding != "UTF8":
        raise PostgresUnavailable(
            f"The database in ZANDAKA_DATABASE_URL stores {encoding}, and Zandaka needs UTF8:"
            f" create it with ENCODING 'UTF8'."
        )
