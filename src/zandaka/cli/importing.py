"""`zandaka import`: takes in what another ledger knows, checked as a whole and then posted."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn
from rich.table import Table

from zandaka.errors import Invalid
from zandaka.house import open_house
from zandaka.ledger.collector import relax
from zandaka.redress.importing.errors import Errors, ImportRefused, ImportStopped
from zandaka.redress.importing.posting import Poster
from zandaka.redress.importing.run import Order, run
from zandaka.redress.importing.staging import Encoding, Tell
from zandaka.settings import Settings
from zandaka.web import logs

_say = Console(stderr=True, highlight=False, soft_wrap=True)

_Paths = Annotated[
    list[Path],
    typer.Argument(help="coupons.csv, transactions.csv, balances.csv, attempts.csv, or a folder."),
]
_Incident = Annotated[str, typer.Option(help="For which incident, as in terms/incidents.")]
_As = Annotated[str, typer.Option("--as", help="Who acts.")]
_Ledger = Annotated[
    str, typer.Option(help="The other ledger's name: small letters, digits, hyphens.")
]
_Encoding = Annotated[
    Encoding, typer.Option(help="How the files are written. UTF-8 may have a BOM.")
]


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command("import")(import_)


def import_(
    paths: _Paths,
    incident: _Incident,
    as_: _As,
    ledger: _Ledger = "other-ledger",
    encoding: _Encoding = "utf-8",
) -> None:
    """Take in coupons, transactions, balances and attempts of another ledger, as CSV: all of it or
    nothing. Killed, or once there is more, run it again. 別の台帳のCSVを取り込む"""
    logs.configure()
    relax()
    poster = Poster()
    with (
        open_house(Settings.from_env(os.environ)) as house,
        house.ledger(deliver=poster.deliver) as books,
        house.connect() as connection,
        _progress() as tell,
    ):
        if incident not in house.terms.incidents:
            known = ", ".join(house.terms.incidents) or "none"
            _fail(f"There is no incident {incident}: terms/incidents has {known}.")
        order = Order(paths, incident, ledger, encoding, f"operator:{as_}", books.clock.now())
        try:
            done = run(connection, books, poster, house.vault(), order, tell)
        except ImportRefused as refused:
            _tell(refused.errors)
            sys.exit(1)
        except (Invalid, ImportStopped) as problem:
            _fail(str(problem))
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(done), indent=2).decode() + "\n")


def _tell(errors: Errors) -> None:
    table = Table("File", "Row", "Column", "Rule", box=None, pad_edge=False)
    for one in errors.first:
        table.add_row(one.file, str(one.row or ""), one.column, one.rule)
    _say.print(table)
    more = errors.count - len(errors.first)
    shown = f" {more} more are not shown." if more else ""
    count = "1 error" if errors.count == 1 else f"{errors.count} errors"
    _say.print(f"{count}; nothing was taken in.{shown}", style="red")
    _say.print(f"誤りが{errors.count}件あり、何も取り込みませんでした。", style="red")


def _fail(why: str) -> NoReturn:
    _say.print(why, style="red")
    sys.exit(1)


@contextmanager
def _progress() -> Generator[Tell]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=_say) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=of)
            progress.update(tasks[name], completed=done, total=of)

        yield tell
