"""Every error code is documented, and a run of all tests fails where one is raised by none."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zandaka.errors import KINDS, Refusal
from zandaka.ledger.command import Answer
from zandaka.web import problem
from zandaka.web.problem import Failure
from zandaka.web.reference import PATH, render

KINDS_TIME = datetime(2023, 2, 24, tzinfo=UTC)
TESTS = Path(__file__).resolve().parents[1]


def test_the_page_of_errors_is_what_the_registry_says() -> None:
    assert PATH.read_text(encoding="utf-8") == render(), (
        "run: .venv/bin/python -m zandaka.web.reference"
    )


_A_RUN = """
from tests import reached

def pytest_addoption(parser):
    reached.add_option(parser)

def pytest_configure(config):
    config.pluginmanager.register(reached.Reached())
"""
_ONE_FILE = """
import pytest
from zandaka.errors import Invalid, Refusal
from zandaka.web.decode import decode

def test_a_line_of_the_program_raises_it():
    with pytest.raises(Invalid):
        decode(int, b"x")

def test_a_test_alone_raises_it():
    with pytest.raises(Refusal):
        raise Refusal("unknown_wallet")
"""
_ANOTHER_FILE = """
import pytest
from zandaka.errors import Refusal
from zandaka.rules.lots import give_back

def test_a_rule_raises_it():
    with pytest.raises(Refusal):
        give_back([], 1)
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2", "--dist", "loadfile")], ids=["one", "two"])
def test_a_run_fails_where_a_code_is_only_named(tmp_path: Path, workers: tuple[str, ...]) -> None:
    """What `make test` asks of a run of everything: `--every-code`."""
    (tmp_path / "conftest.py").write_text(_A_RUN)
    (tmp_path / "test_one.py").write_text(_ONE_FILE)
    (tmp_path / "test_another.py").write_text(_ANOTHER_FILE)
    run = [sys.executable, "-m", "pytest", "-q", "-p", "xdist", *workers, "--every-code", "."]
    paths = {
        **os.environ,
        "PYTHONPATH": f"{TESTS.parent}:{TESTS.parent / 'src'}",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    done = subprocess.run(run, cwd=tmp_path, env=paths, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "3 passed" in done.stdout
    _, _, told = done.stdout.partition("error codes that no test reached")
    missing = set(re.findall(r"[a-z_]+", told)) & KINDS.keys()
    assert missing == KINDS.keys() - {"bug", "invalid_request", "exceeds_debit"}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_code_reads_well_in_both_languages(code: str) -> None:
    kind = KINDS[code]
    for japanese in (kind.ja, kind.next_ja):
        assert japanese.endswith("。")
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese)
    for english in (kind.en, kind.next_en):
        assert english.endswith(".")
        assert english.isascii()
    assert f"#error-{code}" in problem.problem(Failure(code), b"en").body.decode()


def test_a_bug_says_nothing_of_its_inside() -> None:
    made = problem.problem(RuntimeError("code 7KQM-2T9X-B4NE-0HWR"), b"")
    assert made.status == 500
    assert b"7KQM" not in made.body


def test_a_refusal_of_the_edge_and_of_a_book_look_the_same() -> None:
    refusal = problem.problem(Refusal("unknown_coupon", source="R18"), b"ja")
    stored = problem.refused(
        Answer(1, "unknown_coupon", b'{"source":"R18"}', KINDS_TIME, False), b"ja"
    )
    assert refusal.status == stored.status == 422
    assert b'"source":"R18"' in refusal.body
    assert b'"source":"R18"' in stored.body
