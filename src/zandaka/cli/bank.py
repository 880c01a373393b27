"""`zandaka bank`: where bank refunds stand, the file for the bank, and what came back from it."""

import base64
import contextlib
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console

from zandaka.cli.redress import opened
from zandaka.errors import KINDS, Invalid, Refusal
from zandaka.providers.bank import characters
from zandaka.redress.actions.import_results import ImportResults
from zandaka.redress.bank import view
from zandaka.redress.registry import WORKERS
from zandaka.redress.worker import until_idle
from zandaka.web.http import encode

bank_app = typer.Typer(no_args_is_help=True, help="Repayment by bank transfer. 銀行振込での返金")
_say = Console(stderr=True, highlight=False, soft_wrap=True)


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
            _fail(f"The terms have no incident {incident!r}.")
        _print(view.of_incident(connection, incident))


@bank_app.command()
def file(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    out: Annotated[Path, typer.Option(help="Write the file here.", dir_okay=False)],
) -> None:
    """Writes a released transfer file for the bank, byte for byte the same each time. ファイル"""
    with opened() as redress, redress.connect() as connection:
        found = view.file(connection, redress.vault, number)
    if found is None:
        _fail(f"There is no transfer file {number}.")
    if found.content is None:
        _fail(f"File {number} is {found.about.state}: another person has to release it first.")
    draft = out.with_name(out.name + ".part")
    try:
        # Accounts and names: for nobody else on this machine.
        draft.touch(mode=0o600)
        draft.write_bytes(base64.b64decode(found.content))
        draft.replace(out)
    except OSError as error:
        _fail(f"{out} cannot be written: {error.strerror or error}.")
    finally:
        draft.unlink(missing_ok=True)
    _print(found.about)


@bank_app.command()
def results(
    number: Annotated[int, typer.Argument(help="The file's number.", min=1)],
    path: Annotated[Path, typer.Argument(help="What the bank sent.", exists=True, dir_okay=False)],
    as_: Annotated[str, typer.Option("--as", help="Who acts.")],
    key: Annotated[str, typer.Option(help="Made up if left out.")] = "",
) -> None:
    """Takes in what became of a file's transfers, all of it or nothing. 振込結果の取込"""
    action = ImportResults(file=number, content=_text(path.read_bytes()))
    with opened() as redress:
        try:
            done = redress.do(action, f"operator:{as_}", key or str(uuid.uuid4()))
        except Invalid as error:
            _fail(str(error))
        except Refusal as error:
            kind = KINDS[error.code]
            facts = ", ".join(f"{name} = {value}" for name, value in error.params.items())
            _fail(f"{error.code}: {kind.en} ({facts})\n{kind.ja}")
        until_idle(redress, WORKERS)
    _print(msgspec.json.decode(done.outcome))


def _text(content: bytes) -> str:
    """Records in JIS X 0201, which begin with a 1, or text in UTF-8, such as a CSV."""
    if content.startswith(b"1"):
        # First, because a few kana in a row may look like UTF-8; the other way round never.
        with contextlib.suppress(ValueError):
            lines = content.removesuffix(b"\x1a").splitlines()
            return "\n".join(characters.decode(line) for line in lines)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _fail("The file is neither records in JIS X 0201 nor text in UTF-8.")


def _print(value: Any) -> None:
    sys.stdout.write(msgspec.json.format(encode(value), indent=2).decode() + "\n")


def _fail(sentence: str) -> NoReturn:
    _say.print(sentence, style="red", markup=False)
    sys.exit(1)
