"""Reads the journal's rows back, in the bytes over which the hash chain was computed."""

from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

import msgspec
import psycopg

from zandaka.ledger.rows import COPY_HEADER, COPY_TRAILER, OPERATION_COLUMNS, TRANSFER_COLUMNS

Cursor = psycopg.Cursor[tuple[Any, ...]]

# A row's count of columns and each column's length are as fixed as the columns: they are skipped
# here and seen by the hash. So are the book, by which the rows are chosen, and the key.
_HEAD: Final = Struct(">2x4x4x4xq4xq4x16x4x16s4xq4xq4xi4xi4xq4xq")
_TRANSFER: Final = Struct(">2x4x4x4xq4xq4xq4xq4xq4xq4xq4xq4xq4xq")

#: One row of `transfers` as numbers: id, operation, debit, credit, yen, debit_after, credit_after,
#: returns, effective and recorded time in microseconds of PostgreSQL's epoch.
Transfer = tuple[int, int, int, int, int, int, int, int, int, int]


class OperationRow(msgspec.Struct, frozen=True, gc=False):
    """One row of `operations` as it was written; times in microseconds of PostgreSQL's epoch.
    `end` is where its bytes end among those read with it."""

    id: int
    batch: int
    fingerprint: bytes
    wallet: int
    first_transfer: int
    transfers: int
    terms: int
    effective_us: int
    recorded_us: int
    verb: bytes
    code: bytes
    request: bytes
    outcome: bytes
    end: int


def read_operations(
    cursor: Cursor, book: int, first: int, last: int
) -> tuple[bytes, list[OperationRow]]:
    """The operations `first` to `last` of a book in order, as far as they are there: as bytes, and
    one by one."""
    data = _copy(cursor, "operations", OPERATION_COLUMNS, book, first, last)
    found: list[OperationRow] = []
    offset, size = 0, _HEAD.size
    unpack = _HEAD.unpack_from
    # Verb, code and caller are mostly those of the row before: then they are not cut out again.
    names, verb, code = b"\xff", b"", b""
    while offset < len(data):
        head = unpack(data, offset)
        offset += size
        if not data.startswith(names, offset):
            start = offset
            verb, offset = _text(data, offset)
            code, offset = _text(data, offset)
            _, offset = _text(data, offset)
            names = data[start:offset]
        else:
            offset += len(names)
        request, offset = _text(data, offset)
        outcome, offset = _text(data, offset)
        rest: tuple[Any, ...] = (verb, code, request, outcome, offset)
        found.append(OperationRow(*head, *rest))
    return data, found


def _text(data: bytes, offset: int) -> tuple[bytes, int]:
    begin = offset + 4
    end = begin + int.from_bytes(data[offset:begin])
    return data[begin:end], end


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
    data = b"".join(_messages(cursor.connection.pgconn, query.encode()))
    assert data.startswith(COPY_HEADER), "COPY begins with its header"
    assert data.endswith(COPY_TRAILER), "COPY ends with its trailer"
    return data[len(COPY_HEADER) : -len(COPY_TRAILER)]


def _messages(connection: psycopg.pq.abc.PGconn, query: bytes) -> Iterator[bytes]:
    """What COPY sends. A third of the time that `cursor.copy` takes, which waits for each row in
    Python so that it can be interrupted; a slice is short."""
    result = connection.exec_(query)
    if result.status != psycopg.pq.ExecStatus.COPY_OUT:
        raise psycopg.errors.error_from_result(result)
    while True:
        size, message = connection.get_copy_data(0)
        if size < 0:
            break
        yield bytes(message)
    while (ended := connection.get_result()) is not None:
        if ended.status != psycopg.pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(ended)
