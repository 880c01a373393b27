"""An import into the test world's books."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.world import World

from zandaka.directory.vault import Vault
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.redress.importing.errors import ImportRefused
from zandaka.redress.importing.posting import Poster
from zandaka.redress.importing.run import Imported, Order, run

COUPONS = "reference,inquiry,campaign,prefecture,yen,issued_at,expires_on"
TRANSACTIONS = "reference,coupon,kind,merchant,yen,at,confirmed,payment"
BALANCES = "coupon,yen,at"
ATTEMPTS = "reference,coupon,verb,at,why,merchant,yen"

VAULT = Vault(b"import-tests" * 4)


def silent(name: str, done: int, of: int) -> None:
    """Tells nobody."""


class Desk:
    """A folder with files, and what becomes of them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder

    def write(self, kind: str, header: str, *rows: str, encoding: str = "utf-8") -> Path:
        path = self.folder / f"{kind}.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding=encoding)
        return path

    def coupons(self, *rows: str) -> None:
        """Of `reference,inquiry,yen`: issued on 1 February in prefecture 13, good to the 24th."""
        full: list[str] = []
        for row in rows:
            reference, number, yen = row.split(",")
            full.append(
                f"{reference},{number},spring,13,{yen},2023-02-01T10:00:00+09:00,2023-02-24"
            )
        self.write("coupons", COUPONS, *full)

    def transactions(self, *rows: str) -> None:
        self.write("transactions", TRANSACTIONS, *rows)

    def run(self, **other: Any) -> Imported:
        """Imports what is in the folder."""
        poster = Poster()
        with self.ledger(poster) as ledger, self.world.database.connect() as connection:
            fields: dict[str, Any] = {
                "paths": [self.folder], "incident": "outage-1", "ledger": "hill",
                "encoding": "utf-8", "by": "operator:sato", "now": self.world.now(),
            }  # fmt: skip
            order = Order(**{**fields, **other})
            return run(connection, ledger, poster, VAULT, order, silent)

    def new(self) -> tuple[int, int, int, int]:
        """How many coupons, payments, refunds and attempts of the files were new."""
        new = self.run().new
        return new.coupons, new.payments, new.refunds, new.attempts

    @contextmanager
    def ledger(self, poster: Poster) -> Generator[Ledger]:
        """The world's books, telling the poster."""
        world = self.world
        with Ledger(
            world.database.connect, world.terms, 2, world.clock, deliver=poster.deliver
        ) as ledger:
            yield ledger

    def errors(self, **other: Any) -> list[tuple[str, int, str, str]]:
        """What is wrong with the files; nothing may have been taken in."""
        before = self.state()
        with pytest.raises(ImportRefused) as refused:
            self.run(**other)
        assert self.state() == before
        return [(e.file, e.row, e.column, e.rule) for e in refused.value.errors.first]

    def places(self, **other: Any) -> list[tuple[int, str]]:
        """The rows and columns that are wrong."""
        return [(row, column) for _, row, column, _ in self.errors(**other)]

    def state(self) -> list[tuple[Any, ...]]:
        return self.world.rows(
            "SELECT (SELECT count(*) FROM operations), (SELECT count(*) FROM transfers),"
            " (SELECT count(*) FROM attempts), (SELECT count(*) FROM contacts),"
            " (SELECT count(*) FROM imports)"
        )

    def lots(self) -> dict[str, int]:
        """Yen by inquiry number."""
        found = self.world.rows(
            "SELECT w.inquiry, a.balance FROM wallets w JOIN accounts a ON a.wallet = w.id"
        )
        return {row[0]: row[1] for row in found}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "files"
    folder.mkdir()
    with World(database) as world:
        yield Desk(world, folder)
        world.verify()
