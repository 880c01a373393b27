"""`zandaka results`: what redress has done, as CSV for the issuer's own systems."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from zandaka.cli.books import open_books
from zandaka.reads import redress_results

_say = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command()(results)


def results(
    incident: Annotated[str, typer.Option(help="The incident.")],
    out: Annotated[Path, typer.Option(help="The folder to write to; made where it is missing.")],
) -> None:
    """Write what each coupon got (results.csv) and the gifts ordered for it (gift-orders.csv).
    補償の結果をCSVに書き出す"""
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
