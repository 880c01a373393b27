"""`bench ledger`: payments with every rule on, against the floor of the same rows.

The floor is what PostgreSQL alone takes to make the same rows durable: the journal by COPY and
what changes in place by one statement, every byte prepared, no rule and no look-up. It is written
to a copy of the database in the same run, round by round in turn, so that a machine that slows
down slows both."""

import resource
import statistics
from pathlib import Path
from typing import Any

import msgspec
from psycopg.conninfo import conninfo_to_dict

from zandaka.bench.stage import (
    BOOKS,
    Stage,
    Tell,
    accepted,
    batches,
    in_parallel,
    open_stage,
    scratch_database,
)
from zandaka.ledger.book import Book
from zandaka.ledger.collector import relax
from zandaka.ledger.posting import Finished
from zandaka.ledger.verify import verify
from zandaka.postgres.connect import Database
from zandaka.settings import Settings


class Round(msgspec.Struct, frozen=True):
    """Payments a second of the ledger and of its floor, one right after the other."""

    ledger: int
    floor: int
    ratio: float
    python_us: float


class Report(msgspec.Struct, frozen=True):
    """`ratio`, `ledger` and `floor` are medians over the rounds; `python_us` is this process's
    CPU for one payment. `transfers` were in the journal when the run began."""

    payments: int
    wallets: int
    transfers: int
    rounds: list[Round]
    ledger: int
    floor: int
    ratio: float
    python_us: float
    memory_mb: int
    verified: bool


class _Recorder(Book):
    """A book that keeps what it writes."""

    written: list[Finished]

    def _commit(self, finished: Finished) -> None:
        self.written.append(finished)
        super()._commit(finished)


def run(
    settings: Settings,
    *,
    payments: int,
    wallets: int,
    journal: int,
    rounds: int,
    tell: Tell,
    keep: Path | None = None,
) -> Report:
    """Measures `rounds` times `payments` payments over `wallets` wallets in 4 books, in batches
    of 1,000, and verifies the books at the end."""
    relax()
    with open_stage(settings, wallets, journal, tell, keep) as stage:
        database = stage.house.database
        name = str(conninfo_to_dict(database.conninfo)["dbname"])
        with scratch_database(database, template=name) as copy:
            before = stage.transfers()
            measured = _rounds(stage, copy, payments, rounds, tell)
        tell("verify", 0, 1)
        with database.connect() as connection:
            verify(connection)
        tell("verify", 1, 1)
    return Report(
        payments=payments * rounds,
        wallets=wallets,
        transfers=before,
        rounds=measured,
        ledger=round(statistics.median(one.ledger for one in measured)),
        floor=round(statistics.median(one.floor for one in measured)),
        ratio=round(statistics.median(one.ratio for one in measured), 3),
        python_us=round(statistics.median(one.python_us for one in measured), 1),
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        verified=True,
    )


def _rounds(stage: Stage, copy: Database, payments: int, rounds: int, tell: Tell) -> list[Round]:
    books = stage.books(_Recorder)
    floor = [copy.connect() for _ in range(BOOKS)]
    for connection in floor:
        Book.by_key(connection)
    measured: list[Round] = []
    for number in range(rounds):
        tell("rounds", number, rounds)
        submitted = [list(batches(one)) for one in stage.payments(payments // BOOKS, number)]
        for book in books:
            book.written = []

        def pay(book: int, submitted: list[list[Any]] = submitted) -> None:
            for batch in submitted[book]:
                accepted(books[book].write(batch))

        def write(book: int) -> None:
            for finished in books[book].written:
                finished.commit(floor[book])

        cpu = _cpu()
        ledger_s = in_parallel(pay)
        cpu = _cpu() - cpu
        floor_s = in_parallel(write)
        measured.append(
            Round(
                round(payments / ledger_s),
                round(payments / floor_s),
                round(floor_s / ledger_s, 3),
                round(cpu / payments * 1e6, 1),
            )
        )
    tell("rounds", rounds, rounds)
    for connection in floor:
        connection.close()
    for book in books:
        book.close()
    return measured


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
