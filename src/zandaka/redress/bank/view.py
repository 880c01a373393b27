"""Bank refunds and files as operators see them, personal data opened."""

import base64
from datetime import date, datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.directory.vault import Vault
from zandaka.providers.bank.transfer_file import BankAccount
from zandaka.redress.actions.apply_bank_refund import BankApplication
from zandaka.redress.bank import accounts, files
from zandaka.redress.claims.desk import PRIVATE

Connection = psycopg.Connection[tuple[Any, ...]]

_STATES: Final = """
SELECT state, count(*), coalesce(sum(yen), 0)::bigint FROM bank_refunds
WHERE incident = %s GROUP BY state ORDER BY state
"""
_FILES: Final = """
SELECT f.id, f.incident, f.pay_on, f.state, f.records, f.yen, encode(f.sha256, 'hex'), f.made_by,
       f.released_by, count(l.*) FILTER (WHERE l.state = 'paid'),
       count(l.*) FILTER (WHERE l.state = 'returned'),
       count(l.*) FILTER (WHERE l.state = 'refused'),
       count(l.*) FILTER (WHERE l.state IN ('booking', 'booked'))
FROM bank_files f LEFT JOIN bank_file_lines l ON l.file = f.id
"""
_OF_INCIDENT: Final = _FILES + "WHERE f.incident = %s GROUP BY f.id ORDER BY f.id"
_ONE_FILE: Final = _FILES + "WHERE f.id = %s GROUP BY f.id"
_REFUND: Final = """
SELECT r.id, r.incident, r.claim, r.coupon, r.state, r.yen, r.attempt, r.adds_to, r.account,
       c.private
FROM bank_refunds r JOIN claims c ON c.id = r.claim WHERE r.id = %s
"""
_HISTORY: Final = """
SELECT at, by, state, facts FROM bank_refund_history WHERE refund = %s ORDER BY id
"""


class BankRefundCount(msgspec.Struct, frozen=True):
    """How many refunds stand there, and the yen taken for them."""

    state: str
    refunds: int
    yen: int


class TransferFileLine(msgspec.Struct, frozen=True):
    """A file and what is known of its transfers. `refused`: by the books, so not in the file."""

    file: int
    incident: str
    pay_on: date
    state: str
    records: int
    yen: int
    sha256: str | None
    made_by: str
    released_by: str | None
    paid: int
    returned: int
    refused: int
    waiting: int


class BankRefunds(msgspec.Struct, frozen=True):
    """Where an incident's bank refunds stand."""

    incident: str
    states: tuple[BankRefundCount, ...]
    files: tuple[TransferFileLine, ...]


class BankRefundMove(msgspec.Struct, frozen=True):
    """One line of a refund's history."""

    at: datetime
    by: str
    state: str
    facts: dict[str, Any]


class BankRefundFile(msgspec.Struct, frozen=True):
    """A refund with all that was said, for who decides it. `coupon` is None where there is none
    with that number and prefecture."""

    refund: int
    incident: str
    claim: int
    coupon: ids.WalletId | None
    state: str
    yen: int
    attempt: int
    adds_to: int | None
    application: BankApplication
    account: BankAccount
    history: tuple[BankRefundMove, ...]


class TransferFile(msgspec.Struct, frozen=True):
    """A file, with its bytes in base64 once it has been released."""

    about: TransferFileLine
    content: str | None


def of_incident(connection: Connection, incident: str) -> BankRefunds:
    """Counts and files; none where nobody has applied."""
    return BankRefunds(
        incident,
        tuple(BankRefundCount(*row) for row in connection.execute(_STATES, (incident,))),
        tuple(TransferFileLine(*row) for row in connection.execute(_OF_INCIDENT, (incident,))),
    )


def refund(connection: Connection, vault: Vault, number: int) -> BankRefundFile | None:
    """One refund, opened; None where there is none."""
    row = connection.execute(_REFUND, (number,)).fetchone()
    if row is None:
        return None
    identifier, incident, claim, coupon, state, yen, attempt, adds_to, account, private = row
    return BankRefundFile(
        identifier, incident, claim, None if coupon is None else ids.WalletId(coupon), state, yen,
        attempt, adds_to,
        msgspec.json.decode(vault.open(PRIVATE, bytes(private)), type=BankApplication),
        accounts.opened(vault, account),
        tuple(BankRefundMove(*line) for line in connection.execute(_HISTORY, (identifier,))),
    )  # fmt: skip


def file(connection: Connection, vault: Vault, number: int) -> TransferFile | None:
    """One file; None where there is none."""
    row = connection.execute(_ONE_FILE, (number,)).fetchone()
    found = files.find(connection, number)
    if row is None or found is None:
        return None
    made = files.content(connection, vault, found) if found.state == "released" else None
    return TransferFile(
        TransferFileLine(*row), None if made is None else base64.b64encode(made).decode()
    )
