"""The ledger: all books of one database, each with its writer."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from zandaka import ids
from zandaka.clock import Clock
from zandaka.errors import KeyReused
from zandaka.ledger import memory, registry
from zandaka.ledger.book import Connection
from zandaka.ledger.command import Answer, Command, Result, submission
from zandaka.ledger.turns import Turns
from zandaka.ledger.writer import MAX_BATCH, Deliver, Writer
from zandaka.terms.model import Terms

#: Writers at work at once: one decides while another waits for the disk. More would only take
#: the interpreter from each other, and leave smaller batches.
_AT_ONCE = 2


class Ledger:
    """Submits commands to the book they belong to.

    `deliver` is called in a writer's thread with (waiter, result) pairs, once a batch; by default
    the waiters are the futures that `do` and `submit` make."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        terms: Terms,
        books: int,
        clock: Clock,
        *,
        deliver: Deliver | None = None,
        max_batch: int = MAX_BATCH,
    ) -> None:
        with connect() as connection:
            terms_id, series = registry.prepare(connection, terms, books)
            self.books = max(books, registry.book_count(connection))
        self.terms = terms
        self.clock = clock
        turns = Turns(_AT_ONCE)
        #: Keys whose first answer is still to come, and their books. A book sees the keys of all
        #: others once they are committed; this is for the moment before.
        self._in_flight: dict[bytes, int] = {}
        self._writers = [
            Writer(
                connect,
                number,
                terms,
                terms_id,
                series,
                clock,
                deliver or resolve,
                max_batch,
                turns,
                self._in_flight,
                memory.WALLETS // self.books,
            )
            for number in range(self.books)
        ]
        for writer in self._writers:
            writer.start()

    def put(self, command: Command, caller: str, key: bytes, waiter: Any) -> None:
        """Queues a command; the result is delivered to `waiter`.

        Raises KeyReused where the same key is just under way in another book: it can only stand
        for another request there."""
        number = command.book(key, self.books)
        if self._in_flight.setdefault(key, number) != number:
            raise KeyReused
        self._writers[number].put(submission(number, key, caller, command), waiter)

    def submit(self, command: Command, caller: str, key: str) -> "Future[Answer]":
        """Queues a command under the caller's own key. The future holds its answer, or raises
        KeyReused, Outage, or the exception of a bug."""
        return self.submit_key(command, caller, ids.operation_key(caller, key))

    def submit_key(self, command: Command, caller: str, key: bytes) -> "Future[Answer]":
        """`submit` under the 16 bytes of an operation's key."""
        future: Future[Answer] = Future()
        try:
            self.put(command, caller, key, future)
        except KeyReused as reused:
            future.set_exception(reused)
        return future

    def do(self, command: Command, caller: str, key: str, timeout: float = 30.0) -> Answer:
        """`submit` and wait, at most `timeout` seconds."""
        return self.submit(command, caller, key).result(timeout)

    def close(self) -> None:
        """Writes what waits, then ends the writers."""
        for writer in self._writers:
            writer.stop()
        for writer in self._writers:
            writer.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def resolve(pairs: Sequence[tuple[Any, Result]]) -> None:
    """Delivers to futures."""
    for future, result in pairs:
        if not future.set_running_or_notify_cancel():
            continue  # who asked has gone; the outcome is kept under the key
        if isinstance(result, Answer):
            future.set_result(result)
        else:
            future.set_exception(result)
