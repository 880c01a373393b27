"""A real server process on a free port, with a real database."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from zandaka.directory import api_keys, merchants
from zandaka.directory.api_keys import Role
from zandaka.directory.merchants import MerchantEntry
from zandaka.directory.secrets import Secrets
from zandaka.postgres import Database

SECRET = "ab" * 32
PROGRAM = """
from zandaka.cli.main import main
main()
"""
_numbers = count(1)


def fresh(name: str = "key") -> str:
    """An idempotency key nobody has used."""
    return f"{name}-{secrets.token_hex(6)}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def url_of(database: Database) -> str:
    """A database as ZANDAKA_DATABASE_URL takes it, with its socket's folder."""
    given = conninfo_to_dict(database.conninfo)
    return (
        f"postgresql://{given['user']}@/{given['dbname']}"
        f"?host={quote(str(given['host']), safe='')}&port={given['port']}"
    )


class Client:
    """Calls one server with one key."""

    def __init__(self, url: str, key: str, role: str) -> None:
        self.url = url
        self.key = key
        self.role = role
        self.http = httpx.Client(
            base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=20, trust_env=False
        )

    def post(self, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        headers = {"idempotency-key": key or fresh()}
        return self.http.post(path, json={} if body is None else body, headers=headers)

    def done(self, path: str, body: Any = None, key: str | None = None) -> Any:
        answer = self.post(path, body, key)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def get(self, path: str, **params: str | int) -> Any:
        answer = self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()


class World(msgspec.Struct):
    """A server and what is needed to use it."""

    url: str
    database: Database
    data: Path
    issuer: Client
    merchant: Client
    other_merchant: Client
    holder: Client
    operator: Client
    lodging: Client

    def key(self, role: Role, subject: str) -> Client:
        made = self.issuer.http.post("/v1/keys", json={"role": role, "subject": subject})
        assert made.status_code == 201, made.text
        return Client(self.url, made.json()["key"], role)

    def rows(self) -> dict[str, int]:
        """How much is written down of anything that may change."""
        with self.database.connect() as connection:
            return {
                table: _count(connection, table)
                for table in (
                    "operations", "transfers", "batches", "wallets", "accounts", "extensions",
                    "holds", "transits", "attempts", "merchants", "api_keys", "webhooks",
                )
            }  # fmt: skip

    def prepaid(self, yen: int = 10_000) -> str:
        """An app wallet of the holder with money in it."""
        wallet = self.holder.done("/v1/wallets", {"product": "demo-prepaid"})["outcome"]["wallet"]
        self.issuer.done(f"/v1/wallets/{wallet}/loads", {"yen": yen})
        return str(wallet)

    def papers(self, guests: int = 1, **more: Any) -> list[dict[str, str]]:
        """Coupons as printed, good for days to come."""
        body = {"campaign": "demo-region", "prefecture": "13", "trip": trip(), "guests": guests}
        coupons = self.issuer.done("/v1/coupons", {**body, **more})["outcome"]["coupons"]
        return list(coupons)


def trip() -> dict[str, Any]:
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * 3600))
    return {"kind": "stay", "check_in": today, "nights": 3}


def _count(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> int:
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    ).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def serving(
    database: Database, data: Path, *arguments: str, embedded: bool = False
) -> Generator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A server process, stopped as Ctrl-C stops it; or killed by the test itself."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = {
        **os.environ,
        "ZANDAKA_PORT": str(port),
        "ZANDAKA_DATA": str(data),
        "ZANDAKA_SECRET": SECRET,
    }
    environ.pop("ZANDAKA_DATABASE_URL", None)
    if not embedded:
        environ["ZANDAKA_DATABASE_URL"] = url_of(database)
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *(arguments or ("serve", "--loopback-webhooks"))],
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        wait_ready(url, process, data)
        yield url, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, -signal.SIGKILL), (data / "server.log").read_text()


def wait_ready(url: str, process: "subprocess.Popen[bytes]", data: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert process.poll() is None, (data / "server.log").read_text()
        assert time.monotonic() < until, (data / "server.log").read_text()
        time.sleep(0.05)


@contextmanager
def a_database(postgres: Database, template: str) -> Generator[Database]:
    name = f"zandaka_web_{os.getpid()}_{next(_numbers)}"
    with postgres.connect(role=None, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield Database(make_conninfo(postgres.conninfo, dbname=name), postgres.server)
    finally:
        with postgres.connect(role=None, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def enter(database: Database) -> dict[str, str]:
    """Merchants, and a key for each role; returns the keys by subject."""
    own = Secrets(bytes.fromhex(SECRET))
    with database.connect() as connection:
        for entry in (
            MerchantEntry("onsen", "サンプル温泉売店", "13", "open"),
            MerchantEntry("soba", "サンプル手打ちそば", "13", "open"),
            MerchantEntry("kyoto", "サンプル工芸館", "26", "open"),
            MerchantEntry("shut", "サンプル閉店", "13", "closed"),
        ):
            merchants.put(connection, entry)
        people: tuple[tuple[Role, str], ...] = (
            ("issuer", "desk"), ("merchant", "onsen"), ("merchant", "soba"), ("holder", "hanako"),
            ("operator", "sato"), ("lodging", "yado"),
        )  # fmt: skip
        return {
            subject: api_keys.create(connection, own, role, subject)[1] for role, subject in people
        }


def world_at(url: str, database: Database, data: Path, keys: dict[str, str]) -> World:
    return World(
        url,
        database,
        data,
        Client(url, keys["desk"], "issuer"),
        Client(url, keys["onsen"], "merchant"),
        Client(url, keys["soba"], "merchant"),
        Client(url, keys["hanako"], "holder"),
        Client(url, keys["sato"], "operator"),
        Client(url, keys["yado"], "lodging"),
    )


@pytest.fixture(scope="session")
def world(
    postgres: Database, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One server for all tests that leave it standing."""
    data = tmp_path_factory.mktemp("web")
    with a_database(postgres, migrated_template) as database:
        keys = enter(database)
        with serving(database, data) as (url, _):
            yield world_at(url, database, data, keys)
