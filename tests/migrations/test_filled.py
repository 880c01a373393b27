"""Migrations on a database that is in use."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import MIGRATIONS
from tests.ledger.every_verb import all_terms, everything
from tests.ledger.world import World

from zandaka.postgres import Database, migrate

NEXT = """
ALTER TABLE transfers ADD COLUMN channel text NOT NULL DEFAULT '';
ALTER TABLE wallets ADD COLUMN nickname text;
CREATE INDEX wallets_nickname ON wallets (nickname) WHERE nickname IS NOT NULL;
"""


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Iterator[World]:
    with World(database, terms=all_terms(tmp_path / "terms")) as world:
        everything(world)
        yield world


def dump(world: World) -> dict[str, list[object]]:
    """Every row of every table."""
    names = world.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {
        name: [row[0] for row in world.rows(f"SELECT t::text FROM {name} t ORDER BY 1")]
        for (name,) in names
    }


def test_the_whole_schema_on_an_empty_database(empty_database: Database, tmp_path: Path) -> None:
    applied = migrate(empty_database, MIGRATIONS)
    assert applied == sorted(path.name for path in MIGRATIONS.glob("*.sql"))
    with World(empty_database, terms=all_terms(tmp_path / "terms")) as world:
        everything(world)
        world.verify()


def test_again_on_a_filled_database_changes_nothing(filled: World) -> None:
    before = dump(filled)
    assert migrate(filled.database, MIGRATIONS) == []
    assert dump(filled) == before


def test_a_new_one_on_a_filled_database(filled: World, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    name = f"{len(list(folder.glob('*.sql'))) + 1:04}_nicknames.sql"
    (folder / name).write_text(NEXT)
    before = filled.verify()
    assert migrate(filled.database, folder) == [name]
    assert filled.verify() == before
    # The program that knows nothing of the new columns goes on.
    purse = filled.purse(1_000)
    filled.paid(purse, 400)
    assert filled.value("SELECT DISTINCT channel FROM transfers") == ""
    assert filled.verify().operations == before.operations + 3
