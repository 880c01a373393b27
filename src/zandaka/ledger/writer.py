"""One writer thread a book: takes the commands that wait, writes them as one batch, answers.

The threads wait for PostgreSQL most of the time, and psycopg gives the interpreter away while it
waits; see docs/decisions/0003-sync-writers.md."""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import structlog

from zandaka.clock import Clock
from zandaka.errors import Outage
from zandaka.ledger.book import Book, Connection
from zandaka.ledger.command import Result, Submission
from zandaka.ledger.model import Series
from zandaka.ledger.turns import Turns
from zandaka.terms.model import Terms

log = structlog.get_logger(__name__)

#: Called in the writer's thread, once a batch, with each waiter and its result.
Deliver = Callable[[Sequence[tuple[Any, Result]]], None]

MAX_BATCH = 1000


class Writer(threading.Thread):
    """Writes one book. `put` from any thread; results come back through `deliver`."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        number: int,
        terms: Terms,
        terms_id: int,
        series: Sequence[Series],
        clock: Clock,
        deliver: Deliver,
        max_batch: int = MAX_BATCH,
        turns: Turns | None = None,
        in_flight: dict[bytes, int] | None = None,
        remembers: int = 0,
    ) -> None:
        super().__init__(name=f"book-{number}", daemon=True)
        self._connect = connect
        self._number = number
        self._under = (terms, terms_id, series, clock, remembers)
        self._deliver = deliver
        self._max_batch = max_batch
        self._turns = turns or Turns(1)
        self._in_flight = {} if in_flight is None else in_flight
        self._queue: queue.SimpleQueue[tuple[Submission, Any] | None] = queue.SimpleQueue()
        self._book: Book | None = None
        self._connection: Connection | None = None

    def put(self, submission: Submission, waiter: Any) -> None:
        self._queue.put((submission, waiter))

    def stop(self) -> None:
        """Asks the thread to end once what waits is written."""
        self._queue.put(None)

    def run(self) -> None:
        stopping = False
        while not stopping:
            first = self._queue.get()
            # Wait for a turn before taking the rest: under load the batch grows meanwhile, and a
            # batch of sixteen costs hardly more than a batch of one.
            with self._turns:
                batch, stopping = self._take(first)
                if batch:
                    self._write(batch)
        self._disconnect()

    def _take(
        self, one: tuple[Submission, Any] | None
    ) -> tuple[list[tuple[Submission, Any]], bool]:
        batch: list[tuple[Submission, Any]] = []
        while one is not None:
            batch.append(one)
            if len(batch) >= self._max_batch:
                return batch, False
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _write(self, batch: list[tuple[Submission, Any]]) -> None:
        try:
            results = self._opened().write([submission for submission, _ in batch])
        except psycopg.OperationalError as error:
            # The connection is gone, perhaps during the commit: the key tells the outcome later.
            log.warning("book_unreachable", book=self._number, error=str(error).strip())
            self._disconnect()
            results = [Outage()] * len(batch)
        except Exception as error:
            if len(batch) > 1:
                # One command has broken an invariant: write each alone, so only that one fails.
                log.exception("batch_failed", book=self._number, size=len(batch))
                for one in batch:
                    self._write([one])
                return
            log.exception("command_failed", book=self._number, verb=batch[0][0].command.verb)
            results = [error]
        for submission, _ in batch:
            self._in_flight.pop(submission.key, None)
        self._deliver(
            [(waiter, result) for (_, waiter), result in zip(batch, results, strict=True)]
        )

    def _opened(self) -> Book:
        if self._book is None:
            self._connection = self._connect()
            self._book = Book(self._connection, self._number, *self._under)
        return self._book

    def _disconnect(self) -> None:
        connection, self._connection, self._book = self._connection, None, None
        if connection is not None:
            try:
                connection.close()
            except psycopg.Error as error:
                log.debug("close_failed", error=str(error))
