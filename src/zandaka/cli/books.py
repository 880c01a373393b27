"""The books as `verify` and `export` open them: to read, beside a server that goes on writing."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import psycopg

from zandaka.postgres.connect import open_database
from zandaka.postgres.errors import PostgresUnavailable
from zandaka.settings import Settings


@contextmanager
def open_books() -> Generator[psycopg.Connection[tuple[Any, ...]]]:
    """A session on the database that the environment names, with the application's rights.

    Raises SettingsError, and PostgresUnavailable where it cannot be reached or has no books."""
    with open_database(Settings.from_env(os.environ)) as database:
        with database.connect(role=None) as owner:
            row = owner.execute("SELECT to_regclass('books') IS NOT NULL").fetchone()
        if row is None or not row[0]:
            raise PostgresUnavailable("There are no books yet: start Zandaka first.")
        with database.connect(autocommit=True) as connection:
            yield connection
