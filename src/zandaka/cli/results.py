"""`zandaka results`: what redress has done, as CSV for the issuer's own systems."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from zandaka.cli.books import open_books
from zandaka.reads import redress_results
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

_say = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command()(results)


def results(
    incident: Annotated[str, typer.Option(help="The incident.")],
    out: Annotated[
        Path,
        typer.Option(file_okay=False, help="The folder to write to; made where it is missing."),
    ],
) -> None:
    """Write what each coupon got (results.csv) and the gifts ordered for it (gift-orders.csv).
    補償の結果をCSVに書き出す"""
    if incident not in load_terms(Settings.from_env(os.environ).terms).incidents:
        _say.print(f"The terms have no incident {incident}.", style="red")
        raise typer.Exit(1)
    out.mkdir(parents=True, exist_ok=True)
    with open_books() as connection:
        for name in redress_results.FILES:
            # Beside it first: nobody reads half a file.
            part = out / f".{name}.part"
            with part.open("wb") as file:
                redress_results.write(connection, name, incident, file.write)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out / name)
            _say.print(str(out / name))
