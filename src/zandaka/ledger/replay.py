"""Replays the journal of one book: from its rows alone, what every account must have.

Memory does not grow with the journal: rows come in slices, and what is kept are a few numbers an
account."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

import psycopg

from zandaka import ids
from zandaka.ledger import rows, written
from zandaka.ledger.breaks import Break
from zandaka.ledger.replay_accounts import Accounts
from zandaka.ledger.replay_facts import Facts
from zandaka.ledger.replay_holds import Holds
from zandaka.ledger.replay_records import Records
from zandaka.ledger.replay_rows import (
    TRANSFER_SIZE,
    OperationRow,
    Transfer,
    read_operations,
    read_transfers,
)
from zandaka.ledger.replay_usage import Usages
from zandaka.ledger.replay_verbs import Verbs
from zandaka.ledger.replay_wallets import Wallets

Cursor = psycopg.Cursor[tuple[Any, ...]]
#: id, recorded time in microseconds, first operation, operations, first transfer, transfers, hash
Batch = tuple[int, int, int, int, int, int, bytes]

#: Rows of the journal held at a time, and bytes of their texts: what a command on many wallets says
#: is a thousand times as long as what a payment does. One batch is never parted.
_SLICE: Final = 40_000
_TEXTS: Final = 8 << 20

_BATCHES: Final = """
SELECT id, recorded_at, first_operation, operations, first_transfer, transfers, hash
FROM batches WHERE book = %s AND id > %s ORDER BY id LIMIT 2000
"""
# The size in which a row is kept costs nothing to ask for, and leaves out nearly all. That of a
# text means to unpack it: what redress says is kept in a twentieth of its length.
_SIZES: Final = """
SELECT batch, sum(octet_length(request::text) + octet_length(outcome::text))::bigint
FROM operations
WHERE book = %s AND id BETWEEN %s AND %s
  AND pg_column_size(request) + pg_column_size(outcome) > 600
