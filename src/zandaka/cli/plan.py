"""`zandaka plan`: a plan of redress on the command line - how it stands, what it would do, what
came of it - and the work itself."""

import os
import sys
import time
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from zandaka.cli.books import open_books
from zandaka.house import open_house
from zandaka.instants import JST
from zandaka.ledger.collector import relax
from zandaka.reads import plan_report, plans
from zandaka.reads.plan_preview import PlanPreview
from zandaka.reads.plan_report import PlanReport
from zandaka.reads.plans import PlanView
from zandaka.redress.work.plans import PlanWorker
from zandaka.settings import Settings
from zandaka.web import logs

T = TypeVar("T")

#: What may be folded on a narrow terminal. No figure is ever cut.
_LONG = ("cohorts", "accounts")

plan_app = typer.Typer(no_args_is_help=True, help="Plans of redress. 計画")

Number = Annotated[int, typer.Argument(help="The plan's number.", min=1)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    app.add_typer(plan_app, name="plan")


@plan_app.command()
def show(plan: Number, as_json: Json = False) -> None:
    """A plan's steps, and how far each of them is. 計画の状態"""
    with open_books() as connection:
        found = _found(plans.view(connection, plan))
    _print(found) if as_json else _show(found)


@plan_app.command()
def preview(plan: Number, as_json: Json = False) -> None:
    """What the plan would do, as it was drafted. 計画の試算"""
    with open_books() as connection:
        found = _found(plans.plan(connection, plan)).preview
    _print(found) if as_json else _preview(found)


@plan_app.command()
def report(plan: Number, as_json: Json = False) -> None:
    """What came of the plan. Exits with 1 where two sums differ that must not. 計画の結果"""
    with open_books() as connection:
        found = _found(plan_report.report(connection, plan))
    _print(found) if as_json else _report(found)
    if not found.whole:
        raise typer.Exit(1)


@plan_app.command()
def run() -> None:
    """Work on the steps that were started, until nothing is open. Any number of processes may
    run it at once, beside a server too; stop it whenever you like. 開始済みの手順を実行する"""
    logs.configure()
    relax()
    console = Console(stderr=True, soft_wrap=True)
    began = time.monotonic()
    with (
        open_house(Settings.from_env(os.environ)) as house,
        house.ledger() as ledger,
        house.connect() as connection,
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), console=console, disable=not console.is_terminal,
        ) as progress,
    ):  # fmt: skip
        redress = house.redress(ledger)
        task = progress.add_task("plan")
        worker = PlanWorker()
        while True:
            planned, done = plans.under_way(connection)
            connection.rollback()
            progress.update(task, total=planned, completed=done)
            if not worker.round(redress):
                break
    console.print(f"Nothing is open any more ({time.monotonic() - began:.1f} s).")


def _show(found: PlanView) -> None:
    table = _table(
        f"Plan {found.plan} of {found.incident}: {found.state}",
        "step", "remedy", "cohorts", "state", "planned", "done", "already", "refused", "yen",
    )  # fmt: skip
    for one in found.steps:
        _row(
            table, one.step.number, one.step.remedy,
            " ".join(f"{cohort.name}.{cohort.version}" for cohort in one.step.cohorts),
            one.state, one.planned, one.done, one.already, one.refused, one.yen,
        )  # fmt: skip
    _say(table)


def _preview(found: PlanPreview) -> None:
    table = _table(
        f"As of {found.at.astimezone(JST):%Y-%m-%d %H:%M:%S} JST",
        "step",
        "remedy",
        "coupons",
        "lots",
        "yen",
        "accounts",
    )
    for step in found.steps:
        moved = ", ".join(f"{one.debit} -> {one.credit} {one.yen:,}" for one in step.accounts)
        _row(table, step.number, step.remedy, step.coupons, step.lots, step.yen, moved or "-")
    _say(table)
    for step in found.steps:
        for line in step.exemption:
            outside = "" if line.counts else " (outside the Act)"
            _say(
                f"step {step.number}: {line.product}, {line.legal_kind}{outside}:"
                f" {line.beyond_lots:,} of {line.lots:,} lots, {line.beyond_yen:,} of"
                f" {line.yen:,} yen pass their total validity"
            )
        for caution in step.warnings:
            _say(f"step {step.number}: {caution.ja} {caution.en}")
    for overlap in found.overlaps:
        _say(f"{overlap.coupons:,} coupons are in {' and '.join(overlap.cohorts)}")


def _report(found: PlanReport) -> None:
    table = _table(
        f"Plan {found.plan} of {found.incident}: {found.state}",
        "step", "remedy", "planned", "done", "already", "refused", "yen", "seconds",
    )  # fmt: skip
    for step in found.steps:
        _row(
            table, step.number, step.remedy, step.planned, step.done,
            sum(step.already.values()), sum(step.refused.values()), step.yen,
            "-" if step.seconds is None else f"{step.seconds:.1f}",
        )  # fmt: skip
    _say(table)
    for step in found.steps:
        for code, count in step.refused.items():
            _say(f"step {step.number}: {count:,} refused as {code}")
        for sums in step.equalities:
            sign = "=" if sums.equal else "DIFFERS FROM"
            _say(f"step {step.number}: {sums.name}: {sums.left:,} {sign} {sums.right:,} yen")


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left",
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False,
    )  # fmt: skip
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column not in _LONG)
    return table


def _row(table: Table, *values: int | str) -> None:
    table.add_row(*(f"{one:,}" if isinstance(one, int) else one for one in values))


def _say(what: Table | str) -> None:
    Console(highlight=False, soft_wrap=True).print(what)


def _found(found: T | None) -> T:
    if found is None:
        Console(stderr=True, style="red").print("There is no plan of that number.")
        raise typer.Exit(2)
    return found


def _print(found: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    sys.stdout.flush()
