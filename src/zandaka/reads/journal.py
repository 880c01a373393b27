"""The journal as an accountant reads it: what each operation moved, between accounts with names."""

import re
from collections.abc import Callable, Generator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.chart import CHART, Kind

Connection = psycopg.Connection[tuple[Any, ...]]

#: Transfers read at a time.
_SLICE: Final = 20_000

_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)

_TRANSFERS: Final = """
SELECT t.operation, o.verb, o.caller, t.effective_at, t.recorded_at, t.id, t.yen, t.returns,
       d.kind, d.owner, d.wallet, t.debit, c.kind, c.owner, c.wallet, t.credit
FROM transfers t
JOIN operations o ON o.book = t.book AND o.id = t.operation
JOIN accounts d ON d.book = t.book AND d.id = t.debit
JOIN accounts c ON c.book = t.book AND c.id = t.credit
WHERE t.book = %s AND t.id BETWEEN %s AND %s ORDER BY t.id
"""


class Transfer(msgspec.Struct, frozen=True):
    """`yen` left the account `debit` and reached `credit`; both as `account_name` writes them.
    `returns` is the number of the transfer it gives value back of, 0 for none."""

    number: int
    debit: str
    credit: str
    yen: int
    returns: int


class Entry(msgspec.Struct, frozen=True):
    """One operation that moved value."""

    operation: ids.OperationId
    verb: str
    caller: str
    effective_at: datetime
    recorded_at: datetime
    transfers: tuple[Transfer, ...]


def entries(
    connection: Connection,
    book: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Generator[Entry]:
    """Every operation that moved value, of one book or of all, in the order of the books.

    One snapshot, read in slices: memory does not grow with the journal, and a server may go on
    writing. `connection` must be in no transaction; `progress` is told how many more transfers
    were read. Raises LookupError where there is no such book."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction(), connection.cursor() as cursor:
        heads = cursor.execute("SELECT book, transfer FROM books ORDER BY book").fetchall()
        if book is not None:
            heads = [head for head in heads if head[0] == book]
            if not heads:
                raise LookupError(f"There is no book {book}.")
        for number, last in heads:
            rows = _rows(cursor, number, last, progress)
            # An operation's transfers stand together; a slice may end between two of them.
            for _, group in groupby(rows, itemgetter(0)):
                yield _entry(list(group))


def transfer_count(connection: Connection, book: int | None = None) -> int:
    """How many transfers `entries` will read."""
    with connection.transaction():
        found = connection.execute("SELECT book, transfer FROM books").fetchall()
    return sum(ids.number_of(last) for number, last in found if book in (None, number))


def account_name(kind: Kind, owner: str | None, wallet: int | None, account: int) -> str:
    """The account in plain-text accounting, such as `Liabilities:MerchantPayable:Tokyo-1:B0` or,
    for a lot, `Liabilities:Lot:W0-12:L34`. No two accounts share a name."""
    root = CHART[kind].root
    book, number = ids.book_of(account), ids.number_of(account)
    if kind is Kind.LOT:
        assert wallet is not None, "a lot is in a wallet"
        return f"{root}:Lot:W{book}-{ids.number_of(wallet)}:L{number}"
    parts = [root, "".join(word.capitalize() for word in kind.split("_"))]
    if owner:
        parts.append(_component(owner))
    return ":".join((*parts, f"B{book}"))


def _component(owner: str) -> str:
    if _PLAIN.fullmatch(owner):
        return owner[0].upper() + owner[1:]
    # Whatever a reference may contain, as hexadecimal between two Z. A plain owner never has a
    # capital at its end, so the two kinds do not meet.
    return f"Z{owner.encode().hex()}Z"


def _rows(
    cursor: psycopg.Cursor[tuple[Any, ...]], book: int, last: int, progress: Callable[[int], None]
) -> Generator[tuple[Any, ...]]:
    for first in range(ids.make(book, 1), last + 1, _SLICE):
        until = min(first + _SLICE - 1, last)
        yield from cursor.execute(_TRANSFERS, (book, first, until), binary=True).fetchall()
        progress(until - first + 1)


def _entry(rows: list[tuple[Any, ...]]) -> Entry:
    operation, verb, caller, effective_at, recorded_at = rows[0][:5]
    transfers = tuple(
        Transfer(
            ids.number_of(row[5]),
            account_name(Kind(row[8]), *row[9:12]),
            account_name(Kind(row[12]), *row[13:16]),
            row[6],
            ids.number_of(row[7]),
        )
        for row in rows
    )
    return Entry(ids.OperationId(operation), verb, caller, effective_at, recorded_at, transfers)
