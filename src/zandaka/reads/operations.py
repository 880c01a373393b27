"""One operation: what was asked, by whom, and what came of it."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger import written

Connection = psycopg.Connection[tuple[Any, ...]]


class TransferView(msgspec.Struct, frozen=True):
    """A posting of the operation: from which account to which, in yen."""

    transfer: int
    debit: str
    credit: str
    yen: int


class OperationView(msgspec.Struct, frozen=True):
    """A command that reached a book. `code` is empty when it was accepted."""

    operation: ids.OperationId
    verb: str
    code: str
    caller: str
    wallet: ids.WalletId | None
    effective_at: datetime
    recorded_at: datetime
    request: dict[str, Any]
    outcome: dict[str, Any]
    transfers: list[TransferView]


_OPERATION = """
SELECT verb, code, caller, wallet, effective_at, recorded_at, request, outcome::text,
       first_transfer, transfers
FROM operations WHERE book = %s AND id = %s
"""
_TRANSFERS = """
SELECT t.id, d.kind, coalesce(d.owner, ''), c.kind, coalesce(c.owner, ''), t.yen, t.debit, t.credit
FROM transfers t
JOIN accounts d ON d.book = t.book AND d.id = t.debit
JOIN accounts c ON c.book = t.book AND c.id = t.credit
WHERE t.book = %s AND t.id >= %s AND t.id < %s ORDER BY t.id
"""


def operation(connection: Connection, identifier: int) -> OperationView | None:
    """The operation of that id, without the keyed hashes an issue was asked with."""
    book = ids.book_of(identifier)
    row = connection.execute(_OPERATION, (book, identifier)).fetchone()
    if row is None:
        return None
    verb, code, caller, wallet, effective_at, recorded_at, request, outcome, first, count = row
    posted = connection.execute(_TRANSFERS, (book, first, first + count)).fetchall()
    return OperationView(
        ids.OperationId(identifier), verb, code, caller, ids.WalletId(wallet) if wallet else None,
        effective_at, recorded_at, public(request),
        msgspec.json.decode(written.answer(outcome.encode())),
        [
            TransferView(
                ids.number_of(transfer), _name(d_kind, d_owner, debit),
                _name(c_kind, c_owner, credit), yen,
            )
            for transfer, d_kind, d_owner, c_kind, c_owner, yen, debit, credit in posted
        ],
    )  # fmt: skip


def public(request: dict[str, Any]) -> dict[str, Any]:
    """A stored request as it may be shown: the hashes of paper codes stay inside (R86)."""
    return {key: value for key, value in request.items() if key != "secrets"}


def submitted(connection: Connection, key: bytes) -> bool:
    """Whether a command was submitted under this key before (16 bytes, `ids.operation_key`)."""
    row = connection.execute(
        "SELECT FROM operations WHERE key = %s::uuid LIMIT 1", (key.hex(),)
    ).fetchone()
    return row is not None


def _name(kind: str, owner: str, account: int) -> str:
    return str(ids.LotId(account)) if kind == "lot" else f"{kind}:{owner}".rstrip(":")
