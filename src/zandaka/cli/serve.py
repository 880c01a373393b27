"""`zandaka serve`, `zandaka up` and `zandaka key`: the server, and who may call it."""

import errno
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import msgspec
import psycopg
import typer
from rich.console import Console

from zandaka.clock import SystemClock
from zandaka.demo import fill
from zandaka.demo.fill import Demo
from zandaka.directory import api_keys
from zandaka.house import House, open_house
from zandaka.ledger.writer import MAX_BATCH
from zandaka.redress.providers import providers_from
from zandaka.settings import Settings
from zandaka.web import logs, server

_say = Console(stderr=True, highlight=False, soft_wrap=True)

LoopbackWebhooks = Annotated[
    bool,
    typer.Option(help="Let webhooks reach this machine over http. For development."),
]


class RoleChoice(StrEnum):
    """The roles as the command line takes them."""

    issuer = "issuer"
    merchant = "merchant"
    holder = "holder"
    operator = "operator"
    lodging = "lodging"


def register(app: typer.Typer) -> None:
    """Adds the verbs to the program."""
    app.command()(serve)
    app.command()(up)
    app.command("key")(make_key)


def serve(
    *,
    loopback_webhooks: LoopbackWebhooks = False,
    max_batch: Annotated[
        int, typer.Option(min=1, max=MAX_BATCH, help="Most commands a book writes at once.")
    ] = MAX_BATCH,
) -> None:
    """Serve the API and its pages. Ctrl-C stops it. サーバーを起動する"""
    with _starting() as house:
        server.run(
            house,
            loopback_webhooks=loopback_webhooks,
            max_batch=max_batch,
            ready=lambda: _where(house.settings),
        )


def up() -> None:
    """Serve, and fill an empty system with a demo region first. デモ地域つきで起動する

    Messages for which no provider is set lie as files in DATA/outbox."""
    with _starting(outbox=True) as house:
        demo = _demo(house)

        def ready() -> None:
            _where(house.settings)
            if demo is not None:
                _show(demo, house.settings)

        server.run(house, loopback_webhooks=True, ready=ready)


def make_key(role: RoleChoice, subject: str) -> None:
    """Make an API key for ROLE and SUBJECT; it is shown once.
    APIキーを作る"""
    logs.configure()
    with open_house(Settings.from_env(os.environ)) as house, house.connect() as connection:
        _, text = api_keys.create(connection, house.secrets(), role.value, subject)
    Console(highlight=False, soft_wrap=True).print(text)


@contextmanager
def _starting(*, outbox: bool = False) -> Generator[House]:
    logs.configure()
    settings = Settings.from_env(os.environ)
    if outbox and settings.outbox is None:
        settings = msgspec.structs.replace(settings, outbox=settings.data / "outbox")
    providers_from(settings)  # what cannot be used is told before anything starts
    try:
        server.require_free(settings.host, settings.port)
        with _say.status("Starting PostgreSQL and bringing its tables up to date ..."):
            opening = open_house(settings)
            house = opening.__enter__()
        try:
            yield house
        finally:
            _say.print("Stopping ... 終了しています", style="dim")
            opening.__exit__(None, None, None)
    except (server.PortTaken, fill.DemoFailed) as error:
        _fail(str(error))
    except (OSError, psycopg.errors.DiskFull) as error:
        if isinstance(error, psycopg.Error) or error.errno in (errno.ENOSPC, errno.EDQUOT):
            _fail(f"The disk that holds {settings.data} is full.")
        raise


def _demo(house: House) -> Demo | None:
    path = house.settings.data / "demo.env"
    with house.connect() as connection, house.ledger(clock=SystemClock()) as ledger:
        if not fill.is_empty(connection):
            return fill.read(path)
        connection.rollback()
        with _say.status("Filling the empty system with a demo region ..."):
            return fill.fill(connection, ledger, house.secrets(), house.vault(), path)


def _where(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{settings.port}"
    _say.print(f"残高 Zandaka: {url}/", style="bold")
    _say.print(f"APIの説明 API documentation: {url}/docs")
    _say.print("Ctrl-C で終了 stops it.")


def _show(demo: Demo, settings: Settings) -> None:
    file = settings.data / "demo.env"
    _say.print(
        f"\nデモ用のキー Demo keys (in {file}; `. {file}` reads them into your shell):\n"
        f"  ISSUER_KEY    {demo.issuer_key}\n"
        f"  MERCHANT_KEY  {demo.merchant_key}\n"
        f"  HOLDER_KEY    {demo.holder_key}\n"
        f"  WALLET        {demo.wallet}\n"
        f"  COUPON_CODE   {demo.coupon_code}\n"
        f"{_card(demo)}\n"
        f"はじめての支払 A first payment:\n\n"
        f"  curl -sS http://127.0.0.1:{settings.port}/v1/payments"
        f" -H 'Authorization: Bearer {demo.merchant_key}'"
        f" -H 'Idempotency-Key: first-{int(time.time())}' -H 'Content-Type: application/json'"
        f' -d \'{{"wallet": "{demo.wallet}", "yen": 500}}\'\n'
        f"{_card_payment(demo, settings)}"
    )


def _card_payment(demo: Demo, settings: Settings) -> str:
    if not demo.network_key:
        return ""
    return (
        "\nカードでの支払 A card payment:\n\n"
        f"  .venv/bin/zandaka sandbox network --url http://127.0.0.1:{settings.port}"
        f" --key {demo.network_key} --wallet {demo.card_wallet} --purchases 1 --good-line\n"
    )


def _card(demo: Demo) -> str:
    """A card and the key of the network that it is used on; a region filled before has neither."""
    if not demo.network_key:
        return ""
    return f"  CARD_WALLET   {demo.card_wallet}\n  NETWORK_KEY   {demo.network_key}\n"


def _fail(sentence: str) -> None:
    _say.print(sentence, style="red")
    sys.exit(1)
