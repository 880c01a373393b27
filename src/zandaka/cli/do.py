"""`zandaka do`: every verb of the books on the command line, under its caller and its key."""

import inspect
import os
import re
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, cast, get_args

import msgspec
import typer
from rich.console import Console
from rich.markup import escape

from zandaka import ids
from zandaka.cli import away, given
from zandaka.cli import fields as shape
from zandaka.directory.api_keys import Role
from zandaka.directory.secrets import Secrets
from zandaka.errors import KINDS, Invalid, KeyReused
from zandaka.house import open_house
from zandaka.ledger.command import Answer, Command
from zandaka.operations import transit
from zandaka.operations.addressed import addressed
from zandaka.operations.base import Operation
from zandaka.operations.registry import VERBS
from zandaka.operations.send import Send
from zandaka.settings import Settings
from zandaka.web import logs

do_app = typer.Typer(
    no_args_is_help=True,
    help="Do one thing in the books: load, pay, send, withdraw ... 帳簿の操作",
)
_say = Console(stderr=True, highlight=False, soft_wrap=True)

#: They answer to what another book sent, and are made from it: nobody else submits them.
_HOUSE: Final = frozenset({"arrive", "settle"})
#: Fields that are the keyed HMACs of codes: the codes are made here, and told.
_SECRETS: Final = ("secrets", "secret")
_CALLER: Final = re.compile(r"[a-z]+:\S(.*\S)?")

Fields = Annotated[
    Path | None, typer.Argument(help="The verb's fields, TOML or JSON; - reads JSON from stdin.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="One more field, such as wallet=w0-12.")
]
As = Annotated[
    str,
    typer.Option(
        "--as", help="Who asks: merchant:onsen, holder:hanako ...; a name alone is an operator's."
    ),
]
Key = Annotated[
    str,
    typer.Option(help="Asking again with the same key never does it twice. Made up if left out."),
]
Json = Annotated[bool, typer.Option("--json", help="One line of JSON, also for a refusal.")]
Count = Annotated[
    int, typer.Option(min=1, max=500, help="How many to issue, where the verb issues.")
]


class Done(msgspec.Struct, omit_defaults=True):
    """What `--json` prints. `refused` is the code of a refusal, whose facts are then in `outcome`;
    `codes` are those of what was issued, in its order, told each time the key is asked."""

    operation: ids.OperationId
    recorded_at: Any
    outcome: msgspec.Raw
    refused: str = ""
    replayed: bool = False
    codes: list[str] = []


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    for verb in VERBS.values():
        if verb.verb not in _HOUSE:
            do_app.command(
                verb.verb.replace("_", "-"), help=_help(verb), short_help=escape(in_short(verb))
            )(_command(verb))
    app.add_typer(do_app, name="do")


def in_short(verb: type[Operation]) -> str:
    """A verb in one sentence, with its name in Japanese: the first of its file."""
    told = inspect.cleandoc(sys.modules[verb.__module__].__doc__ or "").partition("\n\n")[0]
    return " ".join(told.split())


def _help(verb: type[Operation]) -> str:
    # What stands after \b keeps its lines.
    listed = "\n".join(line for line in shape.lines(verb) if line.partition(":")[0] not in _SECRETS)
    fields = escape(listed)
    told = escape(inspect.getdoc(verb) or "")
    return f"{escape(in_short(verb))}\n\n{told}\n\n\b\n項目 Fields:\n{fields}"


def _command(verb: type[Operation]) -> Any:
    def run(
        *, as_: As, file: Fields = None, set_: Set = None, key: Key = "", json: Json = False
    ) -> None:
        _do(verb, file, set_ or [], as_, key, json=json)

    def issue(
        *,
        as_: As,
        file: Fields = None,
        set_: Set = None,
        key: Key = "",
        json: Json = False,
        count: Count = 1,
    ) -> None:
        _do(verb, file, set_ or [], as_, key, json=json, count=count)

    return issue if "secrets" in verb.__struct_fields__ else run


def _do(
    verb: type[Operation],
    file: Path | None,
    pairs: list[str],
    who: str,
    key: str,
    *,
    json: bool,
    count: int = 1,
) -> None:
    logs.configure()
    caller = who if ":" in who else f"operator:{who}"
    key = key or str(uuid.uuid4())
    settings = Settings.from_env(os.environ)
    try:
        if not _CALLER.fullmatch(caller):
            raise Invalid("--as", "must look like merchant:onsen")
        # A slip here would be another caller, and a key that was used would be new under it.
        if (role := caller.partition(":")[0]) not in get_args(Role):
            raise Invalid("--as", f"{role!r} is no role: {', '.join(get_args(Role))}")
        with open_house(settings) as house:
            codes, more = _coded(verb, house.secrets(), ids.operation_key(caller, key), count)
            made = given.made(verb, file, pairs, **more)
            if isinstance(made, Send):
                with house.connect() as connection:
                    made = addressed(connection, made, house.terms)
            command = cast("Command", made)
            with house.ledger() as ledger:
                answer = ledger.do(command, caller, key)
                if verb.verb in transit.VERBS:
                    answer = transit.finish(ledger, answer)
    except Invalid as error:
        _fail(f"{error}. See zandaka do {verb.verb.replace('_', '-')} --help")
    except KeyReused:
        _fail(f"{KINDS['key_reused'].ja} {KINDS['key_reused'].en}")
    except away.AWAY:
        _fail(away.sentence(key))
    _tell(verb, answer, codes, json=json)


def _coded(
    verb: type[Operation], secrets: Secrets, key: bytes, count: int
) -> tuple[list[str], dict[str, Any]]:
    """The codes of what will be issued, and the field that keeps them. Made from the key, so that
    the same request has the same codes."""
    for name in _SECRETS:
        if name in verb.__struct_fields__:
            codes = [secrets.code(key, index) for index in range(count)]
            kept = [secrets.of_code(code) for code in codes]
            return codes, {name: kept if name == "secrets" else kept[0]}
    return [], {}


def _tell(verb: type[Operation], answer: Answer, codes: list[str], *, json: bool) -> None:
    if json:
        done = Done(
            ids.OperationId(answer.operation),
            answer.recorded_at,
            msgspec.Raw(answer.outcome),
            answer.code,
            answer.replayed,
            [] if answer.code else codes,
        )
        sys.stdout.write(msgspec.json.encode(done, enc_hook=ids.to_json).decode() + "\n")
        if answer.code:
            sys.exit(1)
        return
    if answer.code:
        kind = KINDS[answer.code]
        told = cast("dict[str, Any]", msgspec.json.decode(answer.outcome))
        facts = ", ".join(f"{name} = {value}" for name, value in told.items())
        facts = f" ({facts})" if facts else ""
        _fail(f"{answer.code}: {kind.en} {kind.next_en}{facts}\n{kind.ja}{kind.next_ja}")
    again = " (asked before: the first outcome)" if answer.replayed else ""
    sys.stdout.write(f"{ids.OperationId(answer.operation)} {verb.verb}{again}\n")
    sys.stdout.write(msgspec.json.format(answer.outcome, indent=2).decode() + "\n")
    for code in codes:
        sys.stdout.write(f"code {code}\n")


def _fail(sentence: str) -> NoReturn:
    _say.print(sentence, style="red", markup=False)
    sys.exit(1)
