"""`zandaka verify`: is every yen where the journal says it is?"""

import sys
import time
from typing import Annotated, Any

import msgspec
import psycopg
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from zandaka.cli.books import open_books
from zandaka.ledger.verify import Break, Verified, journal_rows
from zandaka.ledger.verify import verify as verify_books
from zandaka.postgres.errors import MigrationError


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command()(verify)


def verify(
    book: Annotated[
        int | None,
        typer.Option(help="Only this book; what is between books is then not looked at.", min=0),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON, for a program.")
    ] = False,
) -> None:
    """Replays the books: hashes, balances and every invariant. Exits with 1 at the first break,
    and with 2 where it could not look.

    The server may go on running: one snapshot of the database is read. 検証"""
    began = time.monotonic()
    errors = Console(stderr=True, soft_wrap=True)
    try:
        with open_books() as connection:
            verified = _with_progress(connection, book, errors)
    except Break as found:
        if as_json:
            facts = {name: getattr(found, name) for name in ("book", "batch", "row", "differs")}
            _print({"ok": False, **facts})
        else:
            errors.print(f"BROKEN {found}", style="red", highlight=False, markup=False)
        raise typer.Exit(1) from None
    except (LookupError, MigrationError) as error:
        # Not 1: nothing was found broken.
        errors.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(2) from None
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        _print({"ok": True, **msgspec.to_builtins(verified), "seconds": seconds})
    else:
        sys.stdout.write(_said(verified, seconds))


def _with_progress(connection: psycopg.Connection[Any], book: int | None, to: Console) -> Verified:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), console=to, disable=not to.is_terminal, transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("verify", total=journal_rows(connection, book))
        return verify_books(connection, book, lambda count: progress.advance(task, count))


def _said(verified: Verified, seconds: float) -> str:
    if not verified.books:
        return "There is no book yet: nothing to verify.\n"
    books = ", ".join(map(str, verified.books))
    return (
        f"Every book is whole: {books}. {verified.batches:,} batches,"
        f" {verified.operations:,} operations, {verified.transfers:,} transfers and"
        f" {verified.accounts:,} accounts in {seconds:.1f} s.\n"
    )


def _print(document: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
    sys.stdout.flush()
