"""Migrations: numbered SQL files, each applied once, in order, in one transaction, as the owner."""

import hashlib
import re
from pathlib import Path
from typing import Final

import msgspec
import psycopg
from psycopg.rows import TupleRow

from zandaka.postgres.connect import Database
from zandaka.postgres.errors import MigrationError, one_line

#: One lock for all of Zandaka: "zandaka" as ASCII bytes, read as a number.
_LOCK: Final = int.from_bytes(b"zandaka")
_FILE_NAME: Final = re.compile(r"([0-9]{4})_[a-z0-9_]+\.sql")

_CREATE_TABLE: Final = """
CREATE TABLE IF NOT EXISTS migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


class _Migration(msgspec.Struct, frozen=True):
    number: int
    name: str
    sha256: str
    text: bytes


def migrate(database: Database, folder: Path) -> list[str]:
    """Applies what is new in `folder` and returns its file names, in the order applied.

    Safe when several processes start at once: one applies, the others wait and find it done. Each
    file is all or nothing. Raises `MigrationError` if the files and the record in the database do
    not fit, `psycopg.Error` if a file's SQL fails.
    """
    files = _read(folder)
    try:
        return _apply(database, folder, files)
    except psycopg.errors.InsufficientPrivilege as error:
        raise MigrationError(
            "The user in ZANDAKA_DATABASE_URL may not set up the database: it needs CREATE on the"
            " schema public, and CREATEROLE or admin of the role zandaka_app"
            f" ({one_line(error)})."
        ) from error


def waiting(connection: psycopg.Connection[TupleRow], folder: Path) -> list[str]:
    """The files of `folder` that a migrated database does not have yet, in order."""
    row = connection.execute("SELECT count(*) FROM migrations").fetchone()
    assert row is not None, "a count has a row"
    return [file.name for file in _read(folder)[row[0] :]]


def _apply(database: Database, folder: Path, files: list[_Migration]) -> list[str]:
    with database.connect(role=None, autocommit=True) as connection:
        # Held by the session: it ends with it, also if we are killed.
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        connection.execute("SET client_min_messages = warning")
        connection.execute(_CREATE_TABLE)
        applied = connection.execute(
            "SELECT number, name, sha256 FROM migrations ORDER BY number"
        ).fetchall()
        _require_same_past(folder, files, applied)
        new = files[len(applied) :]
        for file in new:
            with connection.transaction():
                connection.execute(file.text)
                connection.execute(
                    "INSERT INTO migrations (number, name, sha256) VALUES (%s, %s, %s)",
                    [file.number, file.name, file.sha256],
                )
        return [file.name for file in new]


def _read(folder: Path) -> list[_Migration]:
    files: list[_Migration] = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(
                f"The migration {path.name} must be named like 0001_what_it_does.sql."
            )
        if int(match[1]) != len(files) + 1:
            raise MigrationError(
                f"The migration {path.name} should have the number {len(files) + 1:04}:"
                f" numbers start at 0001 and leave no gap."
            )
        text = path.read_bytes()
        files.append(_Migration(len(files) + 1, path.name, hashlib.sha256(text).hexdigest(), text))
    return files


def _require_same_past(
    folder: Path, files: list[_Migration], applied: list[tuple[int, str, str]]
) -> None:
    for index, (number, name, sha256) in enumerate(applied):
        if index >= len(files):
            raise MigrationError(
                f"The database has the migration {name}, which is not in {folder}: it was made by a"
                f" newer Zandaka."
            )
        if number != index + 1 or (files[index].name, files[index].sha256) != (name, sha256):
            raise MigrationError(
                f"The migration {files[index].name} differs from {name} as it was applied: an"
                f" applied file never changes, add a new one."
            )
