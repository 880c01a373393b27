"""`zandaka bench`: how fast, against what this machine could do at best."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from zandaka.bench import ledger as bench_ledger
from zandaka.bench import mixed as bench_mixed
from zandaka.bench import pay as bench_pay
from zandaka.bench import redress as bench_redress
from zandaka.bench.stage import Tell
from zandaka.settings import Settings

app = typer.Typer(help="Measures speed in a database of its own. 性能測定", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
_Journal = Annotated[
    int, typer.Option(min=0, help="Transfers already in the journal when the run begins.")
]
_Data = Annotated[
    Path | None,
    typer.Option(help="Keep PostgreSQL's data here instead of in a temporary folder."),
]


def register(program: typer.Typer) -> None:
    """Adds the verbs to the program."""
    program.add_typer(app, name="bench")


@app.command()
def ledger(
    payments: Annotated[int, typer.Option(min=4000, help="Payments a round.")] = 200_000,
    wallets: Annotated[int, typer.Option(min=4000, help="Wallets, two lots each.")] = 100_000,
    journal: _Journal = 0,
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=4, help="Processes that share the books. One a core, if not told."),
    ] = None,
    data: _Data = None,
    as_json: _Json = False,
) -> None:
    """Payments in batches of 1,000 in 4 books, all rules on, against the floor: the same rows by
    COPY and one UPDATE, with everything prepared. Verifies the books at the end."""
    with _progress() as tell:
        report = bench_ledger.run(
            Settings.from_env(os.environ),
            payments=payments,
            wallets=wallets,
            journal=journal,
            rounds=rounds,
            processes=processes or bench_ledger.processes_here(),
            tell=tell,
            keep=data,
        )
    if as_json:
        _print(report)
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{report.payments:,} payments over {report.wallets:,} wallets by {report.processes}"
        f" processes,"
        f" {report.transfers:,} transfers in the journal before"
    )
    for name, one in [("first", report.first), *(("round", one) for one in report.rounds)]:
        console.print(
            f"  {name}  ledger {one.ledger:>7,}/s   floor {one.floor:>7,}/s   ratio {one.ratio:.2f}"
            + _beside(one.empty, one.slower)
        )
    console.print(
        f"median: {report.ledger:,} payments/s, {report.ratio:.2f} of the floor"
        f" ({report.floor:,}/s); {report.python_us} us of Python a payment;"
        f" {report.memory_mb} MB; books verified" + _beside(report.empty, report.slower)
    )


@app.command()
def pay(
    payments: Annotated[int, typer.Option(min=6400, help="Payments a round.")] = 60_000,
    wallets: Annotated[int, typer.Option(min=4000, help="Wallets, two lots each.")] = 40_000,
    journal: _Journal = 0,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
    data: _Data = None,
    as_json: _Json = False,
) -> None:
    """Payments over HTTP, 64 connections, the client on this machine; and the same with batching
    switched off. Verifies the books at the end."""
    with _progress() as tell:
        report = bench_pay.run(
            Settings.from_env(os.environ),
            payments=payments,
            wallets=wallets,
            journal=journal,
            rounds=rounds,
            tell=tell,
            keep=data,
        )
    if as_json:
        _print(report)
        return
    console = Console(highlight=False, soft_wrap=True)
    for one in report.rounds:
        console.print(
            f"  batched {one.batched:>6,}/s   single {one.single:>6,}/s"
            f"   p50 {one.p50_ms} ms   p99 {one.p99_ms} ms" + _beside(one.empty, one.slower)
        )
    console.print(
        f"median: {report.batched:,} payments/s over {report.connections} connections,"
        f" {report.ratio} times as many as without batches ({report.single:,}/s);"
        f" p99 {report.p99_ms} ms; server {report.memory_mb} MB;"
        f" {report.transfers:,} transfers in the journal before; books verified"
        + _beside(report.empty, report.slower)
    )


def _beside(empty: int | None, slower: float | None) -> str:
    if empty is None:
        return ""
    return f"   empty journal {empty:,}/s, {slower:.2f} times as fast"


@app.command()
def mixed(
    commands: Annotated[int, typer.Option(min=4000, help="Commands a round.")] = 100_000,
    wallets: Annotated[int, typer.Option(min=4000, help="Cards, two lots each.")] = 40_000,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
    data: _Data = None,
    as_json: _Json = False,
) -> None:
    """A day of cards that hold both legal kinds: authorisations, captures, payments, loads, sends
    within and between 4 books and withdrawals, under the product's own terms. Verifies the books
    at the end."""
    with _progress() as tell:
        report = bench_mixed.run(
            Settings.from_env(os.environ),
            commands=commands,
            wallets=wallets,
            rounds=rounds,
            tell=tell,
            keep=data,
        )
    if as_json:
        _print(report)
        return
    console = Console(highlight=False, soft_wrap=True)
    for one in report.rounds:
        console.print(f"  {one.per_second:>7,}/s   {one.python_us} us of Python a command")
    for verb, count in report.verbs.items():
        console.print(f"  {verb:<20} {count:>8,}  {report.verbs_per_second[verb]:>9,}/s")
    for code, count in report.refused.items():
        console.print(f"  refused: {code} {count:,}")
    console.print(
        f"median: {report.per_second:,} commands/s over {report.wallets:,} cards;"
        f" {report.python_us} us of Python a command; {report.memory_mb} MB; books verified"
    )


@app.command()
def redress(
    holders: Annotated[int, typer.Option(min=1000, help="Coupons to make whole.")] = 1_000_000,
    tenth: Annotated[
        bool, typer.Option(help="Run a tenth of them first, to see how it grows.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, max=8, help="Processes that share the plan's work.")
    ] = 1,
    data: _Data = None,
    as_json: _Json = False,
) -> None:
    """The redress of an outage: cohorts, preview, extension and conversion of every holder's
    coupon. Verifies the books at the end."""
    with _progress() as tell:
        report = bench_redress.run(
            Settings.from_env(os.environ),
            holders=holders,
            tenth=tenth,
            processes=processes,
            tell=tell,
            keep=data,
        )
    if as_json:
        _print(report)
        return
    console = Console(highlight=False, soft_wrap=True)
    for size in (report.tenth, report.run):
        if size is not None:
            took = size.seconds
            console.print(
                f"{size.holders:>9,} holders: cohorts {took.cohorts} s, preview {took.preview} s,"
                f" extension {took.extension} s ({size.extended_per_s:,}/s), conversion"
                f" {took.conversion} s ({size.converted_per_s:,}/s); without the preview"
                f" {took.total} s; filled in {size.fill} s"
            )
    grows = "" if report.linear is None else f"{report.linear} of linear growth; "
    console.print(
        f"{grows}{report.worked_mb} MB at work, {report.memory_mb} MB with verify; books verified"
    )


@contextmanager
def _progress() -> Generator[Tell]:
    console = Console(stderr=True, soft_wrap=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), console=console, disable=not console.is_terminal,
    ) as progress:  # fmt: skip
        tasks: dict[str, TaskID] = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=total)
            progress.update(tasks[name], completed=done)

        yield tell


def _print(report: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
    sys.stdout.flush()
