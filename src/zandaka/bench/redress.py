"""`bench redress`: an outage's holders made whole, a million of them: cohorts, preview, extension
and conversion, each with its seconds; then every book is verified."""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.bench.helper import helpers
from zandaka.bench.stage import BOOKS, Tell, accepted, in_parallel, scratch_database
from zandaka.clock import SetClock
from zandaka.house import MIGRATIONS, House
from zandaka.instants import JST
from zandaka.ledger import registry
from zandaka.ledger.book import Book
from zandaka.ledger.collector import relax
from zandaka.ledger.command import submission
from zandaka.ledger.verify import verify
from zandaka.operations.issue import Issue
from zandaka.postgres.connect import open_database
from zandaka.postgres.migrate import migrate
from zandaka.reads import plan_report, plans
from zandaka.redress.action import Action
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.draft_plan import DraftPlan
from zandaka.redress.actions.freeze_cohorts import FreezeCohorts
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.service import Redress
from zandaka.redress.work.plans import PlanWorker
from zandaka.rules.incident import Failure
from zandaka.rules.stay import DayTrip
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

_INCIDENT: Final = "outage-2023-02-24"
_CAMPAIGN: Final = "travel-support"
_DAY: Final = date(2023, 2, 24)
_NOON: Final = datetime(2023, 2, 24, 12, tzinfo=JST)
_HIT: Final = datetime(2023, 2, 24, 17, tzinfo=JST)
_ASKED: Final = datetime(2023, 3, 2, 9, tzinfo=JST)
_END: Final = datetime(2023, 4, 1, tzinfo=JST)
#: Guests of one booking: the most that one command issues for.
_GUESTS: Final = 500
_PREFECTURES: Final = ("13", "14", "26", "27", "01", "47")


class Seconds(msgspec.Struct, frozen=True):
    """Seconds of each part. `total` is what the target is about: cohorts, extension, conversion."""

    cohorts: float
    preview: float
    extension: float
    conversion: float
    total: float


class Size(msgspec.Struct, frozen=True):
    """One run. `fill` is not part of any figure; members a second are of extension and
    conversion each."""

    holders: int
    fill: float
    seconds: Seconds
    extended_per_s: int
    converted_per_s: int
    verified: bool


class Report(msgspec.Struct, frozen=True):
    """`linear`: seconds of the whole run over ten times those of the tenth (1.0 grows linearly,
    less is better); None where no tenth was run. `memory_mb` is this process's peak,
    `worked_mb` its peak before the books were verified."""

    run: Size
    tenth: Size | None
    linear: float | None
    memory_mb: int
    worked_mb: int


