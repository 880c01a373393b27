"""`serve` and `up` as an operator meets them."""

import os
import re
import shlex
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx
from tests.web.conftest import PROGRAM, free_port, fresh
from typer.testing import CliRunner

from zandaka.cli.main import app


def environ(data: Path, port: int) -> dict[str, str]:
    given = {**os.environ, "ZANDAKA_DATA": str(data), "ZANDAKA_PORT": str(port)}
    for name in ("ZANDAKA_DATABASE_URL", "ZANDAKA_SECRET"):
        given.pop(name, None)
    return given


def start(data: Path, port: int) -> tuple["subprocess.Popen[str]", str]:
    """`up` until it says what it has to say."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "up"],
        env=environ(data, port),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if "sandbox network" in line:
            break
    return process, said


def test_up_fills_an_empty_system_once_and_keeps_it(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    process, said = start(data, port)
    try:
        file = data / "demo.env"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        values = dict(
            line.removeprefix("export ").split("=", 1) for line in file.read_text().splitlines()
        )
        for name in ("ISSUER_KEY", "MERCHANT_KEY", "HOLDER_KEY", "NETWORK_KEY", "CARD_WALLET"):
            assert f"  {name:<13} {values[name]}\n" in said
        url = f"http://127.0.0.1:{port}"
        assert url in said
        headers = {
            "authorization": f"Bearer {values['MERCHANT_KEY']}",
            "idempotency-key": fresh(),
        }
        for body in (
            {"wallet": values["WALLET"], "yen": 500},
            {"code": values["COUPON_CODE"], "yen": 500},
        ):
            paid = httpx.post(
                f"{url}/v1/payments",
                json=body,
                headers={**headers, "idempotency-key": fresh()},
                trust_env=False,
            )
            assert paid.status_code == 201, paid.text
        holder = {"authorization": f"Bearer {values['HOLDER_KEY']}"}
        before = httpx.get(f"{url}/v1/wallets/{values['WALLET']}", headers=holder, trust_env=False)
        assert before.json()["available_yen"] == 9_500
        # The card payment that it shows, as it stands there.
        shown = shlex.split(said.splitlines()[-1])
        paid = CliRunner().invoke(app, shown[1:])
        assert paid.exit_code == 0, paid.output
        assert re.search(r"authorise (\d+) JPY: approved\n.*clearing \1 JPY: approved", paid.output)
        assert paid.output.endswith("purchases: 1, messages: 2, never answered: 0\n")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert not (data / "postgres" / "postmaster.pid").exists()
    process, again = start(data, port)
    try:
        assert values["MERCHANT_KEY"] in again
        url = f"http://127.0.0.1:{port}"
        after = httpx.get(f"{url}/v1/wallets/{values['WALLET']}", headers=holder, trust_env=False)
        assert after.json() == before.json()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holding:
        holding.bind(("127.0.0.1", 0))
        holding.listen(1)
        port = holding.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "serve"],
            env=environ(tmp_path / "data", port),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} on 127.0.0.1 is taken by another program: stop it, or choose another port"
        f" with ZANDAKA_PORT."
    )
    assert not (tmp_path / "data").exists()


def test_a_key_is_made_on_the_command_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "key", "issuer", "desk"],
        env=environ(tmp_path / "data", free_port()),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("zk_issuer_")
