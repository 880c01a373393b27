"""Cases run on the tests' one server, each in a database of its own."""

from collections.abc import Iterator

import pytest

from zandaka.cases.databases import Fresh, on_server
from zandaka.postgres import Database


@pytest.fixture(scope="session")
def fresh(postgres: Database) -> Iterator[Fresh]:
    with on_server(postgres, own=True) as made:
        yield made
