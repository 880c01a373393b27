"""`bench ledger`: payments with every rule on, against the floor of the same rows.

The floor is what PostgreSQL alone takes to make the same rows durable: the journal by COPY and
what changes in place by one statement, every byte prepared, no rule and no look-up. It is written
to a copy of the database in the same run, round by round in turn, so that a machine that slows
down slows both. Where a journal is asked for, books without one are measured in turn as well."""

import os
import statistics
from contextlib import ExitStack
from pathlib import Path

import msgspec
from psycopg.conninfo import conninfo_to_dict

from zandaka.bench.payers import Given, Payers, payers
from zandaka.bench.stage import BOOKS, Stage, Tell, open_stage, scratch_database
from zandaka.ledger.collector import relax
from zandaka.ledger.verify import verify
from zandaka.postgres.connect import Database
from zandaka.settings import Settings


def processes_here() -> int:
    """As many as can be at work at once: a core each, a book each."""
    return min(os.cpu_count() or 1, BOOKS)


class Round(msgspec.Struct, frozen=True):
    """Payments a second of the ledger and of its floor, one right after the other; and of books
    with an empty journal (`empty`), with how many times as fast these were (`slower`)."""

    ledger: int
    floor: int
    ratio: float
    python_us: float
    empty: int | None = None
    slower: float | None = None


class Report(msgspec.Struct, frozen=True):
    """`first` is a round like the others, before them and no part of any median: what is
    remembered and cached from then on is read in it. `ratio`, `ledger` and `floor` are medians over
    the rounds; `python_us` is the CPU of the `processes` that wrote the ledger, for one payment;
    `memory_mb` the most that one of them had, with the input and the rows of the floor.
    `transfers` were in the journal when the run began; `slower` is the median of how many times as
    long a payment took as on an empty one."""

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
    empty: int | None = None
    slower: float | None = None


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
    with ExitStack() as stack:
        stage = stack.enter_context(open_stage(settings, wallets, journal, tell, keep))
        empty = stack.enter_context(open_stage(settings, wallets, 0, tell)) if journal else None
        database = stage.house.database
        name = str(conninfo_to_dict(database.conninfo)["dbname"])
        with scratch_database(database, template=name) as copy:
            before = stage.transfers()
            (first, *measured), memory_mb = _rounds(
                stage, copy, empty, payments, rounds, processes, tell
            )
        tell("verify", 0, 1)
        for one in (stage, empty) if empty else (stage,):
            with one.house.connect() as connection:
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
        empty=round(statistics.median(one.empty or 0 for one in measured)) if empty else None,
        slower=round(statistics.median(one.slower or 0 for one in measured), 3) if empty else None,
    )


def _rounds(
    stage: Stage,
    copy: Database,
    empty: Stage | None,
    payments: int,
    rounds: int,
    processes: int,
    tell: Tell,
) -> tuple[list[Round], int]:
    measured: list[Round] = []
    with ExitStack() as stack:
        group = stack.enter_context(payers(_given(stage, copy.conninfo), processes))
        beside = stack.enter_context(payers(_given(empty, None), processes)) if empty else None
        for number in range(rounds + 1):
            tell("rounds", number, rounds + 1)
            group.prepare(payments // BOOKS, number)
            # Before it and after it in turn: what one leaves to be written later slows the next.
            empty_s = _alone(beside, payments, number) if beside and number % 2 else 0.0
            ledger_s, cpu = group.time("ledger")
            floor_s, _ = group.time("floor")
            if beside and not number % 2:
                empty_s = _alone(beside, payments, number)
            measured.append(
                Round(
                    round(payments / ledger_s),
                    round(payments / floor_s),
                    round(floor_s / ledger_s, 3),
                    round(cpu / payments * 1e6, 1),
                    round(payments / empty_s) if empty_s else None,
                    round(ledger_s / empty_s, 3) if empty_s else None,
                )
            )
        tell("rounds", rounds + 1, rounds + 1)
        return measured, group.memory_mb()


def _given(stage: Stage, floor: str | None) -> Given:
    return Given(
        ledger=stage.house.database.conninfo,
        floor=floor,
        terms=str(stage.house.settings.terms),
        terms_id=stage.terms_id,
        series=stage.series,
        wallets=dict(enumerate(stage.wallets)),
    )


def _alone(group: Payers, payments: int, seed: int) -> float:
    group.prepare(payments // BOOKS, seed)
    return group.time("ledger")[0]
