"""The journal's rows in PostgreSQL's own binary form.

One encoding serves twice: it is what COPY writes, and it is what the hash chain is computed over.
Reading the same columns back with COPY gives the same bytes, so `verify` needs no second one."""

from datetime import datetime, timedelta
from hashlib import sha256
from struct import Struct
from typing import Final

from zandaka.instants import UTC

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

COPY_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TRAILER: Final = b"\xff\xff"

OPERATION_COLUMNS: Final = (
    "book, id, batch, key, fingerprint, wallet, first_transfer, transfers, terms, "
    "effective_at, recorded_at, verb, code, caller, request, outcome"
)
TRANSFER_COLUMNS: Final = (
    "book, id, operation, debit, credit, yen, debit_after, credit_after, returns, "
    "effective_at, recorded_at"
)

COPY_OPERATIONS: Final = (
    f"COPY operations ({OPERATION_COLUMNS}) FROM STDIN (FORMAT binary)".encode()
)
COPY_EXTENSIONS: Final = (
    b"COPY extensions (book, operation, lot, new_expires_at, recorded_at, old_expires_at, reason, "
    b"incident) FROM STDIN (FORMAT binary)"
)
COPY_TRANSFERS: Final = f"COPY transfers ({TRANSFER_COLUMNS}) FROM STDIN (FORMAT binary)".encode()

_OPERATION: Final = Struct(">hiiiqiqi16si16siqiqiiiiiqiq")
_TRANSFER: Final = Struct(">hiiiqiqiqiqiqiqiqiqiqiq")
_BATCH: Final = Struct(">iqqqiqi")
_LENGTH: Final = Struct(">i")
_EXTENSION: Final = Struct(">hiiiqiqiqiq")
_INSTANT: Final = Struct(">iq")
_NULL: Final = _LENGTH.pack(-1)

GENESIS: Final = bytes(32)


def microseconds(instant: datetime) -> int:
    """An instant as PostgreSQL keeps it: microseconds since 2000-01-01T00:00Z."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> datetime:
    """The inverse of `microseconds`, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def transfer(
    book: int,
    identifier: int,
    operation: int,
    debit: int,
    credit: int,
    yen: int,
    debit_after: int,
    credit_after: int,
    returns: int,
    effective_us: int,
    recorded_us: int,
) -> bytes:
    """One row of `transfers`, in the order of `TRANSFER_COLUMNS`."""
    # fmt: off
    return _TRANSFER.pack(
        11, 4, book, 8, identifier, 8, operation, 8, debit, 8, credit, 8, yen,
        8, debit_after, 8, credit_after, 8, returns, 8, effective_us, 8, recorded_us,
    )
    # fmt: on


def operation(
    book: int,
    identifier: int,
    batch: int,
    key: bytes,
    fingerprint: bytes,
    wallet: int,
    first_transfer: int,
    transfers: int,
    terms: int,
    effective_us: int,
    recorded_us: int,
    names: bytes,
    request: bytes,
    outcome: bytes,
) -> bytes:
    """One row of `operations`. `names` is the part made by `operation_names`."""
    # fmt: off
    return b"".join((
        _OPERATION.pack(
            16, 4, book, 8, identifier, 8, batch, 16, key, 16, fingerprint, 8, wallet,
            8, first_transfer, 4, transfers, 4, terms, 8, effective_us, 8, recorded_us,
        ),
        names,
        len(request).to_bytes(4, "big"), request,
        len(outcome).to_bytes(4, "big"), outcome,
    ))
    # fmt: on


def operation_names(verb: str, code: str, caller: str) -> bytes:
    """The three short texts of an operation's row; few combinations recur, so keep them."""
    return b"".join(
        _LENGTH.pack(len(text)) + text for text in (verb.encode(), code.encode(), caller.encode())
    )


def extension(
    book: int,
    operation: int,
    lot: int,
    new_us: int,
    recorded_us: int,
    old_us: int | None,
    why: bytes,
) -> bytes:
    """One row of `extensions`, in the order of `COPY_EXTENSIONS`; not part of the hash chain.
    `why` is the part made by `extension_texts`."""
    # fmt: off
    return b"".join((
        _EXTENSION.pack(
            8, 4, book, 8, operation, 8, lot, 8, new_us, 8, recorded_us,
        ),
        _NULL if old_us is None else _INSTANT.pack(8, old_us),
        why,
    ))
    # fmt: on


def extension_texts(reason: str, incident: str) -> bytes:
    """Why a lot was extended; the same few texts for a whole plan."""
    return b"".join(_LENGTH.pack(len(text)) + text for text in (reason.encode(), incident.encode()))


def batch_hash(
    previous: bytes,
    book: int,
    batch: int,
    recorded_us: int,
    first_operation: int,
    operations: int,
    first_transfer: int,
    transfers: int,
    *rows: bytes,
) -> bytes:
    """sha256 over the hash of the batch before, this batch's head and its rows: the operations
    in order, then the transfers in order. How `rows` are cut into pieces does not matter."""
    digest = sha256(previous)
    digest.update(
        _BATCH.pack(
            book, batch, recorded_us, first_operation, operations, first_transfer, transfers
        )
    )
    for row in rows:
        digest.update(row)
    return digest.digest()
