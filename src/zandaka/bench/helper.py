"""A second process that works on a plan beside the bench's own, as a second machine would."""

import multiprocessing
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from zandaka.clock import SetClock
from zandaka.house import House
from zandaka.instants import JST
from zandaka.ledger.collector import relax
from zandaka.postgres.connect import Database
from zandaka.redress.work.plans import PlanWorker
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

_PAUSE_S: Final = 0.02


@contextmanager
def helpers(house: House, count: int, at: datetime) -> Generator[None]:
    """`count` processes that work on whatever is open, at the instant `at`, while the block runs.
    They are ready when it begins: starting a process is no part of what is measured."""
    context: Any = multiprocessing.get_context("spawn")
    stop, ready = context.Event(), context.Semaphore(0)
    processes = [
        context.Process(
            target=_help,
            args=(house.database.conninfo, msgspec.to_builtins(_Given.of(house, at)), ready, stop),
        )
        for _ in range(count)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire(timeout=60)
    try:
        yield
    finally:
        stop.set()
        for process in processes:
            process.join(60)
            if process.exitcode != 0:
                raise RuntimeError(f"a helping process ended with {process.exitcode}")


class _Given(msgspec.Struct, frozen=True):
    """What a process needs of the house."""

    data: str
    terms: str
    books: int
    at: datetime

    @classmethod
    def of(cls, house: House, at: datetime) -> "_Given":
        settings = house.settings
        return cls(str(settings.data), str(settings.terms), settings.books, at)


def _help(conninfo: str, given: dict[str, Any], ready: Any, stop: Any) -> None:
    told = msgspec.convert(given, _Given)
    relax()
    settings = Settings(data=Path(told.data), terms=Path(told.terms), books=told.books)
    house = House(settings, Database(conninfo), load_terms(settings.terms))
    with house.ledger(clock=SetClock(told.at.astimezone(JST))) as ledger:
        redress = house.redress(ledger)
        worker = PlanWorker()
        ready.release()
        while not stop.is_set():
            if not worker.round(redress):
                time.sleep(_PAUSE_S)
