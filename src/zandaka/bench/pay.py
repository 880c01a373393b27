"""`bench pay`: payments over HTTP against a server process of its own, batched and not."""

import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
import msgspec
from psycopg.conninfo import conninfo_to_dict

from zandaka.bench import client
from zandaka.bench.client import Load, Measured
from zandaka.bench.stage import BOOKS, Stage, Tell, merchant, open_stage
from zandaka.directory import api_keys
from zandaka.directory.secrets import Secrets
from zandaka.ledger.verify import verify
from zandaka.ledger.writer import MAX_BATCH
from zandaka.settings import Settings

CONNECTIONS: Final = 64
_HOST: Final = "127.0.0.1"
_START_S: Final = 30.0


class Round(msgspec.Struct, frozen=True):
    """Payments a second with batches and without, one right after the other; and with batches over
    an empty journal (`empty`), with how many times as fast that was (`slower`)."""

    batched: int
    single: int
    p50_ms: float
    p99_ms: float
    empty: int | None = None
    slower: float | None = None


class Report(msgspec.Struct, frozen=True):
    """Medians over the rounds; `ratio` is batched over single. `memory_mb` is the most the server
    process had; `transfers` were in the journal when the run began, and `slower` is the median of
    how many times as long the payments took as over an empty one."""

    payments: int
    connections: int
    transfers: int
    rounds: list[Round]
    batched: int
    single: int
    ratio: float
    p50_ms: float
    p99_ms: float
    memory_mb: int
    verified: bool
    empty: int | None = None
    slower: float | None = None


def run(
    settings: Settings,
    *,
    payments: int,
    wallets: int,
    journal: int,
    rounds: int,
    tell: Tell,
    keep: Path | None = None,
) -> Report:
    """Measures `rounds` times: `payments` payments with batches, a quarter as many without.

    Raises RuntimeError where the server does not start or refuses a payment."""
    with ExitStack() as stack:
        stage = stack.enter_context(open_stage(settings, wallets, journal, tell, keep))
        empty = stack.enter_context(open_stage(settings, wallets, 0, tell)) if journal else None
        before = stage.transfers()
        measured: list[Round] = []
        memory = 0
        for number in range(rounds):
            tell("rounds", number, rounds)
            beside = _measure(empty, payments, 2 * number, MAX_BATCH)[0] if empty else None
            batched, used = _measure(stage, payments, 2 * number, MAX_BATCH)
            single, _ = _measure(stage, payments // 4, 2 * number + 1, 1)
            memory = max(memory, used)
            measured.append(
                Round(
                    round(payments / batched.seconds),
                    round(payments // 4 / single.seconds),
                    batched.p50_ms,
                    batched.p99_ms,
                    round(payments / beside.seconds) if beside else None,
                    round(batched.seconds / beside.seconds, 3) if beside else None,
                )
            )
        tell("rounds", rounds, rounds)
        for one in (stage, empty) if empty else (stage,):
            with one.house.connect() as connection:
                verify(connection)
    batched_rate = statistics.median(one.batched for one in measured)
    single_rate = statistics.median(one.single for one in measured)
    return Report(
        payments=payments,
        connections=CONNECTIONS,
        transfers=before,
        rounds=measured,
        batched=round(batched_rate),
        single=round(single_rate),
        ratio=round(batched_rate / single_rate, 2),
        p50_ms=statistics.median(one.p50_ms for one in measured),
        p99_ms=statistics.median(one.p99_ms for one in measured),
        memory_mb=memory,
        verified=True,
        empty=round(statistics.median(one.empty or 0 for one in measured)) if empty else None,
        slower=round(statistics.median(one.slower or 0 for one in measured), 3) if empty else None,
    )


def _measure(stage: Stage, payments: int, seed: int, max_batch: int) -> tuple[Measured, int]:
    master = secrets.token_bytes(32)
    with stage.house.connect() as connection:
        _, key = api_keys.create(connection, Secrets(master), "merchant", merchant(0))
    wallets = [wallet for book in stage.wallets for wallet in book]
    with _server(stage, master, max_batch) as (port, process):
        warm = Load(_HOST, port, key, wallets, CONNECTIONS * 30, CONNECTIONS, seed + 1_000_000)
        load = Load(_HOST, port, key, wallets, payments, CONNECTIONS, seed)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(client.run, warm).result()
            measured = pool.submit(client.run, load).result()
        memory = _peak_memory_mb(process.pid)
    if measured.refused:
        raise RuntimeError(f"{measured.refused} payments of the bench were refused")
    return measured, memory


@contextmanager
def _server(
    stage: Stage, master: bytes, max_batch: int
) -> Generator[tuple[int, "subprocess.Popen[bytes]"]]:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="zandaka-") as data:
        environ = {
            **os.environ,
            "ZANDAKA_DATABASE_URL": _url(stage.house.database.conninfo),
            "ZANDAKA_DATA": data,
            "ZANDAKA_HOST": _HOST,
            "ZANDAKA_PORT": str(port),
            "ZANDAKA_BOOKS": str(BOOKS),
            "ZANDAKA_SECRET": master.hex(),
        }
        log = Path(data, "server.log")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "zandaka", "serve", "--max-batch", str(max_batch)],
                env=environ,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            _await_ready(port, process, log)
            yield port, process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_START_S)


def _url(conninfo: str) -> str:
    given = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    return f"postgresql:///{given.pop('dbname')}?{urlencode(given)}"


def _await_ready(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"http://{_HOST}:{port}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-500:]}")


def _peak_memory_mb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0
