"""`zandaka case run`: cases against the real engine, on databases that are thrown away."""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import structlog
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from zandaka.cases.databases import throw_away
from zandaka.cases.run import Result, run_file
from zandaka.settings import Settings

case_app = typer.Typer(
    no_args_is_help=True, help="Executable cases (docs/reference/cases.md). 事例"
)


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.add_typer(case_app, name="case")


@case_app.callback()
def case() -> None:
    """Executable cases (docs/reference/cases.md)."""


@case_app.command()
def run(
    paths: Annotated[
        list[Path], typer.Argument(help="Case files, or folders of them.", exists=True)
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the results as JSON, for a program.")
    ] = False,
) -> None:
    """Runs cases. Exits with 1 when any fails. Your own data is not touched."""
    files = case_files(paths)
    if not files:
        Console(stderr=True, style="red", soft_wrap=True).print(
            "No case file (*.toml) there.", highlight=False
        )
        raise typer.Exit(1)
    # Standard output is the result's alone: a program may read it.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    results = _run_all(files, Settings.from_env(os.environ))
    if as_json:
        sys.stdout.write(as_document(results) + "\n")
    else:
        sys.stdout.write("\n".join(lines(results)) + "\n")
    if not all(result.passed for result in results):
        raise typer.Exit(1)


def case_files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and every *.toml below a folder."""
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob("*.toml")) if path.is_dir() else [path])
    return found


def _run_all(files: Sequence[Path], settings: Settings) -> list[Result]:
    errors = Console(stderr=True, soft_wrap=True)
    with (
        Progress(
            console=errors, disable=len(files) < 2 or not errors.is_terminal, transient=True
        ) as progress,
        throw_away(settings) as fresh,
    ):
        task = progress.add_task("cases", total=len(files))
        results: list[Result] = []
        for file in files:
            progress.update(task, description=escape(file.name))
            results.append(run_file(file, settings.terms, fresh))
            progress.advance(task)
    return results


def lines(results: Sequence[Result]) -> list[str]:
    """What a person reads: each difference with where it is, then the sum."""
    text: list[str] = []
    for result in results:
        if result.error:
            text.append(f"FAILED {result.error}")
        for failure in result.failures:
            place = f"{result.file}:{failure.line}: {failure.what} {failure.number} ({failure.do})"
            text.append(f"FAILED {place}")
            for one in failure.differences:
                text.append(f"    {one.what}: expected {one.expected}, got {one.got}")
        if result.passed:
            title = "" if result.title is None else f"  {result.title.ja} / {result.title.en}"
            text.append(f"passed {result.file}{title}")
    passed = sum(result.passed for result in results)
    text.append(f"{passed} passed, {len(results) - passed} failed")
    return text


def as_document(results: Sequence[Result]) -> str:
    """What a program reads; its keys are in docs/reference/cases.md."""
    passed = sum(result.passed for result in results)
    document = {"passed": passed, "failed": len(results) - passed, "cases": results}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
