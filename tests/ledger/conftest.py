from collections.abc import Iterator

import pytest
from tests.ledger.world import World

from zandaka.postgres import Database

# It says what differs as a test does.
pytest.register_assert_rewrite("tests.ledger.cards.comparing")


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A ledger of two books on a database of this test's own."""
    with World(database) as world:
        yield world
