"""A whole Zandaka in a folder of its own - server process and database - that can be killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from zandaka import ids
from zandaka.clock import SystemClock
from zandaka.directory import api_keys, merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.house import open_house
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.postgres import postmaster
from zandaka.settings import Settings

_PROGRAM = "from zandaka.cli.main import main; main()"
SHOP = "shop-under-fire"


class CrashHouse:
    """`start` and `stop` the server; `kill_server` and `kill_postgres` as a power cut would."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.environment = {
            **{name: value for name, value in os.environ.items() if "ZANDAKA" not in name},
            "ZANDAKA_DATA": str(self.data),
            "ZANDAKA_PORT": str(self.port),
            "ZANDAKA_BOOKS": "4",
        }
        self.settings = Settings.from_env(self.environment)
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self, wallets: int) -> tuple[str, list[str]]:
        """A merchant's API key, and wallets with 100,000 yen each."""
        with open_house(self.settings) as house:
            with house.connect() as connection:
                merchants.put(connection, MerchantEntry(SHOP, "Shop", "13", "open"))
                _, key = api_keys.create(connection, house.secrets(), "merchant", SHOP)
            with house.ledger(clock=SystemClock()) as ledger:
                opened = [
                    ledger.do(OpenWallet(product="demo-prepaid", holder="h"), "test", f"open-{n}")
                    for n in range(wallets)
                ]
                names = [str(msgspec.json.decode(one.outcome)["wallet"]) for one in opened]
                for name in names:
                    for time_of_two in (1, 2):
                        load = Load(wallet=ids.WalletId.parse(name), yen=50_000)
                        assert ledger.do(load, "test", f"{name}-{time_of_two}").accepted
        return key, names

    def start(self) -> None:
        """Starts the server without waiting for it."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Ends the server in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)

    def kill_server(self) -> None:
        assert self._process is not None
        assert self._process.poll() is None, f"the server ended by itself:\n{self.said()}"
        self._process.kill()
        self._process.wait()

    def kill_postgres(self) -> None:
        """Kills PostgreSQL's first process; its others find themselves orphaned and end."""
        deadline = time.monotonic() + 30
        while (pid := postmaster.find(self.data / "postgres")) is None:
            assert time.monotonic() < deadline, f"PostgreSQL is not there:\n{self.said()}"
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The program, beside the server."""
        return subprocess.run(
            [sys.executable, "-c", _PROGRAM, *arguments],
            env=self.environment, capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip

    def said(self) -> str:
        """The end of what the server printed."""
        return self.log.read_text(errors="replace")[-4_000:] if self.log.exists() else ""


@contextmanager
def crash_house(folder: Path) -> Generator[CrashHouse]:
    """Ends what is left of the house when the test does."""
    house = CrashHouse(folder)
    try:
        yield house
    finally:
        house.stop()


class Till:
    """A shop's till: one connection, opened again when it breaks."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._key = key
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, wallet: str, yen: int, key: str) -> tuple[int, bytes]:
        """Asks for a payment once. Returns the status and the body; status 0 for no answer."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        body = msgspec.json.encode({"wallet": wallet, "yen": yen})
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        try:
            self._connection.request("POST", "/v1/payments", body, headers)
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return 0, b""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
