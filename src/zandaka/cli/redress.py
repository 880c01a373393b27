"""`zandaka redress`: every action of redress on the command line, and the work that follows."""

import inspect
import os
import sys
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from zandaka.cli import away, given
from zandaka.cli import fields as shape
from zandaka.errors import KINDS, Invalid, KeyReused, Refusal
from zandaka.funds.registry import ACTIONS, WORKERS
from zandaka.house import open_house
from zandaka.redress.action import Action
from zandaka.redress.service import Redress
from zandaka.redress.worker import until_idle
from zandaka.settings import Settings
from zandaka.web import logs

redress_app = typer.Typer(
    no_args_is_help=True,
    help="Redress: declare, find who was hurt, plan, decide, make whole. 補償",
)
_say = Console(stderr=True, highlight=False, soft_wrap=True)

Fields = Annotated[
    Path | None, typer.Argument(help="The action's fields, TOML or JSON; - reads JSON from stdin.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help='One more field, such as incident="outage-2023-02-24".'),
]
As = Annotated[str, typer.Option("--as", help="Who acts. A second person is another name.")]
Key = Annotated[
    str,
    typer.Option(help="Asking again with the same key never does it twice. Made up if left out."),
]


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    for action in ACTIONS.values():
        redress_app.command(action.verb.replace("_", "-"), help=_help(action))(_command(action))
    redress_app.command("work")(work)
    app.add_typer(redress_app, name="redress")


def work() -> None:
    """Do what waits until nothing does: commands, orders, messages. A running server does it by
    itself. 待っている作業を終わるまで進める"""
    with opened() as redress:
        until_idle(redress, WORKERS)


@contextmanager
def opened() -> Generator[Redress]:
    """The house with its ledger, for as long as a verb needs it."""
    logs.configure()
    with open_house(Settings.from_env(os.environ)) as house, house.ledger() as ledger:
        yield house.redress(ledger)


def _help(action: type[Action]) -> str:
    # What stands after \b keeps its lines.
    listed = escape("\n".join(shape.lines(action)))
    return f"{inspect.getdoc(action) or ''}\n\n{action.ja}\n\n\b\n項目 Fields:\n{listed}"


def _command(action: type[Action]) -> Any:
    def run(*, as_: As, file: Fields = None, set_: Set = None, key: Key = "") -> None:
        try:
            made = given.made(action, file, set_ or [])
        except Invalid as error:
            _fail(f"{error}. See zandaka redress {action.verb.replace('_', '-')} --help")
        key = key or str(uuid.uuid4())
        try:
            with opened() as redress:
                done = redress.do(made, f"operator:{as_}", key)
        except Invalid as error:
            _fail(str(error))
        except KeyReused:
            _fail(f"{KINDS['key_reused'].ja} {KINDS['key_reused'].en}")
        except Refusal as error:
            kind = KINDS[error.code]
            facts = ", ".join(f"{name} = {value}" for name, value in error.params.items())
            facts = f" ({facts})" if facts else ""
            _fail(f"{error.code}: {kind.en} {kind.next_en}{facts}\n{kind.ja}{kind.next_ja}")
        except away.AWAY:
            _fail(away.sentence(key))
        sys.stdout.write(msgspec.json.format(bytes(done.outcome), indent=2).decode() + "\n")

    return run


def _fail(sentence: str) -> NoReturn:
    _say.print(sentence, style="red", markup=False)
    sys.exit(1)
