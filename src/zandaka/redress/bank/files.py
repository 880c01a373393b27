"""Transfer files as rows, and their content made from the rows: the same bytes each time."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka.directory.vault import Vault
from zandaka.errors import Refusal
from zandaka.providers.bank.transfer_file import LineEnd, Originator, Transfer, write
from zandaka.redress.bank import accounts
from zandaka.redress.bank.refunds import note

Connection = psycopg.Connection[tuple[Any, ...]]
State = Literal["booking", "ready", "released"]

_FILE: Final = """
SELECT id, incident, pay_on, originator::text, line_end, state, records, yen, sha256, made_by,
       released_at, released_by FROM bank_files WHERE id = %s
"""
# A line that the books refused was taken out before the file was ready.
_LINES: Final = """
SELECT account, yen, refund, attempt FROM bank_file_lines
WHERE file = %s AND state <> 'refused' ORDER BY refund
"""


class BankFile(msgspec.Struct, frozen=True):
    """A file as it stands."""

    id: int
    incident: str
    pay_on: date
    originator: str
    line_end: LineEnd
    state: State
    records: int
    yen: int
    sha256: bytes | None
    made_by: str
    released_at: datetime | None
    released_by: str | None


def find(connection: Connection, number: int) -> BankFile | None:
    """The file as it stands now."""
    row = connection.execute(_FILE, (number,)).fetchone()
    return None if row is None else BankFile(*row)


def lock(connection: Connection, number: int) -> BankFile:
    """The file, held until the transaction ends. Refuses unknown_bank_file."""
    row = connection.execute(_FILE + " FOR UPDATE", (number,)).fetchone()
    if row is None:
        raise Refusal("unknown_bank_file", file=number)
    return BankFile(*row)


def require_state(file: BankFile, *states: State) -> None:
    """Refuses wrong_bank_file_state."""
    if file.state not in states:
        raise Refusal("wrong_bank_file_state", file=file.id, state=file.state)


def content(connection: Connection, vault: Vault, file: BankFile) -> bytes:
    """The bytes for the bank. Raises AssertionError where they are not what they were when the
    file became ready."""
    payer = msgspec.json.decode(file.originator, type=Originator)
    made = write(payer, file.pay_on, _transfers(connection, vault, file.id), file.line_end)
    if file.sha256 is not None:
        assert digest(made) == bytes(file.sha256), "a file is the same whenever it is made"
    return made


def digest(made: bytes) -> bytes:
    """By which the same content is known."""
    return hashlib.sha256(made).digest()


def give_back(
    connection: Connection,
    refund: int,
    claim: int,
    attempt: int,
    at: datetime,
    by: str,
    why: object,
) -> None:
    """A transfer came to nothing: the refund and its claim wait for a person, and the books are
    to take the money back. The caller holds the refund."""
    connection.execute("UPDATE bank_refunds SET state = 'returned' WHERE id = %s", (refund,))
    note(connection, refund, at, by, "returned", why)
    connection.execute("UPDATE claims SET state = 'open' WHERE id = %s", (claim,))
    connection.execute(
        "UPDATE bank_remittances SET state = 'to_return'"
        " WHERE refund = %s AND attempt = %s AND state = 'remitted'",
        (refund, attempt),
    )


def _transfers(connection: Connection, vault: Vault, file: int) -> Iterator[Transfer]:
    for sealed, yen, refund, attempt in connection.execute(_LINES, (file,)):
        yield Transfer(accounts.opened(vault, sealed), yen, refund, attempt)
