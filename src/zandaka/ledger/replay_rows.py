"""Reads the journal's rows back, in the bytes over which the hash chain was computed."""

from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

import msgspec
import psycopg

from zandaka.ledger.rows import COPY_HEADER, COPY_TRAILER, OPERATION_COLUMNS, TRANSFER_COLUMNS

Cursor = psycopg.Cursor[tuple[Any, ...]]

_HEAD: Final = Struct(">2x4xi4xq4xq4x16s4x16s4xq4xq4xi4xi4xq4xq")
_TRANSFER: Final = Struct(">2x4xi4xq4xq4xq4xq4xq4xq4xq4xq4xq4xq")

#: One row of `transfers` as numbers: book, id, operation, debit, credit, yen, debit_after,
#: credit_after, returns, effective and recorded time in microseconds of PostgreSQL's epoch.
Transfer = tuple[int, int, int, int, int, int, int, int, int, int, int]


class OperationRow(msgspec.Struct, frozen=True, gc=False):
    """One row of `operations` as it was written; times in microseconds of PostgreSQL's epoch."""

    book: int
    id: int
    batch: int
    key: bytes
    fingerprint: bytes
    wallet: int
    first_transfer: int
    transfers: int
    terms: int
    effective_us: int
    recorded_us: int
    verb: bytes
    code: bytes
    caller: bytes
    request: bytes
    outcome: bytes
    row: bytes


def read_operations(cursor: Cursor, book: int, first: int, last: int) -> Iterator[OperationRow]:
    """The operations `first` to `last` of a book in order, as far as they are there."""
    data = _copy(cursor, "operations", OPERATION_COLUMNS, book, first, last)
    offset, size = 0, _HEAD.size
    while offset < len(data):
        start = offset
        head = _HEAD.unpack_from(data, offset)
        offset += size
        texts: list[bytes] = []
        for _ in range(5):
            begin = offset + 4
            offset = begin + int.from_bytes(data[offset:begin], "big")
            texts.append(data[begin:offset])
        rest: tuple[Any, ...] = (*texts, data[start:offset])
        yield OperationRow(*head, *rest)


def read_transfers(
    cursor: Cursor, book: int, first: int, last: int
) -> tuple[bytes, Iterator[Transfer]]:
    """The transfers `first` to `last` of a book, as bytes and as numbers."""
    data = _copy(cursor, "transfers", TRANSFER_COLUMNS, book, first, last)
    return data, _TRANSFER.iter_unpack(data)


#: Bytes of one transfer in the journal.
TRANSFER_SIZE: Final = _TRANSFER.size


def _copy(cursor: Cursor, table: str, columns: str, book: int, first: int, last: int) -> bytes:
    query = (
        f"COPY (SELECT {columns} FROM {table} WHERE book = {book} AND id BETWEEN {first} AND {last}"
        " ORDER BY id) TO STDOUT (FORMAT binary)"
    )
    with cursor.copy(query.encode()) as copy:
        data = b"".join(copy)
    assert data.startswith(COPY_HEADER), "COPY begins with its header"
    assert data.endswith(COPY_TRAILER), "COPY ends with its trailer"
    return data[len(COPY_HEADER) : -len(COPY_TRAILER)]
