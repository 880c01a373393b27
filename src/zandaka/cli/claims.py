"""`zandaka claims`: what waits for a person, and one claim with all that is known of it."""

import os
import sys
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from zandaka import ids
from zandaka.clock import SystemClock
from zandaka.directory.vault import Vault
from zandaka.house import open_house
from zandaka.instants import JST
from zandaka.reads import claims as reads
from zandaka.redress.claims import file
from zandaka.settings import Settings, load_secret

claims_app = typer.Typer(
    no_args_is_help=True, help="Claims: applications, calls, and what else waits. 申請・問い合わせ"
)
_PAGE = 1_000
_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    app.add_typer(claims_app, name="claims")


@claims_app.command("list")
def list_claims(
    incident: Annotated[str | None, typer.Option(help="Only of this incident.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only {', '.join(reads.STATES)}.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"Only {', '.join(reads.KINDS)}.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Every claim in the order in which it came in. 申請の一覧"""
    for given, known in ((state, reads.STATES), (kind, reads.KINDS)):
        if given is not None and given not in known:
            _fail(f"{given!r} must be one of {', '.join(known)}.")
    found: list[reads.ClaimLine] = []
    with open_house(Settings.from_env(os.environ)) as house, house.connect() as connection:
        while page := reads.listed(
            connection, incident, state, kind, found[-1].claim if found else 0, _PAGE
        ):
            found += page
    if as_json:
        sys.stdout.write("".join(_encode(one).decode() + "\n" for one in found))
        return
    table = Table("claim", "kind", "state", "coupon", "taken in (JST)", "by", "decided by")
    for one in found:
        at = one.taken_in_at.astimezone(JST).strftime("%Y-%m-%d %H:%M")
        table.add_row(
            str(one.claim), one.kind, one.state, one.coupon, at, one.taken_in_by,
            one.decided_by or "",
        )  # fmt: skip
    Console().print(table)


@claims_app.command()
def show(
    claim: Annotated[int, typer.Argument(min=1, help="The claim's number.")],
    *,
    private: Annotated[
        bool, typer.Option("--private", help="Open names, addresses and what was told.")
    ] = False,
) -> None:
    """One claim: what was said beside the books and the shop, and its history. 申請の内容"""
    settings = Settings.from_env(os.environ)
    with open_house(settings) as house, house.connect() as connection:
        found: Any = file.opened(
            connection,
            Vault(load_secret(settings)),
            house.terms,
            claim,
            SystemClock().now(),
            personal=private,
        )
    if found is None:
        _fail(f"There is no claim {claim}.")
    sys.stdout.write(msgspec.json.format(_encode(found), indent=2).decode() + "\n")


def _fail(sentence: str) -> None:
    Console(stderr=True, soft_wrap=True).print(sentence, style="red", markup=False, highlight=False)
    raise typer.Exit(2)
