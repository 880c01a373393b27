"""Merchants: the shops that take value. Who they are; what they are owed is in the ledger."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]
Status = Literal["open", "closed"]


class MerchantEntry(msgspec.Struct, frozen=True):
    """A shop: `prefecture` is its JIS X 0401 code. A closed one takes no more payments. `networks`
    are those whose brands it accepts, `groups` what it belongs to: some value is for some shops
    alone (R78)."""

    id: str
    name: str
    prefecture: str
    status: Status
    networks: Sequence[str] = ()
    groups: Sequence[str] = ()


def put(connection: Connection, entry: MerchantEntry) -> None:
    """Enters a shop, or changes what is known of it. The caller commits."""
    connection.execute(
        "INSERT INTO merchants (id, name, prefecture, status, networks, groups)"
        " VALUES (%s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " prefecture = excluded.prefecture, status = excluded.status,"
        " networks = excluded.networks, groups = excluded.groups",
        (
            entry.id,
            entry.name,
            entry.prefecture,
            entry.status,
            sorted(set(entry.networks)),
            sorted(set(entry.groups)),
        ),
    )


def get(connection: Connection, identifier: str) -> MerchantEntry | None:
    """The shop of that id."""
    row = connection.execute(
        "SELECT id, name, prefecture, status, networks, groups FROM merchants WHERE id = %s",
        (identifier,),
    ).fetchone()
    return None if row is None else MerchantEntry(*row)


def listed(connection: Connection, after: str, limit: int) -> list[MerchantEntry]:
    """At most `limit` shops in the order of their ids, those after `after`."""
    rows = connection.execute(
        "SELECT id, name, prefecture, status, networks, groups FROM merchants"
        " WHERE id > %s ORDER BY id LIMIT %s",
        (after, limit),
    )
    return [MerchantEntry(*row) for row in rows]
