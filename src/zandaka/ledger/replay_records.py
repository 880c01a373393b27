"""The records of one book (`records.py`) as the journal leaves them, row by row.

A slice's rows are held against the table at once. Most are there as the journal tells them; one
that changes later differs until then, and only those are kept in mind."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql

from zandaka import ids
from zandaka.ledger import written
from zandaka.ledger.breaks import Break
from zandaka.ledger.replay_rows import OperationRow
from zandaka.ledger.replay_wallets import Wallets

Cursor = psycopg.Cursor[tuple[Any, ...]]
Row = dict[str, Any]

# The layers above say which kinds there are; a table of records is told by its key and its wallet.
_TABLES: Final = """
SELECT c.relname::text FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'wallet' AND NOT a.attisdropped
WHERE k.contype = 'p' AND pg_get_constraintdef(k.oid) = 'PRIMARY KEY (operation, book)'
  AND pg_table_is_visible(c.oid)
ORDER BY 1
"""
# `untold`: columns that the table has got since, of which an old row says nothing.
_COMPARE: Final = """
SELECT t.operation, r.operation IS NOT NULL,
       to_jsonb(t) - %(untold)s::text[] = to_jsonb(r) - %(untold)s::text[]
FROM json_populate_recordset(NULL::{table}, %(rows)s::json) t
LEFT JOIN {table} r ON r.operation = t.operation AND r.book = %(book)s
"""
_BOTH: Final = """
SELECT to_jsonb(t)::text, to_jsonb(r)::text
FROM json_populate_record(NULL::{table}, %(row)s::json) t, {table} r
WHERE r.operation = t.operation AND r.book = %(book)s
"""
_COLUMNS: Final = """
SELECT attname::text FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""
_COUNT: Final = "SELECT count(*) FROM {table} WHERE book = %s AND operation > %s"
_OUTCOME: Final = "SELECT outcome::text FROM operations WHERE book = %s AND id = %s"


def tables(cursor: Cursor) -> list[str]:
    """Every table of records."""
    return [row[0] for row in cursor.execute(_TABLES.encode())]


class Records:
    """Filled while the journal is replayed. Operations up to `told_after` say nothing of what they
    wrote (`books.told_after`): a record that one of them began is followed from its first change
    on, if there is one."""

    def __init__(self, cursor: Cursor, book: int, told_after: int, wallets: Wallets) -> None:
        self._cursor = cursor
        self._book = book
        self._told_after = told_after
        self._wallets = wallets
        self._begun: Counter[str] = Counter()
        #: By table: the rows that differ from what the journal says so far, with the operation
        #: that said so.
        self._differ: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._columns: dict[str, frozenset[str]] = {}
        self._tables = tables(cursor)

    def follow(self, operations: Sequence[OperationRow]) -> None:
        """What the coming operations wrote, in order. Raises Break where a row is missing."""
        told: defaultdict[str, dict[int, tuple[OperationRow, Row]]] = defaultdict(dict)
        for operation in operations:
            # Looked for in the bytes: nearly all operations have none, and need not be decoded.
            if written.MARK not in operation.outcome or operation.code:
                continue
            if operation.id <= self._told_after:
                name = f"operation {ids.OperationId(operation.id)}"
                raise Break(
                    self._book, operation.batch, name, "says what it wrote, and is among those"
                    " that do not",
                )  # fmt: skip
            # Most captures say what they left of a hold, and no more.
            if b'"wallets":[' not in operation.outcome and b'"records":{' not in operation.outcome:
                continue
            said = written.read(operation.outcome)
            assert said is not None, "the mark is there"
            for wallet in said.wallets:
                self._wallets.write(operation.id, operation.batch, wallet)
            for table, found in said.records.items():
                for row in found:
                    self._begun[table] += row["operation"] == operation.id
                    told[table][row["operation"]] = operation, row
        for table, last in told.items():
            self._hold_against(table, last)

    def finish(self) -> None:
        """The tables have what the journal says, and nothing else. Raises Break at the first row
        that differs."""
        for table in self._tables:
            for record, operation in sorted(self._differ[table].items()):
                self._break(table, record, operation)
            query = sql.SQL(_COUNT).format(table=sql.Identifier(table))
            found = self._cursor.execute(query, (self._book, self._told_after)).fetchone()
            assert found is not None
            if found[0] != self._begun[table]:
                raise Break(
                    self._book, None, table,
                    f"there are {found[0]}, the journal has {self._begun[table]}",
                )  # fmt: skip

    def _hold_against(self, table: str, told: dict[int, tuple[OperationRow, Row]]) -> None:
        assert table in self._tables, f"{table} is no table of records"
        kinds: defaultdict[frozenset[str], list[Row]] = defaultdict(list)
        for _, row in told.values():
            kinds[frozenset(row)].append(row)
        differ = self._differ[table]
        query = sql.SQL(_COMPARE).format(table=sql.Identifier(table))
        for names, found in kinds.items():
            parameters = {
                "rows": msgspec.json.encode(found).decode(),
                "book": self._book,
                "untold": sorted(self._columns_of(table) - names),
            }
            for record, is_there, is_same in self._cursor.execute(query, parameters):
                operation = told[record][0]
                if not is_there:
                    raise Break(
                        self._book, operation.batch, _name(table, record), "is missing"
                    )  # fmt: skip
                if is_same:
                    differ.pop(record, None)
                else:
                    differ[record] = operation.id

    def _columns_of(self, table: str) -> frozenset[str]:
        known = self._columns.get(table)
        if known is None:
            found = self._cursor.execute(_COLUMNS, (table,))
            known = self._columns[table] = frozenset(row[0] for row in found)
        return known

    def _break(self, table: str, record: int, operation: int) -> None:
        """Raises Break with the first column that is not what an operation said."""
        outcome = self._cursor.execute(_OUTCOME, (self._book, operation)).fetchone()
        said = written.read(outcome[0].encode()) if outcome else None
        assert said is not None, "read before, in the same snapshot"
        told = next(row for row in said.records[table][::-1] if row["operation"] == record)
        both = self._cursor.execute(
            sql.SQL(_BOTH).format(table=sql.Identifier(table)),
            {"row": msgspec.json.encode(told).decode(), "book": self._book},
        ).fetchone()
        assert both is not None, "was there when it was told"
        right, got = (msgspec.json.decode(text) for text in both)
        for column in told:
            if got[column] != right[column]:
                raise Break(
                    self._book, None, _name(table, record),
                    f"{column} is {_said(got[column])}, the journal says {_said(right[column])}",
                )  # fmt: skip


def _name(table: str, record: int) -> str:
    return f"{table} of {ids.OperationId(record)}"


def _said(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
