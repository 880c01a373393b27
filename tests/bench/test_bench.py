"""The benches run, verify their books and print what a program can read. No speed is asserted:
the machine that runs the tests may be doing anything."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def bench(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "zandaka", "bench", *arguments, "--json"],
        env={**os.environ, "ZANDAKA_DATA": str(tmp_path), "ZANDAKA_DATABASE_URL": ""},
        capture_output=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def test_ledger_against_its_floor(tmp_path: Path) -> None:
    report = bench(
        tmp_path, "ledger", "--payments", "8000", "--wallets", "4000", "--rounds", "2",
        "--journal", "4000",
    )  # fmt: skip
    # Two rounds, and the first that is told apart.
    assert report["payments"] == 24_000
    assert report["first"]["ledger"] > 0
    # Two loads a wallet, and the journal asked for.
    assert report["transfers"] == 8_000 + 4_000
    assert len(report["rounds"]) == 2
    assert all(one["ledger"] > 0 and one["floor"] > 0 for one in report["rounds"])
    # With a journal, books without one are measured in turn.
    assert all(one["empty"] > 0 for one in report["rounds"])
    for one in report["rounds"]:
        assert one["slower"] == pytest.approx(one["empty"] / one["ledger"], rel=0.01)
    middle = sum(one["slower"] for one in report["rounds"]) / 2
    assert report["slower"] == pytest.approx(middle, abs=0.001)  # told to the third place
    assert report["verified"] is True


def test_pay_over_http_with_and_without_batches(tmp_path: Path) -> None:
    report = bench(
        tmp_path, "pay", "--payments", "6400", "--wallets", "4000", "--rounds", "1",
        "--journal", "4000",
    )  # fmt: skip
    assert report["connections"] == 64
    assert report["slower"] == pytest.approx(report["empty"] / report["batched"], rel=0.01)
    assert report["batched"] > 0
    assert report["single"] > 0
    assert report["memory_mb"] > 0
    assert report["verified"] is True


def test_a_day_of_cards_with_both_legal_kinds(tmp_path: Path) -> None:
    report = bench(tmp_path, "mixed", "--commands", "8000", "--wallets", "4000", "--rounds", "2")
    verbs = report["verbs"]
    steps = ("arrive", "settle", "complete_withdrawal")
    assert sum(count for verb, count in verbs.items() if verb not in steps) == 16_000
    assert set(verbs) == {"authorise", "capture", "pay", "load", "send", "withdraw", *steps}
    # Three receivers of four live in another book, and each of these sends was brought to its end.
    assert 0.6 < verbs["arrive"] / verbs["send"] < 0.9
    assert verbs["settle"] == verbs["arrive"]
    assert verbs["complete_withdrawal"] == verbs["withdraw"]
    assert not report["refused"]
    assert report["per_second"] > 0
    assert report["verified"] is True


def test_redress_of_a_region_by_two_processes(tmp_path: Path) -> None:
    report = bench(tmp_path, "redress", "--holders", "20000", "--tenth", "--processes", "2")
    assert [report[size]["holders"] for size in ("tenth", "run")] == [2_000, 20_000]
    assert all(seconds > 0 for seconds in report["run"]["seconds"].values())
    assert report["linear"] > 0
    assert report["worked_mb"] > 0
    assert report["run"]["verified"] is True


@pytest.mark.parametrize(
    ("verb", "many"), [("ledger", "--payments"), ("pay", "--payments"), ("mixed", "--commands")]
)
def test_a_run_that_is_too_small_is_refused(verb: str, many: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zandaka", "bench", verb, many, "1"],
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert many.encode() in done.stderr
