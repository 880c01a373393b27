"""The accounts of one book: what the tables say, and beside it what the journal says."""

from array import array
from datetime import datetime
from typing import Any, Final

import psycopg

from zandaka import ids
from zandaka.ledger import rows
from zandaka.ledger.breaks import Break
from zandaka.ledger.chart import Kind

Cursor = psycopg.Cursor[tuple[Any, ...]]

#: An expiry of value that stays good for ever.
FOREVER: Final = (1 << 63) - 1

_ACCOUNTS: Final = """
SELECT id, kind, balance, expires_at, opened_by, wallet, origin, issued_at, series
FROM accounts WHERE book = {book} ORDER BY id
"""


def expiry_us(instant: datetime | None) -> int:
    """An expiry in microseconds of PostgreSQL's epoch."""
    return FOREVER if instant is None else rows.microseconds(instant)


class Accounts:
    """A few numbers an account, in columns: element n is account n of the book, element 0 unused.

    Raises Break where the accounts' numbers have a gap."""

    def __init__(self, cursor: Cursor, book: int) -> None:
        self._book = book
        self._base = ids.make(book, 0)
        self.balance = array("q", [0])
        self.expires_us = array("q", [0])
        self.is_lot = bytearray(1)
        self.lots = array("q")
        self._opened: tuple[array[int], ...] = tuple(array("q") for _ in range(5))
        self._next_lot = 0
        self._load(cursor)
        #: What the journal says, filled while it is replayed.
        self.replayed = array("q", bytes(8 * len(self.balance)))
        self.replayed_expiry_us = array("q", bytes(8 * len(self.balance)))

    def _load(self, cursor: Cursor) -> None:
        name = f"zandaka_accounts_{self._book}"
        connection = cursor.connection
        expected = self._base
        with connection.cursor(name, scrollable=False) as stream:
            stream.itersize = 20_000
            stream.execute(_ACCOUNTS.format(book=self._book).encode(), binary=True)
            for identifier, kind, balance, expires_at, *opened, issued_at, series in stream:
                expected += 1
                if identifier != expected:
                    name = f"account {self._book}-{ids.number_of(expected)}"
                    raise Break(self._book, None, name, "is missing")
                self.balance.append(balance)
                self.expires_us.append(expiry_us(expires_at) if kind == Kind.LOT else 0)
                self.is_lot.append(kind == Kind.LOT)
                if kind == Kind.LOT:
                    self.lots.append(identifier - self._base)
                    facts = (*opened, expiry_us(issued_at), series)
                    for column, fact in zip(self._opened, facts, strict=True):
                        column.append(-1 if fact is None else fact)

    def open(self, batch: int, facts: tuple[int, int, int, int, int], expires_us: int) -> None:
        """The journal opens the book's next lot: by which operation, in which wallet, of which
        origin, issued when, of which series, good until when. Raises Break where the table says
        something else."""
        index = self._next_lot
        if index >= len(self.lots):
            raise Break(
                self._book, batch, f"operation {ids.OperationId(facts[0])}",
                "opened a lot that is not among the accounts",
            )  # fmt: skip
        self._next_lot += 1
        number = self.lots[index]
        names = ("opened_by", "wallet", "origin", "issued_at", "series")
        for name, column, fact in zip(names, self._opened, facts, strict=True):
            if column[index] != fact:
                raise Break(
                    self._book, batch, self._name(number),
                    f"{name} is {column[index]}, the journal says {fact}",
                )  # fmt: skip
        self.replayed_expiry_us[number] = expires_us

    def extend(self, lot: int, old_us: int, new_us: int) -> int | None:
        """The journal moves a lot's expiry. Returns what it was where that is not `old_us`."""
        number = lot - self._base
        before = self.replayed_expiry_us[number]
        self.replayed_expiry_us[number] = new_us
        return None if before == old_us else before

    def check(self) -> None:
        """What the tables say now is what the journal says. Raises Break at the first account."""
        if self._next_lot != len(self.lots):
            number = self.lots[self._next_lot]
            raise Break(
                self._book, None, self._name(number),
                "is a lot that no operation opened",
            )  # fmt: skip
        # Compared as bytes first: the loop is for saying where.
        for name, got, expected in (
            ("balance", self.balance, self.replayed),
            ("expires_at", self.expires_us, self.replayed_expiry_us),
        ):
            if got == expected:
                continue
            for number, (one, other) in enumerate(zip(got, expected, strict=True)):
                if one != other:
                    raise Break(
                        self._book, None, self._name(number),
                        f"{name} is {_said(name, one)}, the journal says {_said(name, other)}",
                    )  # fmt: skip
        if sum(self.balance):
            raise Break(
                self._book, None, "accounts",
                f"the balances add up to {sum(self.balance)} yen, expected 0",
            )  # fmt: skip

    def _name(self, number: int) -> str:
        if self.is_lot[number]:
            return f"account {ids.LotId(self._base + number)}"
        return f"account {self._book}-{number}"


def _said(name: str, value: int) -> object:
    if name == "balance":
        return f"{value} yen"
    return "never" if value == FOREVER else rows.instant(value)
