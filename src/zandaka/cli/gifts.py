"""`zandaka gifts`: how gifts stand, and their orders as CSV for who buys them elsewhere."""

import csv
import sys
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from zandaka.cli.books import open_books
from zandaka.instants import JST
from zandaka.reads import gifts as reads
from zandaka.reads.gifts import OrderLine

gifts_app = typer.Typer(no_args_is_help=True, help="Gifts: how they stand. ギフトの状況")
_say = Console(stderr=True, highlight=False, soft_wrap=True)

Incident = Annotated[str, typer.Argument(help="The incident's id, as its terms have it.")]
_COLUMNS = ("order", "incident", "recipient", "brand", "yen", "state", "made_at", "issued_at")


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.add_typer(gifts_app, name="gifts")


@gifts_app.callback()
def gifts() -> None:
    """Gifts: how they stand. ギフトの状況"""


@gifts_app.command()
def show(
    incident: Incident,
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How an incident's gifts stand: what is owed, what was ordered. ギフトの状況を見る"""
    with open_books() as connection:
        found = reads.summary(connection, incident)
    if found is None:
        _say.print(f"There is no incident {incident!r}.", style="red", markup=False)
        raise typer.Exit(2)
    if json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
        return
    out = Console(highlight=False)
    owed = Table("状態 State", "件数 Count", "円 Yen", title="補償の権利 What is owed")
    for state, total in sorted(found.owed.items()):
        owed.add_row(state, f"{total.count:,}", f"{total.yen:,}")
    orders = Table("種類 Brand", "状態 State", "件数 Count", "円 Yen", title="注文 Orders")
    for one in found.orders:
        orders.add_row(one.brand, one.state, f"{one.count:,}", f"{one.yen:,}")
    out.print(owed)
    out.print(orders)
    out.print(
        f"リンク Links: {found.links:,}   申請待ち Waiting for an application:"
        f" {found.unreached.count:,} ({found.unreached.yen:,})\n"
        f"期間の短いリンク Late links not used yet: {found.short:,}"
        f"   要対応 Cases open: {found.claims:,}"
    )


@gifts_app.command()
def orders(
    incident: Incident,
    *,
    csv_: Annotated[bool, typer.Option("--csv", help="As CSV: the only form so far.")] = False,
    state: Annotated[str, typer.Option(help="Only orders in this state.")] = "",
) -> None:
    """Every gift order on standard output, one a line, without codes. 注文の一覧

    An issuer who buys gifts elsewhere sets no provider and buys what is `intended`. The column
    `order` is to be given to the seller as the order's own key: asked twice, it is one gift."""
    if not csv_:
        _say.print("Say --csv.", style="red")
        raise typer.Exit(2)
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    with open_books() as connection, connection.transaction():
        for one in reads.all_orders(connection, incident):
            if state in ("", one.state):
                writer.writerow(_row(one))
    sys.stdout.flush()


def _row(one: OrderLine) -> tuple[str | int, ...]:
    return (
        str(one.order), one.incident, one.recipient, one.brand, one.yen, one.state,
        one.made_at.astimezone(JST).isoformat(),
        "" if one.issued_at is None else one.issued_at.astimezone(JST).isoformat(),
    )  # fmt: skip
