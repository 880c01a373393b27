"""`zandaka incident`: an incident on the command line - what is on record, who is in a cohort, why
a coupon is or is not, what a notice changed."""

import os
import sys
from datetime import datetime
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from zandaka import ids
from zandaka.cli.books import open_books
from zandaka.clock import SystemClock
from zandaka.instants import JST
from zandaka.reads import coupons, incident_view, incidents
from zandaka.reads.cohorts.why import why as reasons
from zandaka.settings import Settings
from zandaka.terms.incident_model import IncidentTerms
from zandaka.terms.load import load_terms

incident_app = typer.Typer(no_args_is_help=True, help="Incidents and who they hurt. 障害")

Incident = Annotated[str, typer.Argument(help="The incident's id in the terms.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]

_PAGE = 1_000


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    app.add_typer(incident_app, name="incident")


@incident_app.command()
def show(incident: Incident, as_json: Json = False) -> None:
    """What is on record: versions, notices, cohorts, proposals, the desk. 障害の記録"""
    terms = _terms(incident)
    with open_books() as connection:
        found = incident_view.view(connection, terms, SystemClock().now())
    if found is None:
        raise _none(f"The terms have {incident}; it is not declared yet.")
    if as_json:
        _print(found)
        return
    console = Console()
    console.print(f"{found.name_ja} / {found.name_en}")
    latest = found.versions[-1]
    console.print(
        f"declared {_jst(found.declared_at)} by {found.declared_by}, version {latest.version}"
    )
    for one in latest.content.functions:
        console.print(f"  {one.function}: {one.since} - {one.until or 'still failing'}")
    table = Table("cohort", "version", "members", "yen", "known at (JST)", "hash")
    for line in found.cohorts:
        table.add_row(
            line.name, str(line.version), f"{line.members:,}", f"{line.yen:,}",
            _jst(line.known_at), line.hash[:12],
        )  # fmt: skip
    console.print(table)
    for name in found.not_frozen:
        console.print(f"  {name}: not frozen yet")
    for both in found.overlaps:
        console.print(
            f"  in {' and '.join(both.cohorts)}: {both.debits:,} debits, {both.yen:,} yen,"
            " paid once"
        )
    for proposal in found.proposals:
        decided = {True: "publish", False: "do not publish", None: "undecided"}[proposal.publish]
        console.print(f"  proposal {proposal.id} to publish: {proposal.result}; {decided}")
    desk = found.desk
    console.print(f"{desk.phone}: {'open' if desk.open else f'closed until {desk.next_opening}'}")


@incident_app.command()
def cohort(
    incident: Incident,
    name: Annotated[str, typer.Argument(help="The cohort's name, such as A.")],
    version: Annotated[int | None, typer.Option(help="The newest unless told.")] = None,
) -> None:
    """Prints every member of a frozen cohort, a line of JSON each. 対象者群の該当者"""
    _terms(incident)
    out = sys.stdout.buffer
    with open_books() as connection:
        found = incident_view.cohort(connection, incident, name, version)
        if found is None:
            raise _none(f"There is no such frozen cohort of {incident}.")
        after = (0, 0, 0)
        while page := incidents.members(connection, found.id, after, _PAGE):
            for member in page:
                out.write(msgspec.json.encode(member, enc_hook=ids.to_json) + b"\n")
            last = page[-1]
            after = int(last.wallet), int(last.coupon), int(last.debit or 0)
    out.flush()
    if not found.members:
        typer.echo(f"Nobody is in {name}, version {found.version}.", err=True)


@incident_app.command()
def why(
    incident: Incident,
    coupon: Annotated[str, typer.Argument(help="A coupon: w0-12, or its inquiry number.")],
    as_json: Json = False,
) -> None:
    """Why a coupon is in each cohort or not: every condition with its fact. 該当の理由"""
    terms = _terms(incident)
    with open_books() as connection:
        try:
            wallet = ids.WalletId.parse(coupon)
        except ValueError:
            number = incident_view.printed(coupon)
            found = coupons.by_inquiry(connection, number, SystemClock().now())
            if found is None:
                raise _none("There is no coupon of that number.") from None
            wallet = found.coupon
        if not incident_view.is_coupon(connection, int(wallet)):
            raise _none(f"{wallet} is no coupon.")
        said = reasons(connection, incident, int(wallet), terms.cohort)
    if as_json:
        _print(said)
        return
    console = Console()
    for one in said:
        console.print(f"{one.cohort} ({one.kind}): {one.state} {one.yen:,} yen")
        for condition in one.conditions:
            about = "" if condition.debit is None else f" {condition.debit}"
            fact = msgspec.json.encode(condition.fact, enc_hook=ids.to_json).decode()
            console.print(
                f"  {condition.result}: {condition.name}{about} {fact} [{condition.source}]",
                markup=False, soft_wrap=True,
            )  # fmt: skip


@incident_app.command()
def notices(
    incident: Incident,
    report: Annotated[
        int | None, typer.Option(help="Show what this report's last revision changed.")
    ] = None,
) -> None:
    """The published notices, or what the last revision of one changed. お知らせの版"""
    _terms(incident)
    with open_books() as connection:
        if report is None:
            lines = [
                f"{one.report}.{one.revision}  {one.published_on}  {one.title}"
                for one in incidents.notices(connection, incident)
            ]
        else:
            found = incident_view.diff(connection, incident, report, None, None)
            if found is None:
                raise _none(f"There is no report {report}.")
            lines = found.lines
    for line in lines:
        typer.echo(line)


def _terms(incident: str) -> IncidentTerms:
    found = load_terms(Settings.from_env(os.environ).terms).incidents.get(incident)
    if found is None:
        raise _none(f"The terms have no incident {incident}.")
    return found


def _none(text: str) -> typer.Exit:
    Console(stderr=True, style="red", soft_wrap=True).print(text, highlight=False)
    return typer.Exit(1)


def _jst(instant: datetime) -> str:
    return f"{instant.astimezone(JST):%Y-%m-%d %H:%M:%S}"


def _print(value: object) -> None:
    typer.echo(msgspec.json.encode(value, enc_hook=ids.to_json).decode())
