"""`zandaka shortfalls`: who owes what after payments that were posted by force."""

from typing import Annotated

import msgspec
import typer

from zandaka import ids
from zandaka.cli.bank_files import fail, show_json
from zandaka.cli.redress import opened
from zandaka.reads import shortfalls as reads

_PAGE = 1_000
_NEWEST = (1 << 63) - 1


class Owed(msgspec.Struct, frozen=True):
    """What is owed in all, and by which payments."""

    owed_yen: int
    items: list[reads.ShortfallView]


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.command()(shortfalls)


def shortfalls(
    wallet: Annotated[str, typer.Option(help="Of this wallet, what is paid off too.")] = "",
) -> None:
    """Who owes what, as JSON. It is collected by `zandaka do collect-shortfall`, and written off by
    `zandaka do write-off-shortfall`. 不足額の一覧"""
    try:
        of = ids.WalletId.parse(wallet) if wallet else None
    except ValueError as error:
        fail(f"--wallet: {error}.")
    found: list[reads.ShortfallView] = []
    with opened() as redress, redress.connect() as connection:
        while True:
            if of is None:
                page = reads.waiting(connection, found[-1].payment if found else 0, _PAGE)
            else:
                before = found[-1].payment if found else _NEWEST
                page = reads.of_wallet(connection, of, before, _PAGE)
            found += page
            if len(page) < _PAGE:
                break
    show_json(Owed(sum(one.left_yen for one in found), found))
