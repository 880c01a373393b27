"""`zandaka sandbox`: providers to try things out with, on this machine."""

import contextlib
import errno
from typing import Annotated

import typer
from rich.console import Console

from zandaka.cli.sandbox_network import network
from zandaka.providers.gift.sandbox.server import DEMO_BEARER, GiftSandbox
from zandaka.providers.money.sandbox import MoneySandbox
from zandaka.providers.sms.sandbox import SmsSandbox

sandbox_app = typer.Typer(
    no_args_is_help=True, help="Providers to try things out with. 試験用の提供会社"
)
_say = Console(stderr=True, highlight=False, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds the verb to the program."""
    sandbox_app.command(name="network")(network)
    app.add_typer(sandbox_app, name="sandbox")


@sandbox_app.callback()
def sandbox() -> None:
    """Providers to try things out with. 試験用の提供会社"""


@sandbox_app.command()
def gifts(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8410,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    token: Annotated[str, typer.Option(help="The bearer token it asks for.")] = DEMO_BEARER,
) -> None:
    """A provider of gifts whose codes are worth nothing. It keeps its orders as long as it runs.
    Ctrl-C stops it. 試験用のギフト提供会社

    Switch a fault on: curl -X POST -H 'Authorization: Bearer sandbox'
    http://127.0.0.1:8410/admin/faults -d '{"kind": "error_after_issue"}'"""
    try:
        server = GiftSandbox(port, host=host, token=token)
    except OSError as error:
        taken = "is taken by another program" if error.errno == errno.EADDRINUSE else str(error)
        _say.print(f"Port {port} on {host} {taken}.", style="red")
        raise typer.Exit(1) from None
    with server:
        _say.print(f"ギフトの試験提供会社 Gift sandbox: {server.url}", style="bold")
        _say.print("Ctrl-C で終了 stops it.")
        server.wait()


@sandbox_app.command()
def sms(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8411,
    token: Annotated[str, typer.Option(help="The bearer token it asks for.")] = DEMO_BEARER,
) -> None:
    """A provider of short messages that carries nothing anywhere, on this machine. What it took is
    under GET /messages. Ctrl-C stops it. 試験用のSMS提供会社

    The end of a number switches a fault on: 0001 takes none, 0002 gives no answer at first, 0003 is
    busy at first, 0004 takes it and it never arrives."""
    try:
        server = SmsSandbox(port, token)
    except OSError as error:
        taken = "is taken by another program" if error.errno == errno.EADDRINUSE else str(error)
        _say.print(f"Port {port} {taken}.", style="red")
        raise typer.Exit(1) from None
    _say.print(f"SMSの試験提供会社 SMS sandbox: {server.url}", style="bold")
    _say.print("Ctrl-C で終了 stops it.")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()


@sandbox_app.command()
def atm(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8412,
    token: Annotated[str, typer.Option(help="The bearer token it asks for.")] = DEMO_BEARER,
) -> None:
    """Cash machines that hand nothing out. What was asked is under GET /orders. Ctrl-C stops
    it. 試験用のATM

    The end of a terminal's name switches a fault on: 0001 denies, 0002 gives no answer at first,
    0003 is busy at first, 0004 moves the money and never says so, 0005 never answers at all."""
    _money(port, token, "ATMの試験環境 Cash machine sandbox")


@sandbox_app.command()
def funding(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8413,
    token: Annotated[str, typer.Option(help="The bearer token it asks for.")] = DEMO_BEARER,
) -> None:
    """Somebody who collects for automatic loads, and collects nothing. What was asked is under GET
    /orders. Ctrl-C stops it. 試験用の自動チャージの資金元

    The end of a source's name switches a fault on: 0001 denies, 0002 gives no answer at first, 0003
    is busy at first, 0004 moves the money and never says so, 0005 never answers at all."""
    _money(port, token, "自動チャージの試験資金元 Funding sandbox")


def _money(port: int, token: str, name: str) -> None:
    try:
        server = MoneySandbox(port, token)
    except OSError as error:
        taken = "is taken by another program" if error.errno == errno.EADDRINUSE else str(error)
        _say.print(f"Port {port} {taken}.", style="red")
        raise typer.Exit(1) from None
    _say.print(f"{name}: {server.url}", style="bold")
    _say.print("Ctrl-C で終了 stops it.")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
