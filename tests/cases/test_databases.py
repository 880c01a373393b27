"""Each case has a database of its own, and none is left behind."""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from zandaka.cases.databases import on_server
from zandaka.postgres import Database, PostgresUnavailable


def _names(postgres: Database) -> set[str]:
    connection: psycopg.Connection[tuple[str]]
    with postgres.connect(role=None) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE '%case%'")
        return {row[0] for row in rows}


def test_nothing_is_shared_and_nothing_stays(postgres: Database) -> None:
    before = _names(postgres)
    with on_server(postgres) as fresh:
        with fresh() as one, fresh() as other:
            assert one.conninfo != other.conninfo
            with one.connect(autocommit=True) as connection:
                connection.execute("INSERT INTO merchants VALUES ('x', 'x', '13', 'open')")
            with other.connect() as connection:
                assert connection.execute("SELECT FROM merchants").fetchone() is None
        with pytest.raises(RuntimeError), fresh():
            raise RuntimeError("a case broke off")
    assert _names(postgres) == before


def test_a_user_who_may_not_is_told(postgres: Database) -> None:
    with postgres.connect(role=None, autocommit=True) as connection:
        connection.execute("CREATE ROLE zandaka_weak LOGIN")
    try:
        weak = Database(make_conninfo(postgres.conninfo, user="zandaka_weak", dbname="postgres"))
        with pytest.raises(PostgresUnavailable, match="CREATEDB"), on_server(weak):
            pass
    finally:
        with postgres.connect(role=None, autocommit=True) as connection:
            connection.execute("DROP ROLE zandaka_weak")
