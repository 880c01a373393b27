"""A program that is told to end in the middle leaves no server and no folder behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def test_sigterm_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "zandaka", "bench", "ledger", "--wallets", "200000", "--json"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("zandaka-*/postgres/postmaster.pid")):
            assert process.poll() is None, "it has ended by itself"
            assert time.monotonic() < deadline, "its server has not come up"
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    finally:
        process.kill()
    assert list(tmp_path.iterdir()) == []
