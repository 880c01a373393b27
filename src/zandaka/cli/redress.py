"""`zandaka redress`: every action of redress on the command line, and the work that follows."""

import inspect
import os
import sys
import tomllib
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from zandaka import ids
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
            made = _made(action, file, set_ or [])
        except (Invalid, msgspec.ValidationError) as error:
            _fail(f"{error}. See zandaka redress {action.verb.replace('_', '-')} --help")
        key = key or str(uuid.uuid4())
        with opened() as redress:
            try:
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
        sys.stdout.write(msgspec.json.format(bytes(done.outcome), indent=2).decode() + "\n")

    return run


def _made(action: type[Action], file: Path | None, pairs: list[str]) -> Action:
    fields: dict[str, Any] = {}
    if file is not None:
        fields = _read(file)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Invalid("--set", f"must look like name=value, not {pair!r}")
        fields[name] = _value(value, shape.takes_text(action, name))
    # Through JSON, so that a file, a pair and a request mean the same.
    written = msgspec.json.encode(fields)
    return msgspec.json.decode(written, type=action, dec_hook=ids.from_json)


def _read(file: Path) -> dict[str, Any]:
    """The fields that a file names. Raises Invalid with what is wrong with it."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        found = tomllib.loads(text) if file.suffix == ".toml" else msgspec.json.decode(text)
    except OSError as error:
        raise Invalid(str(file), error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise Invalid(str(file), "must be UTF-8") from None
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise Invalid(str(file), str(error)) from None
    if not isinstance(found, dict):
        raise Invalid(str(file), "must be an object with the action's fields")
    return cast("dict[str, Any]", found)


def _value(text: str, is_text: bool) -> Any:
    """JSON where it is JSON, plain text otherwise: names need no quotes, nor do the digits of a
    field that takes text."""
    if is_text and not text.startswith('"'):
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _fail(sentence: str) -> NoReturn:
    _say.print(sentence, style="red", markup=False)
    sys.exit(1)
