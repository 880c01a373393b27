"""`zandaka payouts`: what is on its way out, the files for the bank, and what came of them."""

import uuid
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from zandaka import ids
from zandaka.cli.bank_files import fail, show_json, text_of, write_for_bank
from zandaka.cli.redress import opened
from zandaka.errors import KINDS, Invalid, KeyReused, Refusal
from zandaka.funds import files, payees
from zandaka.funds.actions.import_payout_results import ImportPayoutResults
from zandaka.funds.registry import WORKERS
from zandaka.reads import payout_settlements
from zandaka.reads import payouts as reads
from zandaka.redress.worker import until_idle

_ALL = 1_000
_NEWEST = (1 << 63) - 1

payouts_app = typer.Typer(no_args_is_help=True, help="Money on its way out. 出金")


class OnItsWay(msgspec.Struct, frozen=True):
    """`waiting`: not paid yet. `holder_left`: those of them that nobody asks for any more.
    `settlements`: a second person has to look at them. `alarms`: the money went otherwise than was
    settled. The first 1,000 of each."""

    waiting: list[reads.PayoutView]
    holder_left: list[reads.PayoutView]
    settlements: list[payout_settlements.SettlementView]
    alarms: list[payout_settlements.PayoutAlarmView]


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    app.add_typer(payouts_app, name="payouts")


@payouts_app.callback()
def payouts() -> None:
    """Money on its way out. 出金"""


@payouts_app.command()
def show() -> None:
    """What waits to be paid, to be approved, or to be looked at, as JSON. 状況"""
    with opened() as redress, redress.connect() as connection:
        show_json(
            OnItsWay(
                reads.waiting(connection, 0, _ALL),
                reads.of_who_left(connection, 0, _ALL),
                payout_settlements.settlements(connection, _NEWEST, _ALL, waiting=True),
                payout_settlements.alarms(connection, 0, _ALL),
            )
        )


@payouts_app.command()
def payee(
    payout: Annotated[str, typer.Argument(help="The operation that ordered it: op0-12.")],
) -> None:
    """Whom to pay: name, registered accounts, and what was tried before, as JSON. 受取人"""
    try:
        number = ids.OperationId.parse(payout)
    except ValueError as error:
        fail(str(error))
    with opened() as redress, redress.connect() as connection:
        found = payees.view(connection, redress.vault, number)
    if found is None:
        fail(f"{payout} ordered no payout.")
    show_json(found)


@payouts_app.command()
def file(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    out: Annotated[Path, typer.Option(help="Write the file here.", dir_okay=False)],
) -> None:
    """Writes a released payout file for the bank, byte for byte the same each time. ファイル"""
    with opened() as redress, redress.connect() as connection:
        found = files.view(connection, redress.vault, number)
    if found is None:
        fail(f"There is no payout file {number}.")
    if found.released_at is None:
        fail(f"File {number} is not released: another person than {found.made_by} has to, first.")
    if found.content is None:
        fail(f"The accounts of file {number} were erased: there is no file any more.")
    write_for_bank(out, found.content)
    about: dict[str, Any] = msgspec.structs.asdict(found)
    del about["content"]
    show_json(about)


@payouts_app.command()
def results(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    path: Annotated[Path, typer.Argument(help="What the bank sent.", exists=True, dir_okay=False)],
    as_: Annotated[str, typer.Option("--as", help="Who acts.")],
    key: Annotated[str, typer.Option(help="Made up if left out.")] = "",
) -> None:
    """Takes in what became of a file's transfers, all of it or nothing. 振込結果の取込"""
    action = ImportPayoutResults(payout_file=number, content=text_of(path.read_bytes()))
    with opened() as redress:
        try:
            done = redress.do(action, f"operator:{as_}", key or str(uuid.uuid4()))
        except Invalid as error:
            fail(str(error))
        except KeyReused:
            fail(f"{KINDS['key_reused'].ja} {KINDS['key_reused'].en}")
        except Refusal as error:
            kind = KINDS[error.code]
            facts = ", ".join(f"{name} = {value}" for name, value in error.params.items())
            fail(f"{error.code}: {kind.en} ({facts})\n{kind.ja}")
        until_idle(redress, WORKERS)
    show_json(msgspec.json.decode(done.outcome))
