from collections.abc import Iterator

import pytest
from tests.ledger.world import World

from zandaka.postgres import Database


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A ledger of two books on a database of this test's own, verified when the test ends."""
    with World(database) as world:
        yield world
        world.verify()
