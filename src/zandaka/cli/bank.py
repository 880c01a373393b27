"""`zandaka bank`: where bank refunds stand, the file for the bank, and what came back from it."""

import uuid
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from zandaka.cli.bank_files import fail, show_json, text_of, write_for_bank
from zandaka.cli.redress import opened
from zandaka.errors import KINDS, Invalid, Refusal
from zandaka.redress.actions.import_results import ImportResults
from zandaka.redress.bank import view
from zandaka.redress.registry import WORKERS
from zandaka.redress.worker import until_idle

bank_app = typer.Typer(no_args_is_help=True, help="Repayment by bank transfer. 銀行振込での返金")


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    app.add_typer(bank_app, name="bank")


@bank_app.callback()
def bank() -> None:
    """Repayment by bank transfer. 銀行振込での返金"""


@bank_app.command()
def show(incident: Annotated[str, typer.Argument(help="The incident's id.")]) -> None:
    """Where an incident's bank refunds stand, and its files, as JSON. 状況"""
    with opened() as redress, redress.connect() as connection:
        if incident not in redress.terms.incidents:
            fail(f"The terms have no incident {incident!r}.")
        show_json(view.of_incident(connection, incident))


@bank_app.command()
def file(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    out: Annotated[Path, typer.Option(help="Write the file here.", dir_okay=False)],
) -> None:
    """Writes a released transfer file for the bank, byte for byte the same each time. ファイル"""
    with opened() as redress, redress.connect() as connection:
        found = view.file(connection, redress.vault, number)
    if found is None:
        fail(f"There is no transfer file {number}.")
    if found.content is None:
        fail(f"File {number} is {found.about.state}: another person has to release it first.")
    write_for_bank(out, found.content)
    show_json(found.about)


@bank_app.command()
def results(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    path: Annotated[Path, typer.Argument(help="What the bank sent.", exists=True, dir_okay=False)],
    as_: Annotated[str, typer.Option("--as", help="Who acts.")],
    key: Annotated[str, typer.Option(help="Made up if left out.")] = "",
) -> None:
    """Takes in what became of a file's transfers, all of it or nothing. 振込結果の取込"""
    action = ImportResults(file=number, content=text_of(path.read_bytes()))
    with opened() as redress:
        try:
            done = redress.do(action, f"operator:{as_}", key or str(uuid.uuid4()))
        except Invalid as error:
            fail(str(error))
        except Refusal as error:
            kind = KINDS[error.code]
            facts = ", ".join(f"{name} = {value}" for name, value in error.params.items())
            fail(f"{error.code}: {kind.en} ({facts})\n{kind.ja}")
        until_idle(redress, WORKERS)
    show_json(msgspec.json.decode(done.outcome))