GROUP BY batch
"""
_TOLD_AFTER: Final = "SELECT told_after FROM books WHERE book = %s"


class Replay:
    """The journal of a book so far. `progress` is told how many rows were read since it was last
    told."""

    def __init__(
        self,
        cursor: Cursor,
        book: int,
        facts: Facts,
        progress: Callable[[int], None],
    ) -> None:
        self._cursor = cursor
        self._book = book
        self._base = ids.make(book, 0)
        self._progress = progress
        self._facts = facts
        self.accounts = Accounts(cursor, book)
        self.usages = Usages(cursor, book, facts)
        told_after = cursor.execute(_TOLD_AFTER, (book,)).fetchone()
        assert told_after is not None
        self.wallets = Wallets(cursor, book, told_after[0])
        self.verbs = Verbs(cursor, book, facts, self.accounts, self.wallets)
        self.holds = Holds(cursor, book, told_after[0])
        self.records = Records(cursor, book, told_after[0], self.wallets)
        self.batch = 0
        self.hash = rows.GENESIS
        # Before the first batch any time will do.
        self.recorded_us = -(1 << 62)
        self.operation = self._base
        self.transfer = self._base

    def run(self) -> None:
        """Reads the whole journal. Raises Break at the first row that does not fit."""
        for batches in self._slices():
            for part in self._parts(batches):
                self._read(part)

    def _parts(self, batches: list[Batch]) -> Iterator[list[Batch]]:
        """The batches of a slice, so many at a time as their texts have room."""
        span = (self._book, batches[0][2], batches[-1][2] + batches[-1][3] - 1)
        sizes: dict[int, int] = dict(self._cursor.execute(_SIZES, span, binary=True))
        waiting: list[Batch] = []
        size = 0
        for batch in batches:
            size += sizes.get(batch[0], 0)
            if size > _TEXTS and waiting:
                yield waiting
                waiting, size = [], sizes.get(batch[0], 0)
            waiting.append(batch)
        yield waiting

    def _slices(self) -> Iterator[list[Batch]]:
        """The batches in order, so many at a time as make up a slice."""
        waiting: list[Batch] = []
        size = 0
        for batch in self._batches():
            waiting.append(batch)
            size += 1 + batch[3] + batch[5]
            if size >= _SLICE:
                yield waiting
                waiting, size = [], 0
        if waiting:
            yield waiting

    def _batches(self) -> Iterator[Batch]:
        last = 0
        while True:
            found = self._cursor.execute(_BATCHES, (self._book, last), binary=True).fetchall()
            if not found:
                return
            for row in found:
                yield (row[0], rows.microseconds(row[1]), *row[2:])
            last = found[-1][0]

    def _read(self, batches: Sequence[Batch]) -> None:
        last = batches[-1]
        cursor, book = self._cursor, self._book
        rows_read, operations = read_operations(cursor, book, batches[0][2], last[2] + last[3] - 1)
        moves_read, transfers = read_transfers(cursor, book, batches[0][4], last[4] + last[5] - 1)
        self.verbs.prepare(operations)
        used, start, moved = 0, 0, 0
        for batch in batches:
            self._head(batch)
            mine = operations[used : used + batch[3]]
            used += batch[3]
            self._replay(batch, mine, transfers)
            end, moved_to = mine[-1].end, moved + batch[5] * TRANSFER_SIZE
            self._check_hash(batch, rows_read[start:end], moves_read[moved:moved_to])
            start, moved = end, moved_to
            self._progress(batch[3] + batch[5])
        self.records.follow(operations)

    def _head(self, batch: Batch) -> None:
        """A batch follows the one before without a gap."""
        identifier, recorded_us, first_operation, operations, first_transfer, transfers, _ = batch
        expected = (self.batch + 1, self.operation + 1, self.transfer + 1)
        if (identifier, first_operation, first_transfer) != expected:
            raise self._break(
                self.batch + 1,
                f"batch {self.batch + 1}",
                f"is batch {identifier} from {ids.OperationId(first_operation)} and"
                f" {self._transfer(first_transfer)}, expected batch {expected[0]} from"
                f" {ids.OperationId(expected[1])} and {self._transfer(expected[2])}",
            )
        if recorded_us < self.recorded_us:
            raise self._break(identifier, f"batch {identifier}", "was recorded before the last one")
        if operations < 1:
            raise self._break(identifier, f"batch {identifier}", "has no operation")
        self.batch, self.recorded_us = identifier, recorded_us
        self.operation += operations
        self.transfer += transfers

    def _replay(
        self, batch: Batch, operations: list[OperationRow], transfers: Iterator[Transfer]
    ) -> None:
        identifier, recorded_us, expected, count, next_transfer, transfer_count, _ = batch
        end = next_transfer + transfer_count
        accept, use, hold = self.verbs.accept, self.usages.accept, self.holds.accept
        self.usages.begin(recorded_us, expected)
        for operation in operations:
            if operation.id != expected:
                raise self._break(
                    identifier, f"operation {ids.OperationId(expected)}", "is missing"
                )
            differs = self._differs(operation, batch, next_transfer, end)
            if differs:
                raise self._break(identifier, f"operation {ids.OperationId(expected)}", differs)
            moved = 0
            if operation.transfers:
                next_transfer += operation.transfers
                moved = self._move(operation, identifier, transfers)
            if not operation.code:
                accept(operation, identifier)
                use(operation, moved, identifier)
                if operation.verb == b"authorise" or written.HOLDS in operation.outcome:
                    hold(operation)
            expected += 1
        if len(operations) != count:
            raise self._break(identifier, f"operation {ids.OperationId(expected)}", "is missing")
        if next_transfer != end:
            raise self._break(
                identifier, self._transfer(next_transfer), "belongs to no operation of its batch"
            )

    def _differs(self, operation: OperationRow, batch: Batch, next_transfer: int, end: int) -> str:
        """What of an operation does not fit its place, or nothing."""
        if operation.batch != batch[0]:
            return f"batch is {operation.batch}, expected {batch[0]}"
        if operation.recorded_us != batch[1]:
            at, expected = rows.instant(operation.recorded_us), rows.instant(batch[1])
            return f"recorded_at is {at}, expected {expected}"
        if operation.first_transfer != next_transfer:
            first, right = self._transfer(operation.first_transfer), self._transfer(next_transfer)
            return f"first_transfer is {first}, expected {right}"
        if next_transfer + operation.transfers > end:
            return "has transfers beyond its batch"
        if operation.effective_us > operation.recorded_us:
            return "takes effect after it was recorded"
        if operation.terms not in self._facts.terms:
            return f"terms {operation.terms} do not exist"
        if operation.fingerprint != blake2b(operation.request, digest_size=16).digest():
            return "fingerprint is not that of its request"
        if operation.code and operation.transfers:
            return "was refused and has transfers"
        return ""

    def _move(self, operation: OperationRow, batch: int, transfers: Iterator[Transfer]) -> int:
        """Applies an operation's transfers. Returns the sum of their yen."""
        balances, is_lot, base = self.accounts.replayed, self.accounts.is_lot, self._base
        count = len(balances)
        expected = operation.first_transfer
        head = (operation.id, operation.effective_us, operation.recorded_us)
        total = 0
        for (
            identifier, by, debit, credit, yen, debit_after, credit_after, _, effective, recorded
        ) in islice(transfers, operation.transfers):  # fmt: skip
            if identifier != expected:
                raise self._break(batch, self._transfer(expected), "is missing")
            if (by, effective, recorded) != head:
                raise self._break(
                    batch,
                    self._transfer(identifier),
                    f"is of operation {ids.OperationId(by)} at {rows.instant(effective)}, recorded"
                    f" {rows.instant(recorded)}; expected {ids.OperationId(operation.id)} at"
                    f" {rows.instant(head[1])}, recorded {rows.instant(head[2])}",
                )
            i, j = debit - base, credit - base
            if not (0 < i < count and 0 < j < count):
                raise self._break(
                    batch, self._transfer(identifier), "moves an account that does not exist"
                )
            balances[i] -= yen
            balances[j] += yen
            if balances[i] != debit_after or balances[j] != credit_after:
                name, got, right = ("debit_after", debit_after, balances[i])
                if got == right:
                    name, got, right = ("credit_after", credit_after, balances[j])
                raise self._break(
                    batch, self._transfer(identifier), f"{name} is {got}, expected {right}"
                )
            if debit_after < 0 and is_lot[i]:
                raise self._break(
                    batch, self._transfer(identifier), f"lot {ids.LotId(debit)} falls below zero"
                )
            total += yen
            expected += 1
        if expected != operation.first_transfer + operation.transfers:
            raise self._break(batch, self._transfer(expected), "is missing")
        return total

    def _check_hash(self, batch: Batch, operations: bytes, transfers: bytes) -> None:
        identifier, recorded_us, first_operation, count, first_transfer, moved, expected = batch
        self.hash = rows.batch_hash(
            self.hash, self._book, identifier, recorded_us, first_operation, count,
            first_transfer, moved, operations, transfers,
        )  # fmt: skip
        if self.hash != expected:
            raise self._break(
                identifier,
                f"batch {identifier}",
                f"its rows hash to {self.hash.hex()}, its head says {expected.hex()}: the head,"
                f" a row of it or of a batch before is not what was written",
            )

    def _transfer(self, identifier: int) -> str:
        return f"transfer {self._book}-{ids.number_of(identifier)}"

    def _break(self, batch: int, row: str, differs: str) -> Break:
        return Break(self._book, batch, row, differs)
