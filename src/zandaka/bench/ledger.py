"""`bench ledger`: payments with every rule on, against the floor of the same rows.

The floor is what PostgreSQL alone takes to make the same rows durable: the journal by COPY and
what changes in place by one statement, every byte prepared, no rule and no look-up. It is written
to a copy of the database in the same run, round by round in turn, so that a machine that slows
down slows both."""

import os
import statistics
from pathlib import Path

import msgspec
from psycopg.conninfo import conninfo_to_dict

from zandaka.bench.payers import Given, payers
from zandaka.bench.stage import BOOKS, Stage, Tell, open_stage, scratch_database
from zandaka.ledger.collector import relax
from zandaka.ledger.verify import verify
from zandaka.postgres.connect import Database
from zandaka.settings import Settings


def processes_here() -> int:
    """As many as can be at work at once: a core each, a book each."""
    return min(os.cpu_count() or 1, BOOKS)


class Round(msgspec.Struct, frozen=True):
    """Payments a second of the ledger and of its floor, one right after the other."""

    ledger: int
    floor: int
    ratio: float
    python_us: float


class Report(msgspec.Struct, frozen=True):
    """`first` is a round like the others, before them and no part of any median: what is
    remembered and cached from then on is read in it. `ratio`, `ledger` and `floor` are medians over
    the rounds; `python_us` is the CPU of the `processes` that wrote the ledger, for one payment;
    `memory_mb` the most that one of them had, with the input and the rows of the floor.
    `transfers` were in the journal when the run began."""

    payments: int
    wallets: int
    processes: int
    transfers: int
    first: Round
    rounds: list[Round]
    ledger: int
    floor: int
    ratio: float
    python_us: float
    memory_mb: int
    verified: bool


def run(
    settings: Settings,
    *,
    payments: int,
    wallets: int,
    journal: int,
    rounds: int,
    processes: int,
    tell: Tell,
    keep: Path | None = None,
) -> Report:
    """Measures, after a first round, `rounds` times `payments` payments over `wallets` wallets in
    4 books, in batches of 1,000, by `processes` processes, and verifies the books at the end."""
    relax()
    with open_stage(settings, wallets, journal, tell, keep) as stage:
        database = stage.house.database
        name = str(conninfo_to_dict(database.conninfo)["dbname"])
        with scratch_database(database, template=name) as copy:
            before = stage.transfers()
            (first, *measured), memory_mb = _rounds(stage, copy, payments, rounds, processes, tell)
        tell("verify", 0, 1)
        with database.connect() as connection:
            verify(connection)
        tell("verify", 1, 1)
    return Report(
        payments=payments * (rounds + 1),
        wallets=wallets,
        processes=processes,
        transfers=before,
        first=first,
        rounds=measured,
        ledger=round(statistics.median(one.ledger for one in measured)),
        floor=round(statistics.median(one.floor for one in measured)),
        ratio=round(statistics.median(one.ratio for one in measured), 3),
        python_us=round(statistics.median(one.python_us for one in measured), 1),
        memory_mb=memory_mb,
        verified=True,
    )


def _rounds(
    stage: Stage, copy: Database, payments: int, rounds: int, processes: int, tell: Tell
) -> tuple[list[Round], int]:
    given = Given(
        ledger=stage.house.database.conninfo,
        floor=copy.conninfo,
        terms=str(stage.house.settings.terms),
        terms_id=stage.terms_id,
        series=stage.series,
        wallets=dict(enumerate(stage.wallets)),
    )
    measured: list[Round] = []
    with payers(given, processes) as group:
        for number in range(rounds + 1):
            tell("rounds", number, rounds + 1)
            group.prepare(payments // BOOKS, number)
            ledger_s, cpu = group.time("ledger")
            floor_s, _ = group.time("floor")
            measured.append(
                Round(
                    round(payments / ledger_s),
                    round(payments / floor_s),
                    round(floor_s / ledger_s, 3),
                    round(cpu / payments * 1e6, 1),
                )
            )
        tell("rounds", rounds + 1, rounds + 1)
        return measured, group.memory_mb()