def run(
    settings: Settings,
    *,
    holders: int,
    tenth: bool,
    tell: Tell,
    processes: int = 1,
    keep: Path | None = None,
) -> Report:
    """Runs the redress of `holders` coupons, and of a tenth of them first where `tenth`, with so
    many processes at work on the plan."""
    relax()
    with ExitStack() as stack:
        data = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zandaka-")))
        settings = msgspec.structs.replace(settings, data=data, books=BOOKS)
        server = stack.enter_context(open_database(settings))
        sizes: list[tuple[Size, int]] = []
        for count in (holders // 10, holders) if tenth else (holders,):
            with scratch_database(server) as database:
                migrate(database, MIGRATIONS)
                house = House(settings, database, load_terms(settings.terms))
                sizes.append(_run(house, count, processes, tell))
    (whole, worked), small = sizes[-1], sizes[0][0] if tenth else None
    return Report(
        run=whole,
        tenth=small,
        linear=None
        if small is None
        else round(whole.seconds.total / (10 * small.seconds.total), 3),
        memory_mb=_peak_mb(),
        worked_mb=worked,
    )


def _run(house: House, holders: int, processes: int, tell: Tell) -> tuple[Size, int]:
    clock = SetClock(_NOON)
    began = time.perf_counter()
    _fill(house, holders, clock, tell)
    with house.database.connect(role=None, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    fill = time.perf_counter() - began
    with house.ledger(clock=clock) as ledger:
        people = _People(house, house.redress(ledger), clock, processes - 1)
        seconds = people.make_whole(tell)
    worked = _peak_mb()
    tell("verify", 0, 1)
    with house.connect() as connection:
        report = plan_report.report(connection, people.plan)
        connection.rollback()
        verify(connection)
    tell("verify", 1, 1)
    if report is None or not report.whole or [step.done for step in report.steps] != [holders] * 2:
        raise RuntimeError(f"the plan has not reached every holder: {report}")
    return (
        Size(
            holders=holders,
            fill=round(fill, 1),
            seconds=seconds,
            extended_per_s=round(holders / seconds.extension),
            converted_per_s=round(holders / seconds.conversion),
            verified=True,
        ),
        worked,
    )


class _People:
    """Who act: one drafts, the other approves."""

    def __init__(self, house: House, redress: Redress, clock: SetClock, others: int) -> None:
        self._house = house
        self._others = others
        self._redress = redress
        self._clock = clock
        self._keys = 0
        self.plan = 0

    def make_whole(self, tell: Tell) -> Seconds:
        """The whole redress, part by part, each timed."""
        self._clock.set(_ASKED)
        failed = tuple(
            Failure(function=function, since=_HIT, until=_HIT + timedelta(hours=5))
            for function in ("issue", "load", "pay")
        )
        self._do(DeclareIncident(incident=_INCIDENT, functions=failed))
        cohorts = self._timed("cohorts", tell, lambda: self._do(FreezeCohorts(incident=_INCIDENT)))
        preview = self._timed("preview", tell, self._draft)
        self._do(ApprovePlan(plan=self.plan), "operator:second")
        with helpers(self._house, self._others, _ASKED):
            extension = self._timed("extension", tell, lambda: self._step(1))
        self._clock.set(_END)
        with helpers(self._house, self._others, _END):
            conversion = self._timed("conversion", tell, lambda: self._step(2))
        return Seconds(
            cohorts=round(cohorts, 2),
            preview=round(preview, 2),
            extension=round(extension, 2),
            conversion=round(conversion, 2),
            total=round(cohorts + extension + conversion, 2),
        )

    def _draft(self) -> None:
        self.plan = int(self._do(DraftPlan(incident=_INCIDENT))["plan"])

    def _step(self, number: int) -> None:
        self._do(StartStep(plan=self.plan, step=number))
        worker = PlanWorker()
        while worker.round(self._redress) or not self._ended(number):
            pass

    def _ended(self, number: int) -> bool:
        """Whether the other processes have finished what they had in hand, too."""
        with self._house.connect() as connection:
            found = plans.view(connection, self.plan)
        assert found is not None
        return all(one.state == "ended" for one in found.steps if one.step.number == number)

    def _timed(self, name: str, tell: Tell, work: Callable[[], object]) -> float:
        tell(name, 0, 1)
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        tell(name, 1, 1)
        return took

    def _do(self, action: Action, by: str = "operator:first") -> dict[str, Any]:
        self._keys += 1
        return msgspec.json.decode(self._redress.do(action, by, f"bench-{self._keys}").outcome)


def _fill(house: House, holders: int, clock: SetClock, tell: Tell) -> None:
    """Issues a coupon to each holder, good to the end of the day of the outage."""
    with house.connect() as connection:
        terms_id, series = registry.prepare(connection, house.terms, BOOKS)
    each = [holders // BOOKS + (book < holders % BOOKS) for book in range(BOOKS)]
    done = [0] * BOOKS

    def work(book: int) -> None:
        with house.connect() as connection:
            writer = Book(connection, book, house.terms, terms_id, series, clock)
            left = each[book]
            number = 0
            while left:
                batch: list[Issue] = []
                while left and len(batch) < 4:
                    guests = min(_GUESTS, left)
                    batch.append(_issue(guests, number))
                    left -= guests
                    number += 1
                accepted(
                    writer.write([
                        submission(
                            book,
                            ids.operation_key("bench", f"{book}-{number}-{place}"),
                            "issuer:bench",
                            command,
                        )
                        for place, command in enumerate(batch)
                    ])
                )  # fmt: skip
                done[book] = each[book] - left
                tell("fill", sum(done), holders)

    in_parallel(work)


def _issue(guests: int, number: int) -> Issue:
    noise = os.urandom(16 * guests)
    return Issue(
        campaign=_CAMPAIGN,
        prefecture=_PREFECTURES[number % len(_PREFECTURES)],
        trip=DayTrip(on=_DAY),
        secrets=tuple(noise[at : at + 16] for at in range(0, len(noise), 16)),
    )


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
