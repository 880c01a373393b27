"""`zandaka rights`: whose the money of funds transfer is at an instant, of all wallets or one."""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from zandaka import ids
from zandaka.cli.books import open_books
from zandaka.clock import SystemClock
from zandaka.instants import JST
from zandaka.reads import rights as reading
from zandaka.reads.rights import Right, RightsSum
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command()(rights)


def rights(
    *,
    at: Annotated[
        str, typer.Option(help="The instant, with its offset: 2024-03-31T23:59:59+09:00. Now.")
    ] = "",
    wallet: Annotated[str, typer.Option(help="Only this wallet's, such as w0-12.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Every right as JSON, for a program.")
    ] = False,
) -> None:
    """Say who has the right to the money of funds transfer at an instant, where it stands and how
    much it is in all: what has to be preserved. R100-R103 未達債務の額と権利者"""
    instant, one = _instant(at), _wallet(wallet)
    terms = load_terms(Settings.from_env(os.environ).terms)
    with open_books() as connection:
        found = reading.sums(connection, terms, instant, one)
        if as_json:
            _write(instant, found, reading.stream(connection, terms, instant, one))
        else:
            _show(instant, found)


def _write(at: datetime, found: list[RightsSum], rights: Iterable[Right]) -> None:
    """One object, whose items are written as they come: there may be more than fit into memory."""
    head = {"at": at, "yen": sum(one.yen for one in found), "sums": found}
    sys.stdout.write(_encode(head).decode()[:-1] + ',"items":[')
    for number, one in enumerate(rights):
        sys.stdout.write((",\n" if number else "\n") + _encode(one).decode())
    sys.stdout.write("]}\n")


def _show(at: datetime, found: list[RightsSum]) -> None:
    table = Table(
        "where", "product", "as", "yen", title=f"{at.astimezone(JST):%Y-%m-%d %H:%M:%S} JST"
    )
    for one in found:
        table.add_row(one.where, one.product, one.held_as, f"{one.yen:,}")
    table.add_section()
    table.add_row("all", "", "", f"{sum(one.yen for one in found):,}")
    Console(highlight=False).print(table)


def _instant(text: str) -> datetime:
    if not text:
        return SystemClock().now()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise typer.BadParameter(
            f"{text!r} is not an instant with its offset, such as 2024-03-31T23:59:59+09:00",
            param_hint="--at",
        )
    return instant


def _wallet(text: str) -> int | None:
    if not text:
        return None
    try:
        return ids.WalletId.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--wallet") from None
