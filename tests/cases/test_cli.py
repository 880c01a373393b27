"""`zandaka case run`: what it prints, and how it exits."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import structlog
import typer
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from zandaka.cli import case
from zandaka.postgres import Database

CASES = Path(__file__).parents[2] / "cases"
GOOD = CASES / "r08-two-presses.toml"

app = typer.Typer(pretty_exceptions_enable=False)
case.register(app)


@pytest.fixture
def cli(postgres: Database, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The program on the tests' server, named by its URL."""
    given = {key: str(value) for key, value in conninfo_to_dict(postgres.conninfo).items()}
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in given.items())
    monkeypatch.setenv("ZANDAKA_DATABASE_URL", f"postgresql://?{query}")
    return CliRunner()


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The program sends its log to standard error; the other tests keep theirs."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Two figures off by one yen."""
    text = GOOD.read_text(encoding="utf-8")
    assert "balance = 1_220" in text
    assert "balances = { tabi = 1_220 }" in text
    file = tmp_path / "bad.toml"
    file.write_text(text.replace("1_220", "1_221"), encoding="utf-8")
    return file


def test_passing(cli: CliRunner) -> None:
    result = cli.invoke(app, ["case", "run", str(GOOD)])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "1 passed, 0 failed"
    assert "780円を2回押下" in result.stdout


def test_failing_says_where_what_was_expected_and_got(cli: CliRunner, bad: Path) -> None:
    result = cli.invoke(app, ["case", "run", str(bad), str(GOOD)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    failed = [line for line in lines if line.startswith("FAILED")]
    assert [line.split(": ", 1)[1] for line in failed] == ["step 2 (pay)", "check 3 (balances)"]
    assert all(line.startswith(f"FAILED {bad}:") for line in failed)
    assert "    pay.balance: expected 1_221, got 1_220" in lines
    assert "    balances.tabi: expected 1_221, got 1_220" in lines
    assert lines[-1] == "1 passed, 1 failed"


def test_json(cli: CliRunner, bad: Path) -> None:
    disturbed = CASES / "r07-cash-and-debit.toml"  # it takes in a spool, which is logged
    result = cli.invoke(app, ["case", "run", "--json", str(GOOD), str(bad), str(disturbed)])
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["passed"], told["failed"]) == (2, 1)
    good, failed, _ = told["cases"]
    assert good["passed"] is True
    assert good["file"] == str(GOOD)
    assert good["rules"] == ["R8", "R25"]
    assert good["title"]["en"] == "Two presses of 780: 780 restored"
    assert good["failures"] == []
    assert [(one["what"], one["number"], one["do"]) for one in failed["failures"]] == [
        ("step", 2, "pay"),
        ("check", 3, "balances"),
    ]
    assert failed["failures"][0]["differences"] == [
        {"what": "pay.balance", "expected": "1_221", "got": "1_220"}
    ]


def test_a_file_that_cannot_be_read_fails_and_the_others_run(
    cli: CliRunner, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("rules = 1\n")
    result = cli.invoke(app, ["case", "run", str(broken), str(GOOD)])
    assert result.exit_code == 1
    assert f"FAILED {broken}:" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 passed, 1 failed"


def test_terms_that_do_not_load_fail_the_case(cli: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "terms.toml"
    overlay = '[terms.products.regional-coupon]\nrestore_borne_by = "nobody"\n[[merchant]]'
    text = GOOD.read_text(encoding="utf-8").replace("[[merchant]]", overlay, 1)
    file.write_text(text, encoding="utf-8")
    result = cli.invoke(app, ["case", "run", str(file)])
    assert result.exit_code == 1
    assert "restore_borne_by" in result.stdout


def test_nothing_to_run_is_no_success(cli: CliRunner, tmp_path: Path) -> None:
    assert cli.invoke(app, ["case", "run", str(tmp_path)]).exit_code == 1
    assert cli.invoke(app, ["case", "run", str(tmp_path / "missing.toml")]).exit_code == 2


def test_without_a_server_it_brings_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And leaves nothing behind where the operator's data would be."""
    monkeypatch.delenv("ZANDAKA_DATABASE_URL", raising=False)
    monkeypatch.setenv("ZANDAKA_DATA", str(tmp_path / "data"))
    result = CliRunner().invoke(app, ["case", "run", str(GOOD)])
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "data").exists()
