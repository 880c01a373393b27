"""`zandaka rights`: whose the money of funds transfer is at an instant, of all wallets or one."""

import os
import sys
from collections import Counter
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
from zandaka.reads.rights import Rights
from zandaka.reads.rights import rights as read_rights
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
        found = read_rights(connection, terms, instant, one)
    if as_json:
        sys.stdout.write(_encode(found).decode() + "\n")
    else:
        _show(found)


def _show(found: Rights) -> None:
    yen: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for right in found.items:
        yen[right.where] += right.yen
        count[right.where] += 1
    table = Table(
        "where", "rights", "yen", title=f"{found.at.astimezone(JST):%Y-%m-%d %H:%M:%S} JST"
    )
    for where in sorted(yen):
        table.add_row(where, f"{count[where]:,}", f"{yen[where]:,}")
    table.add_section()
    table.add_row("all", f"{len(found.items):,}", f"{found.yen:,}")
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
