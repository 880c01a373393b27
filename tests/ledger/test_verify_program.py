"""What `zandaka verify` prints, and with what it exits."""

import msgspec
from tests.conftest import MIGRATIONS
from tests.ledger.program import run
from tests.ledger.test_tampering import tamper
from tests.ledger.world import World


def test_whole_books(world: World) -> None:
    world.paid(world.purse(1_000), 100)
    result = run(world, "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Every book is whole: 0, 1. 3 batches, 3 operations, 2 transfers and 3 accounts in "
    )
    document = msgspec.json.decode(run(world, "verify", "--json").stdout)
    assert document.pop("seconds") > 0
    assert document == {
        "ok": True, "books": [0, 1], "batches": 3, "operations": 3, "transfers": 2, "accounts": 3,
    }  # fmt: skip


def test_a_break(world: World) -> None:
    purse = world.purse(1_000)
    tamper(world.database, "UPDATE accounts SET balance = 999 WHERE balance = 1000")
    result = run(world, "verify")
    place = f"book {purse >> 40}, account lot{purse >> 40}-1"
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.replace("\n", " ").strip() == (
        f"BROKEN {place}: balance is 999 yen, the journal says 1000 yen"
    )
    printed = run(world, "verify", "--json")
    assert printed.exit_code == 1
    assert msgspec.json.decode(printed.stdout) == {
        "ok": False, "book": purse >> 40, "batch": None, "row": f"account lot{purse >> 40}-1",
        "differs": "balance is 999 yen, the journal says 1000 yen",
    }  # fmt: skip


def test_books_of_an_older_program(world: World) -> None:
    """Whoever reads changes no schema, so a newer program says what has to come first."""
    with world.database.connect(role=None) as owner:
        owner.execute("ALTER TABLE holds DROP COLUMN uses, DROP COLUMN rest")
        owner.execute("DELETE FROM migrations WHERE number >= 13")
    first = sorted(path.name for path in MIGRATIONS.glob("*.sql"))[12]
    for arguments in (("verify",), ("verify", "--json")):
        result = run(world, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("The books are those of an older Zandaka: ")
        assert f"the first is {first}." in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_book_that_is_not_there(world: World) -> None:
    result = run(world, "verify", "--book", "5")
    assert (result.exit_code, result.stderr) == (2, "There is no book 5.\n")
    assert run(world, "verify", "--book", "1").exit_code == 0
