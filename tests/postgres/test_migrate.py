"""Migrations: in order, once, all or nothing, and never a changed past."""

import threading
from pathlib import Path

import psycopg
import pytest

from zandaka.postgres import Database, MigrationError, migrate


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "0001_first.sql", "CREATE TABLE first (x int); INSERT INTO first VALUES (1);")
    write(tmp_path, "0002_second.sql", "CREATE TABLE second AS SELECT x + 1 AS x FROM first;")
    return tmp_path


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.connect(role=None) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1".encode()).fetchall()


def test_applies_each_file_once_in_order(empty_database: Database, folder: Path) -> None:
    assert migrate(empty_database, folder) == ["0001_first.sql", "0002_second.sql"]
    assert migrate(empty_database, folder) == []
    assert rows(empty_database, "second") == [(2,)]
    write(folder, "0003_third.sql", "INSERT INTO second VALUES (3);")
    assert migrate(empty_database, folder) == ["0003_third.sql"]
    assert rows(empty_database, "second") == [(2,), (3,)]


def test_records_what_was_applied(empty_database: Database, folder: Path) -> None:
    migrate(empty_database, folder)
    recorded = rows(empty_database, "migrations")
    assert [row[:2] for row in recorded] == [(1, "0001_first.sql"), (2, "0002_second.sql")]
    assert all(len(str(row[2])) == 64 for row in recorded)


def test_a_file_that_fails_leaves_nothing_and_can_be_mended(
    empty_database: Database, folder: Path
) -> None:
    write(folder, "0003_third.sql", "CREATE TABLE third (x int); SELECT 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty_database, folder)
    assert len(rows(empty_database, "migrations")) == 2
    write(folder, "0003_third.sql", "CREATE TABLE third (x int);")
    assert migrate(empty_database, folder) == ["0003_third.sql"]


def test_an_applied_file_never_changes(empty_database: Database, folder: Path) -> None:
    migrate(empty_database, folder)
    write(folder, "0001_first.sql", "CREATE TABLE first (x bigint);")
    with pytest.raises(MigrationError, match=r"0001_first\.sql differs"):
        migrate(empty_database, folder)


def test_an_applied_file_is_never_renamed(empty_database: Database, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0002_second.sql").rename(folder / "0002_other.sql")
    with pytest.raises(MigrationError, match=r"0002_other\.sql differs from 0002_second\.sql"):
        migrate(empty_database, folder)


def test_a_database_of_a_newer_version_is_refused(empty_database: Database, folder: Path) -> None:
    migrate(empty_database, folder)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(MigrationError, match=r"newer Zandaka"):
        migrate(empty_database, folder)


@pytest.mark.parametrize("name", ["3_third.sql", "0003-third.sql", "0003_Third.sql", "third.sql"])
def test_a_wrong_name_is_refused_before_anything_is_applied(
    empty_database: Database, folder: Path, name: str
) -> None:
    write(folder, name, "SELECT 1;")
    with pytest.raises(MigrationError, match=r"must be named like"):
        migrate(empty_database, folder)
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(empty_database, "migrations")


@pytest.mark.parametrize("name", ["0004_gap.sql", "0002_twice.sql"])
def test_numbers_have_no_gap_and_no_double(
    empty_database: Database, folder: Path, name: str
) -> None:
    write(folder, name, "SELECT 1;")
    with pytest.raises(MigrationError, match=r"should have the number 0003"):
        migrate(empty_database, folder)


def test_processes_that_start_at_once_apply_it_once(empty_database: Database, folder: Path) -> None:
    write(folder, "0003_slow.sql", "SELECT pg_sleep(0.3);")
    applied: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: applied.append(migrate(empty_database, folder)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, applied)) == [0, 0, 0, 3]
    assert rows(empty_database, "first") == [(1,)]
