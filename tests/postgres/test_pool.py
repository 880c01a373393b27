"""Lent sessions: used again, given back clean, and found again after the server was away."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from zandaka.postgres import Database, open_database
from zandaka.postgres.pool import Connect, open_pool
from zandaka.settings import Settings

_PID = "SELECT pg_backend_pid()"


def pid(lend: Connect) -> int:
    with lend() as connection:
        row = connection.execute(_PID).fetchone()
        assert row is not None
        return row[0]


def break_after_writing(lend: Connect) -> None:
    with lend() as connection:
        connection.execute("INSERT INTO notes VALUES ('broken')")
        connection.execute("SELECT 1 / 0")


def until_away(lend: Connect) -> None:
    """A server's sessions notice a moment later that it has died."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        pid(lend)


@pytest.fixture
def notes(empty_database: Database) -> Database:
    with empty_database.connect(role=None) as connection:
        connection.execute(
            "DO $$ BEGIN CREATE ROLE zandaka_app NOLOGIN;"
            " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        connection.execute("CREATE TABLE notes (text text)")
        connection.execute("GRANT SELECT, INSERT ON notes TO zandaka_app")
    return empty_database


def test_a_session_is_lent_again_and_ends_with_the_pool(notes: Database) -> None:
    with open_pool(notes) as lend:
        first = pid(lend)
        assert pid(lend) == first
        with lend() as one, lend() as other:
            pids = {one.info.backend_pid, other.info.backend_pid}
        assert first in pids
        assert len(pids) == 2
    with notes.connect(role=None) as connection:
        alive = "SELECT FROM pg_stat_activity WHERE pid = ANY(%s)"
        until = time.monotonic() + 10
        while connection.execute(alive, (list(pids),)).fetchone() is not None:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_session_has_the_rights_of_the_application(notes: Database) -> None:
    with open_pool(notes) as lend, lend() as connection:
        found = connection.execute("SELECT current_user, current_setting('TimeZone')").fetchone()
        assert found == ("zandaka_app", "UTC")


def test_what_ends_well_is_kept_and_what_breaks_is_not(notes: Database) -> None:
    with open_pool(notes) as lend:
        with lend() as connection:
            connection.execute("INSERT INTO notes VALUES ('kept')")
        with pytest.raises(psycopg.errors.DivisionByZero):
            break_after_writing(lend)
        with lend() as connection:
            assert connection.execute("SELECT text FROM notes").fetchall() == [("kept",)]


def test_sessions_of_a_server_that_died_are_not_lent(tmp_path: Path) -> None:
    with open_database(Settings(data=tmp_path)) as database:
        assert database.server is not None
        with database.connect(role=None) as connection:
            connection.execute("CREATE ROLE zandaka_app NOLOGIN")
        with open_pool(database) as lend:
            with lend(), lend(), lend():
                pass
            first = pid(lend)
            server = database.server.pid
            assert server is not None
            os.kill(server, signal.SIGKILL)
            with pytest.raises(psycopg.OperationalError):
                until_away(lend)
            database.revive()
            assert pid(lend) != first
