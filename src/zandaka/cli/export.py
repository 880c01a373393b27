"""`zandaka export journal`: the books for an accountant's own tools (docs/reference/journal.md)."""

import contextlib
import os
import sys
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import Progress

from zandaka.cli.books import open_books
from zandaka.instants import UTC, jst_date
from zandaka.reads.journal import Entry, entries, transfer_count

export_app = typer.Typer(no_args_is_help=True, help="Take the books with you. 書き出し")

_HEADER = """\
; The journal of Zandaka as plain-text accounting (docs/reference/journal.md).
; A debit is positive: what is owed and earned stands with a minus, as hledger and Beancount expect.
"""


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.add_typer(export_app, name="export")


@export_app.callback()
def export() -> None:
    """Take the books with you. 書き出し"""


@export_app.command()
def journal(
    out: Annotated[
        Path | None,
        typer.Option(help="Write to this file; complete or not at all.", dir_okay=False),
    ] = None,
    book: Annotated[int | None, typer.Option(help="Only this book.", min=0)] = None,
) -> None:
    """Every transfer, as a journal that hledger reads, and Beancount reads. 仕訳帳

    The same journal gives the same text. The server may go on running."""
    errors = Console(stderr=True, soft_wrap=True)
    try:
        with _target(out) as file, open_books() as connection:
            total = transfer_count(connection, book)
            # A bar between the lines of a journal on the same terminal would spoil both.
            hidden = not errors.is_terminal or (out is None and sys.stdout.isatty())
            with Progress(console=errors, disable=hidden, transient=True) as progress:
                task = progress.add_task("export", total=total)
                file.write(_HEADER)
                for entry in entries(connection, book, lambda n: progress.advance(task, n)):
                    file.write("\n" + "\n".join(lines(entry)) + "\n")
    except LookupError as error:
        errors.print(str(error), style="red", highlight=False)
        raise typer.Exit(2) from None
    except BrokenPipeError:
        # Whoever read it has enough. What Python still holds for the pipe has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except OSError as error:
        what = error.strerror or str(error)
        errors.print(f"{out} cannot be written: {what}.", style="red", highlight=False)
        raise typer.Exit(1) from None


def lines(entry: Entry) -> Iterator[str]:
    """One operation as a transaction. Its day is the day in Japan on which it took effect."""
    yield f'{jst_date(entry.effective_at)} * "{entry.verb}" "{entry.operation}"'
    yield f"  ; recorded: {_instant(entry.recorded_at)}"
    if entry.effective_at != entry.recorded_at:
        yield f"  ; effective: {_instant(entry.effective_at)}"
    yield f"  ; caller: {_one_line(entry.caller)}"
    for one in entry.transfers:
        yield f"  {one.debit:<48}  {one.yen:>12} JPY"
        yield f"  ; transfer: {one.number}"
        if one.returns:
            yield f"  ; returns: {one.returns}"
        yield f"  {one.credit:<48}  {-one.yen:>12} JPY"


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


@contextlib.contextmanager
def _target(out: Path | None) -> Generator[TextIO]:
    if out is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    draft = out.with_name(out.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
