"""What an operation begins and a later one ends: a row of its own, written in the same commit as
value, so that nothing under way can be lost or appear from nowhere.

A kind of record is a struct with the columns of its table, whose key is the operation that began
it. It is changed by writing it again."""

from collections.abc import Sequence
from typing import Any, ClassVar, LiteralString, Protocol, TypeVar

import msgspec


class Connection(Protocol):
    """What a record is written to. Rules know records, and no database."""

    def execute(self, query: bytes, params: Sequence[Any], /) -> object: ...


class Record(msgspec.Struct, kw_only=True, eq=False):
    """A row of `table`. `operation` 0 is filled in by the book: the one that begins it.
    `changing` are the columns that a later operation may change, `open_where` is SQL for those
    that are still under way, as `under_way` says. `counted_where` is SQL for those that count for
    what comes later, whether they have ended or not; of most kinds none does."""

    table: ClassVar[LiteralString]
    changing: ClassVar[tuple[LiteralString, ...]]
    open_where: ClassVar[LiteralString]
    counted_where: ClassVar[LiteralString] = "false"

    operation: int = 0
    wallet: int

    @property
    def under_way(self) -> bool:
        """Whether a later operation may still end it."""
        raise NotImplementedError


R = TypeVar("R", bound=Record)


def by_operation(kind: type[Record]) -> str:
    """SQL: the records of a kind that some operations began, as JSON."""
    return (
        f"SELECT {_json(kind)} FROM {kind.table} r"
        " WHERE book = %s AND operation = ANY(%s::bigint[])"
    )


def by_wallet(kind: type[Record]) -> str:
    """SQL: the records of a kind that some wallets have under way, as JSON."""
    return (
        f"SELECT {_json(kind)} FROM {kind.table} r"
        f" WHERE book = %s AND wallet = ANY(%s::bigint[]) AND {kind.open_where}"
    )


def by_wallet_counted(kind: type[Record]) -> str:
    """SQL: the records of a kind that count for what some wallets do later, as JSON."""
    return (
        f"SELECT {_json(kind)} FROM {kind.table} r"
        f" WHERE book = %s AND wallet = ANY(%s::bigint[]) AND {kind.counted_where}"
    )


def read(kind: type[R], text: str) -> R:
    """A record from the JSON of its row."""
    return msgspec.json.decode(text, type=kind)


def write(connection: Connection, book: int, records: list[Record]) -> None:
    """Writes the records of one kind: new ones, and what has changed of old ones."""
    kind = type(records[0])
    columns = [field.name for field in msgspec.structs.fields(kind)]
    named = ", ".join(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in kind.changing)
    connection.execute(
        f"INSERT INTO {kind.table} (book, {named})"
        f" SELECT %s, {named} FROM json_populate_recordset(NULL::{kind.table}, %s::json)"
        f" ON CONFLICT (operation, book) DO UPDATE SET {changes}".encode(),
        (book, msgspec.json.encode(records).decode()),
    )


def _json(kind: type[Record]) -> str:
    pairs = ", ".join(f"'{f.name}', r.{f.name}" for f in msgspec.structs.fields(kind))
    return f"json_build_object({pairs})::text"
