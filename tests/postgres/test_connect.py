"""Sessions: their role, their time zone, and the servers that are refused."""

from pathlib import Path

import psycopg
import pytest

from zandaka.postgres import Database, PostgresUnavailable, connect, open_database
from zandaka.settings import Settings


def make_role(database: Database) -> None:
    with database.connect(role=None) as connection:
        connection.execute(
            "DO $$ BEGIN CREATE ROLE zandaka_app NOLOGIN;"
            " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        connection.execute("CREATE TABLE postings (yen bigint)")
        connection.execute("GRANT SELECT, INSERT ON postings TO zandaka_app")


def test_a_session_has_only_the_rights_of_the_application(empty_database: Database) -> None:
    make_role(empty_database)
    with empty_database.connect() as connection:
        found = connection.execute("SELECT current_user, current_setting('TimeZone')").fetchone()
        assert found == ("zandaka_app", "UTC")
        connection.execute("INSERT INTO postings VALUES (1)")
    with (
        empty_database.connect() as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("UPDATE postings SET yen = 2")


def test_the_owner_is_asked_for_by_name(empty_database: Database) -> None:
    with empty_database.connect(role=None, autocommit=True) as connection:
        row = connection.execute("SELECT current_user = session_user").fetchone()
        assert row == (True,)
        assert connection.autocommit
        row = connection.execute("SELECT current_setting('application_name')").fetchone()
        assert row == ("zandaka",)


def test_a_role_is_never_a_way_to_other_options(empty_database: Database) -> None:
    with pytest.raises(AssertionError):
        empty_database.connect(role="x -c fsync=off")


def test_the_embedded_database_is_opened_and_closed(tmp_path: Path) -> None:
    with open_database(Settings(data=tmp_path)) as database:
        server = database.server
        assert server is not None
        assert server.pid is not None
        database.revive()
        with database.connect(role=None) as connection:
            assert connection.info.dbname == "zandaka"
    assert server.pid is None


def test_an_operators_server_is_used_and_left_alone(postgres: Database) -> None:
    with open_database(Settings(database_url=postgres.conninfo)) as database:
        assert database.server is None
        database.revive()
        with database.connect(role=None) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_an_unreachable_server_is_one_sentence_without_the_password() -> None:
    settings = Settings(database_url="postgresql://me:hunter2@127.0.0.1:1/none")
    with (
        pytest.raises(PostgresUnavailable, match=r"^The server in ZANDAKA_DATABASE_URL") as raised,
        open_database(settings),
    ):
        pass
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_old_server_is_refused(postgres: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "OLDEST_VERSION", 99)
    with (
        pytest.raises(PostgresUnavailable, match=r"needs 99 or newer\.$"),
        open_database(Settings(database_url=postgres.conninfo)),
    ):
        pass


def test_the_representation_hides_the_password() -> None:
    assert "hunter2" not in repr(Database("postgresql://me:hunter2@127.0.0.1/none"))
