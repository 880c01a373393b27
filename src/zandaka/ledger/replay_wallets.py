"""The wallets of one book as the journal leaves them: their state, their end, whose they are and
how far that is known.

A few numbers a wallet, in columns: element n is wallet n of the book, element 0 unused."""

from array import array
from typing import Any, Final

import psycopg

from zandaka import ids
from zandaka.ledger import rows
from zandaka.ledger.breaks import Break
from zandaka.ledger.replay_accounts import FOREVER, expiry_us
from zandaka.ledger.written import WalletWritten

Cursor = psycopg.Cursor[tuple[Any, ...]]

#: What most wallets are: only the others are read.
_OTHERS: Final = """
SELECT id, status, tier, loaded_into, expires_at, holder FROM wallets WHERE book = {book} AND (
    status <> 'open' OR tier <> 'anonymous' OR loaded_into IS NOT NULL OR expires_at IS NOT NULL
    OR holder <> ''
) ORDER BY id
"""
#: Instead of a status: an older program opened it, and nothing has told of it since.
_UNTOLD: Final = 255
_NAMES: Final = ("status", "tier", "loaded_into", "expires_at", "holder")


class Wallets:
    """Filled while the journal is replayed. Operations up to `told_after` say nothing of what they
    wrote (`books.told_after`)."""

    def __init__(self, cursor: Cursor, book: int, told_after: int) -> None:
        self._cursor = cursor
        self._book = book
        self._told_after = told_after
        self._statuses = ["open"]
        self._tiers = ["anonymous"]
        #: How many were opened, and how many of them by operations that say nothing.
        self._count = 0
        self._untold = 0
        # Filled up to the last one opened when one of them is written.
        self._status = bytearray(1)
        self._tier = bytearray(1)
        self._into = array("q", [0])
        self._ends_us = array("q", [FOREVER])
        # Hashed, since a name may be long; of no use to whoever wants to make two of them alike.
        self._holder = array("q", [_NOBODY])

    def open(self, operation: int) -> None:
        """The next wallet was opened, as most are."""
        self._count += 1
        if operation <= self._told_after:
            self._untold = self._count

    def write(self, operation: int, batch: int, told: WalletWritten) -> None:
        """The journal says what a wallet is from an operation on. Raises Break where there was no
        such wallet."""
        self._fill()
        number = ids.number_of(told.wallet)
        if ids.book_of(told.wallet) != self._book or not 0 < number < len(self._status):
            name = f"operation {ids.OperationId(operation)}"
            raise Break(self._book, batch, name, f"wrote {told.wallet}, which was never opened")
        self._status[number] = _place(self._statuses, told.status)
        self._tier[number] = _place(self._tiers, told.tier)
        self._into[number] = told.loaded_into or 0
        self._ends_us[number] = expiry_us(told.expires_at)
        self._holder[number] = hash(told.holder)

    def finish(self) -> None:
        """What the table says now is what the journal says. Raises Break at the first wallet."""
        self._fill()
        name = f"zandaka_states_{self._book}"
        with self._cursor.connection.cursor(name, scrollable=False) as stream:
            stream.itersize = 20_000
            stream.execute(_OTHERS.format(book=self._book).encode(), binary=True)
            for identifier, status, tier, into, expires_at, holder in stream:
                number = ids.number_of(identifier)
                if number >= len(self._status):
                    break  # There are more wallets than the journal opened: told by their count.
                if self._status[number] != _UNTOLD:
                    got = (status, tier, into or 0, expiry_us(expires_at), hash(holder))
                    self._compare(number, got)
                # Compared: what is left says of a wallet what its row does not.
                self._set_usual(number)
        if self._are_usual():
            return
        for number in range(1, len(self._status)):
            if self._status[number] != _UNTOLD:
                self._compare(number, ("open", "anonymous", 0, FOREVER, _NOBODY))

    def _fill(self) -> None:
        """As most wallets are opened."""
        begin = len(self._status)
        new = self._count + 1 - begin
        if new:
            untold = max(0, self._untold + 1 - begin)
            self._status += bytes((_UNTOLD,)) * untold + bytes(new - untold)
            self._tier += bytes(new)
            self._into.frombytes(bytes(8 * new))
            self._ends_us.extend(array("q", [FOREVER]) * new)
            self._holder.extend(array("q", [_NOBODY]) * new)

    def _compare(self, number: int, got: tuple[str, str, int, int, int]) -> None:
        right = (
            self._statuses[self._status[number]],
            self._tiers[self._tier[number]],
            self._into[number],
            self._ends_us[number],
            self._holder[number],
        )
        if got == right:
            return
        name = f"wallet {ids.WalletId(ids.make(self._book, number))}"
        for what, one, other in zip(_NAMES, got, right, strict=True):
            if one != other:
                raise Break(self._book, None, name, _differs(what, one, other))

    def _set_usual(self, number: int) -> None:
        self._status[number] = self._tier[number] = self._into[number] = 0
        self._ends_us[number] = FOREVER
        self._holder[number] = _NOBODY

    def _are_usual(self) -> bool:
        # As bytes: there may be millions.
        count = len(self._status)
        return (
            not self._status.translate(None, delete=bytes((0, _UNTOLD)))
            and not any(self._tier)
            and self._into == array("q", bytes(8 * count))
            and self._ends_us == array("q", [FOREVER]) * count
            and self._holder == array("q", [_NOBODY]) * count
        )


_NOBODY: Final = hash("")


def _place(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name)


def _differs(what: str, got: object, right: object) -> str:
    if what == "holder":
        return "holder differs from the journal"
    return f"{what} is {_said(what, got)}, the journal says {_said(what, right)}"


def _said(what: str, value: object) -> object:
    if isinstance(value, int):
        if what == "expires_at":
            return "never" if value == FOREVER else rows.instant(value)
        return ids.WalletId(value) if value else "none"
    return value
