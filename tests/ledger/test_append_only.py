"""What was written stays: by permission for the application, by a trigger for the owner."""

import psycopg
import pytest
from tests.ledger.world import World

JOURNAL = ("operations", "transfers", "batches", "extensions", "attempts")
CHANGES = (
    "UPDATE {} SET {} = {}",
    "DELETE FROM {}",
    "TRUNCATE {}",
)
COLUMNS = {"attempts": "id", "extensions": "lot"}


def statement(change: str, table: str) -> bytes:
    column = COLUMNS.get(table, "book")
    return change.format(table, column, column).encode()


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_has_no_right_to_change_it(world: World, table: str, change: str) -> None:
    with (
        world.database.connect() as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement(change, table))


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("change", CHANGES)
def test_whoever_has_more_rights_meets_the_trigger(world: World, table: str, change: str) -> None:
    with (
        world.database.connect(role=None) as connection,
        pytest.raises(psycopg.errors.RaiseException, match=f"{table} is append-only"),
    ):
        connection.execute(statement(change, table))


def test_terms_and_series_stay_too(world: World) -> None:
    for table in ("terms", "series"):
        for change in ("UPDATE {} SET id = DEFAULT", "DELETE FROM {}", "TRUNCATE {}"):
            with (
                world.database.connect() as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(change.format(table).encode())


def test_nothing_of_value_can_be_deleted(world: World) -> None:
    tables = world.rows(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = 'zandaka_app' AND privilege_type IN ('DELETE', 'TRUNCATE')"
    )
    # How a holder is reached is personal and no value: it goes when the holder leaves (R16). Names
    # and accounts go when the terms' time of keeping them is over.
    personal = {"contacts", "holder_names", "payout_accounts"}
    assert {row[0] for row in tables} == {"webhooks", "webhook_cursors", *personal}
