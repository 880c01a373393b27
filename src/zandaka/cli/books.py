"""The books as `verify` and `export` open them: to read, beside a server that goes on writing."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import psycopg

from zandaka.house import MIGRATIONS
from zandaka.postgres.connect import open_database
from zandaka.postgres.errors import MigrationError, PostgresUnavailable
from zandaka.postgres.migrate import waiting
from zandaka.settings import Settings


@contextmanager
def open_books() -> Generator[psycopg.Connection[tuple[Any, ...]]]:
    """A session on the database that the environment names, with the application's rights.

    Raises SettingsError, PostgresUnavailable where it cannot be reached or has no books, and
    MigrationError where an older Zandaka wrote them last: whoever reads changes no schema."""
    with open_database(Settings.from_env(os.environ)) as database:
        with database.connect(role=None) as owner:
            row = owner.execute("SELECT to_regclass('books') IS NOT NULL").fetchone()
            if row is None or not row[0]:
                raise PostgresUnavailable("There are no books yet: start Zandaka first.")
            new = waiting(owner, MIGRATIONS)
            if new:
                raise MigrationError(
                    f"The books are those of an older Zandaka: {len(new)} of this one's migrations"
                    f" are not applied, the first is {new[0]}. Start this one once (`make up`,"
                    f" `zandaka serve`), or read the books with the older one."
                )
        with database.connect(autocommit=True) as connection:
            yield connection
