"""`zandaka replay`: an outage and its redress from end to end, in a database of its own."""

import logging
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import structlog
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from zandaka.cases.databases import throw_away
from zandaka.clock import SetClock
from zandaka.demo.outage.evening import ReplayFailed
from zandaka.demo.outage.replay import Replay, replay
from zandaka.house import House
from zandaka.instants import JST
from zandaka.ledger.collector import relax
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

replay_app = typer.Typer(no_args_is_help=True, help="Replays of what happened. 再現")


_WHAT = {
    "A": "A 期限と残高 end and balance",
    "B1": "B1 未確認の引落 not confirmed",
    "B2": "B2 連続した引落 repeated",
    "B2_not_confirmed": "B2 のうち店舗未確認 of these, not confirmed",
    "restored": "戻入 restored",
    "extended": "延長 extended",
    "owed_as_gifts": "ギフト owed as gifts",
}


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.add_typer(replay_app, name="replay")


@replay_app.callback()
def replays() -> None:
    """Replays of what happened. 再現"""


@replay_app.command()
def outage(
    holders: Annotated[int, typer.Option(min=11, help="Travellers of the region.")] = 1_000,
    seed: Annotated[int, typer.Option(help="The same seed is the same evening.")] = 2023,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")] = False,
) -> None:
    """The evening of 2023-02-24 in a made-up region, and its whole redress to April. Exits with 1
    where what was found or given differs from what is true. Your own data is not touched.

    2023年2月24日の障害を架空の地域で再現し、補償を最後まで実行して、真の被害と突き合わせる"""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    # Standard output is the result's alone: a program may read it.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    relax()
    try:
        found = _play(holders, seed, console)
    except ReplayFailed as error:
        console.print(str(error), style="red")
        raise typer.Exit(1) from None
    if as_json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
        sys.stdout.flush()
    else:
        _show(found)
    if not found.same:
        raise typer.Exit(1)


def _play(holders: int, seed: int, console: Console) -> Replay:
    settings = Settings.from_env(os.environ)
    terms = load_terms(settings.terms)
    clock = SetClock(datetime(2023, 2, 20, tzinfo=JST))
    with tempfile.TemporaryDirectory(prefix="zandaka-replay-") as folder:
        own = msgspec.structs.replace(settings, data=Path(folder))
        with (
            throw_away(settings) as fresh,
            fresh() as database,
            console.status("") as status,
        ):
            house = House(own, database, terms)
            with house.ledger(clock=clock) as ledger:
                return replay(
                    house.connect,
                    house.redress(ledger),
                    clock,
                    holders=holders,
                    seed=seed,
                    tell=lambda ja, en: status.update(f"{ja} {en} ..."),
                )


def _show(found: Replay) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table(
        title=f"{found.holders:,} travellers, seed {found.seed}", title_justify="left",
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False,
    )  # fmt: skip
    for column in ("", "found", "yen", "true", "yen", "missing", "extra", "differing"):
        # On a narrow terminal the words are folded, and no figure is ever cut.
        table.add_column(
            column, justify="right" if column else "left", no_wrap=bool(column), overflow="fold"
        )
    for line in found.lines:
        table.add_row(
            _WHAT[line.what],
            *(
                f"{value:,}"
                for value in (
                    line.found, line.found_yen, line.true, line.true_yen,
                    line.missing, line.extra, line.differing,
                )
            ),
            style=None if line.same else "red",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"{found.calls} calls: {found.approved} approved, {found.denied} denied;"
        f" sums agree: {'yes' if found.sums_agree else 'NO'}; books verified;"
        f" {found.seconds} s"
    )
    console.print(
        "Every victim found, nobody else. 被害者をすべて特定し、それ以外の人は含まれていません。"
        if found.same
        else "It differs from the truth. 真の被害と一致しません。",
        style="bold" if found.same else "red",
    )
