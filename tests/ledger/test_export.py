"""The exported journal, read back by the accountant's own tools."""

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction
from tests.ledger.every_verb import all_terms, everything
from tests.ledger.program import run
from tests.ledger.world import World

from zandaka.ledger.chart import Kind
from zandaka.operations.restore import Restore
from zandaka.postgres import Database
from zandaka.reads.journal import account_name


def ledger_balances(world: World) -> dict[str, int]:
    """Every account by its exported name, with the exported sign."""
    found = world.rows("SELECT kind, owner, wallet, id, balance FROM accounts")
    names = {account_name(Kind(row[0]), *row[1:4]): -row[4] for row in found}
    assert len(names) == len(found), "no two accounts share a name"
    return names


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    with World(database, terms=all_terms(tmp_path / "terms")) as world:
        yield world


@pytest.fixture
def journal(world: World, tmp_path: Path) -> Path:
    everything(world)
    purse = world.purse(500, key="odd names")
    for incident in ("", "Störung 2023/02/24; a:b", "z53z", "S"):
        payment = world.paid(purse, 10)
        world.done(Restore(debit=payment, reason="outage", incident=incident))
    file = tmp_path / "journal.beancount"
    result = run(world, "export", "journal", "--out", str(file))
    assert result.exit_code == 0, result.output
    return file


def test_beancount_reads_it(world: World, journal: Path) -> None:
    wrapper = journal.with_name("all.beancount")
    wrapper.write_text(f'plugin "beancount.plugins.auto_accounts"\ninclude "{journal.name}"\n')
    entries, errors, _ = loader.load_file(str(wrapper))
    assert errors == []
    transactions = [entry for entry in entries if isinstance(entry, Transaction)]
    assert len(transactions) == world.value("SELECT count(*) FROM operations WHERE transfers > 0")
    balances: defaultdict[str, int] = defaultdict(int)
    for transaction in transactions:
        for posting in transaction.postings:
            assert posting.units is not None
            assert posting.units.currency == "JPY"
            balances[posting.account] += int(posting.units.number or 0)
    assert balances == ledger_balances(world)


def test_hledger_reads_it(world: World, journal: Path) -> None:
    hledger = shutil.which("hledger")
    if hledger is None:
        pytest.skip("hledger is not on PATH (apt-get install hledger): Beancount has read it")
    checked = subprocess.run(
        [hledger, "-f", str(journal), "check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    printed = subprocess.run(
        [hledger, "-f", str(journal), "balance", "--flat", "--empty", "-N", "-O", "csv"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(printed.stdout)))[1:]
    balances = {name: int(amount.removesuffix("JPY").strip()) for name, amount in rows}
    assert balances == ledger_balances(world)
    tagged = subprocess.run(
        [hledger, "-f", str(journal), "print", "tag:returns"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert '"refund"' in tagged.stdout
    assert '"pay"' not in tagged.stdout


def test_the_same_journal_gives_the_same_text(world: World, journal: Path) -> None:
    result = run(world, "export", "journal")
    assert result.exit_code == 0
    assert result.stdout == journal.read_text(encoding="utf-8")
    assert not list(journal.parent.glob("*.part"))


def test_one_book(world: World, journal: Path) -> None:
    parts = [run(world, "export", "journal", "--book", str(book)).stdout for book in (0, 1)]
    body = [part.split("\n\n", 1)[1] for part in parts]
    assert "\n".join(body) == journal.read_text(encoding="utf-8").split("\n\n", 1)[1]
    missing = run(world, "export", "journal", "--book", "7")
    assert (missing.exit_code, missing.stderr) == (2, "There is no book 7.\n")


def test_a_file_that_cannot_be_written(world: World, tmp_path: Path) -> None:
    result = run(world, "export", "journal", "--out", str(tmp_path / "no" / "where"))
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory." in result.stderr.replace("\n", " ")


def test_a_restoration_of_the_past_has_the_day_it_takes_effect(world: World, journal: Path) -> None:
    late = [
        block
        for block in journal.read_text(encoding="utf-8").split("\n\n")
        if "; effective: " in block and '"restore"' in block
    ]
    assert len(late) == 1
    assert late[0].startswith('2023-02-24 * "restore" "op')
    assert "; returns: " in late[0]
