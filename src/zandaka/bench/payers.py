"""Processes that pay into the stage's books, each into books of its own, and write their floor.

A book has one writer, and nothing is shared between two books: so they may be in as many processes
as there are books. Threads of one process share its interpreter."""

import multiprocessing
import resource
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec

from zandaka.bench.stage import BOOKS, OVERLAY, accepted, batches, in_parallel, payments
from zandaka.clock import SystemClock
from zandaka.ledger.book import Book
from zandaka.ledger.collector import relax
from zandaka.ledger.model import Series
from zandaka.ledger.posting import Finished
from zandaka.postgres.connect import Database
from zandaka.terms.load import load_terms

_READY_S = 120


class Given(msgspec.Struct, frozen=True):
    """What a process needs: its books with their wallets, and where to write the ledger and, where
    one is measured, the floor."""

    ledger: str
    floor: str | None
    terms: str
    terms_id: int
    series: list[Series]
    wallets: dict[int, list[int]]


class Recorder(Book):
    """A book that keeps what it writes, to be written once more as the floor."""

    written: list[Finished]

    def _commit(self, finished: Finished) -> None:
        self.written.append(finished)
        super()._commit(finished)


class Payers:
    """The processes, from the outside."""

    def __init__(self, lines: Sequence[Any]) -> None:
        self._lines = lines

    def prepare(self, payments: int, seed: int) -> None:
        """Makes up the input of a round: `payments` for each book."""
        self._all(("prepare", payments, seed))

    def time(self, what: Literal["ledger", "floor"]) -> tuple[float, float]:
        """Writes all that was prepared, or its floor. Seconds from the first to the last, and
        seconds of these processes' CPU."""
        began = time.perf_counter()
        cpu = sum(self._all((what, 0, 0)))
        return time.perf_counter() - began, cpu

    def memory_mb(self) -> int:
        """The most that one of the processes had."""
        return round(max(self._all(("memory", 0, 0))))

    def _all(self, what: tuple[str, int, int]) -> list[float]:
        for line in self._lines:
            line.send(what)
        return [self._answer(line) for line in self._lines]

    def _answer(self, line: Any) -> float:
        try:
            told = line.recv()
        except EOFError:
            raise RuntimeError("a paying process has ended") from None
        if isinstance(told, str):
            raise RuntimeError(f"a paying process failed: {told}")
        return float(told)


@contextmanager
def payers(given: Given, processes: int) -> Generator[Payers]:
    """`processes` processes that share the books, ready to be told."""
    context: Any = multiprocessing.get_context("spawn")
    lines: list[Any] = []
    started: list[Any] = []
    for number in range(processes):
        mine = {book: given.wallets[book] for book in range(number, BOOKS, processes)}
        here, there = context.Pipe()
        told = msgspec.structs.replace(given, wallets=mine)
        started.append(context.Process(target=_pay, args=(told, there), daemon=True))
        started[-1].start()
        there.close()
        lines.append(here)
    try:
        for line in lines:
            if not line.poll(_READY_S):
                raise RuntimeError("a paying process did not start")
            line.recv()
        yield Payers(lines)
    finally:
        for line in lines:
            line.close()  # ends its process
        for process in started:
            process.join(30)


def _pay(given: Given, line: Any) -> None:
    """The life of one process: does what it is told until the line is closed."""
    relax()
    worker = _Worker(given)
    line.send(0.0)
    try:
        while True:
            what, count, seed = line.recv()
            try:
                line.send(worker.do(what, count, seed))
            except Exception as error:
                line.send(f"{type(error).__name__}: {error}")
    except EOFError:
        worker.close()


class _Worker:
    def __init__(self, given: Given) -> None:
        self._wallets = given.wallets
        terms = load_terms(Path(given.terms), OVERLAY)
        clock = SystemClock()
        ledger = Database(given.ledger)
        self._books = {
            number: Recorder(ledger.connect(), number, terms, given.terms_id, given.series, clock)
            for number in given.wallets
        }
        floor = None if given.floor is None else Database(given.floor)
        self._floor = {} if floor is None else {one: floor.connect() for one in given.wallets}
        for connection in self._floor.values():
            Book.by_key(connection)
        self._submitted: dict[int, list[Any]] = {}

    def do(self, what: str, count: int, seed: int) -> float:
        if what == "memory":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if what == "prepare":
            for number, wallets in self._wallets.items():
                self._books[number].written = []
                self._submitted[number] = list(batches(payments(number, wallets, count, seed)))
            return 0.0
        cpu = _cpu()
        in_parallel(self._ledger if what == "ledger" else self._write_floor, list(self._books))
        return _cpu() - cpu

    def _ledger(self, book: int) -> None:
        for batch in self._submitted[book]:
            accepted(self._books[book].write(batch))

    def _write_floor(self, book: int) -> None:
        for finished in self._books[book].written:
            finished.commit(self._floor[book])

    def close(self) -> None:
        for book in self._books.values():
            book.close()
        for connection in self._floor.values():
            connection.close()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
