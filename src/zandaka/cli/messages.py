"""`zandaka messages` and `zandaka bounces`: what holders were told, and what came back."""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from zandaka.cli.redress import opened
from zandaka.errors import Refusal
from zandaka.instants import JST
from zandaka.providers.mail.failure_report import read_failure_report
from zandaka.reads.messages import counts
from zandaka.redress import outbox, references
from zandaka.redress.actions.report_bounce import BounceReported, ReportBounce
from zandaka.redress.service import Redress

messages_app = typer.Typer(no_args_is_help=True, help="What holders were told. 送った連絡")
_say = Console(stderr=True, highlight=False, soft_wrap=True)
#: Folders of a maildir whose mails have arrived in full.
_MAILDIR = ("new", "cur")
_LARGEST = 4_000_000


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    messages_app.command("show")(show)
    app.add_typer(messages_app, name="messages")
    app.command()(bounces)


@messages_app.callback()
def messages() -> None:
    """What holders were told. 送った連絡"""


def show(
    incident: Annotated[str, typer.Argument(help="The incident's id.")],
    *,
    state: Annotated[
        str, typer.Option(help="Only those that stand so: waiting, taken, lost or void.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Show how many messages stand how, and the newest ones; addresses are masked.
    送った連絡の状況"""
    with opened() as redress, redress.connect() as connection:
        total = counts(connection, incident)
        items = outbox.page(
            connection, redress.vault, incident, before=outbox.NEWEST, limit=limit, state=state
        )
    if as_json:
        document = msgspec.json.encode({"counts": total, "items": items})
        sys.stdout.write(document.decode() + "\n")
        return
    out = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
    sums = Table("template", "channel", "state", "messages")
    for one in total:
        sums.add_row(one.template, one.channel, one.state, f"{one.messages:,}")
    lines = Table("message", "to", "template", "channel", "state", "last try (JST)", "why")
    for line in items:
        at = f"{line.last_at.astimezone(JST):%Y-%m-%d %H:%M:%S}" if line.last_at else ""
        lines.add_row(
            str(line.message), line.address, line.template, line.channel, line.state, at,
            line.last_why or "",
        )  # fmt: skip
    out.print(sums)
    out.print(lines)


def bounces(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Mails as files, or a maildir.")],
    as_: Annotated[str, typer.Option("--as", help="Who reads them in.")],
) -> None:
    """Read mails that came back (RFC 3464), and tell their recipients another way or ask a person.
    The same mail read again changes nothing. 不達メールを取り込む"""
    found: Counter[str] = Counter()
    with opened() as redress:
        for path in _files(paths):
            found[_take_in(redress, path, as_)] += 1
    for what, number in sorted(found.items()):
        sys.stdout.write(f"{number:8,}  {_SAID[what]}\n")
    if not found:
        _say.print("There is no mail there.")


_SAID = {
    "other_address": "did not arrive: told at the other address",
    "claim": "did not arrive: a claim asks a person",
    "done": "did not arrive: of no use any more",
    "known": "known before",
    "waiting": "delayed: the mail server still tries",
    "not_ours": "not about a message of this house",
    "other": "no delivery status notification: left to be read by a person",
    "too_large": "too large to be one",
}


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        folders = [path / name for name in _MAILDIR if (path / name).is_dir()] or [path]
        for folder in folders:
            yield from sorted(one for one in folder.iterdir() if one.is_file())


def _take_in(redress: Redress, path: Path, who: str) -> str:
    if path.stat().st_size > _LARGEST:
        return "too_large"
    content = path.read_bytes()
    report = read_failure_report(content)
    if report.result != "failed":
        return report.result
    reference = references.within(redress.vault, " ".join(report.names))
    if reference is None:
        return "not_ours"
    key = f"bounce {reference} {hashlib.sha256(content).hexdigest()[:32]}"
    action = ReportBounce(reference=reference, kind="refused", why=report.why)
    try:
        done = redress.do(action, f"operator:{who}", key)
    except Refusal:
        return "not_ours"
    if done.replayed:
        return "known"
    return msgspec.json.decode(done.outcome, type=BounceReported).then
