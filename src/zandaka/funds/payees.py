"""Whom a payout is to be paid to, and where it was tried before: for a person who has to find
somebody that has left."""

from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.directory.vault import Vault
from zandaka.funds import accounts, own_name
from zandaka.funds.accounts import PayoutAccountView
from zandaka.reads.payouts import HOLDER_LEFT, PAYEE
from zandaka.redress.bank.accounts import opened

Connection = psycopg.Connection[tuple[Any, ...]]

_PAYOUT: Final = (
    "SELECT p.wallet, p.yen, p.state, "
    + PAYEE
    + ", "
    + HOLDER_LEFT
    + """
FROM payouts p JOIN wallets w ON w.book = p.book AND w.id = p.wallet
WHERE p.book = %s AND p.operation = %s
"""
)
_TRIES: Final = """
SELECT attempt, state, code, at, terminal, file, account FROM payout_tries
WHERE payout = %s ORDER BY attempt
"""


class TriedAccount(msgspec.Struct, frozen=True):
    """An account that a file carried, as much of it as tells it from another; `name_kana` is the
    name that the bank was given."""

    bank: str
    bank_name: str
    branch: str
    branch_name: str
    ends_with: str
    name_kana: str


class TryView(msgspec.Struct, frozen=True):
    """One try to pay. `account` is missing where no file carried it, or where it was erased."""

    attempt: int
    state: str
    code: str
    told_at: datetime
    terminal: str
    file: int | None
    account: TriedAccount | None


class PayeeView(msgspec.Struct, frozen=True):
    """`holder` is whose the wallet is or, where `holder_left`, was; empty for a bearer's.
    `name_kana` is the name that an account must have, as banks write it, and is missing where
    nobody recorded one or it was erased. `accounts` are registered ones, newest first."""

    payout: ids.OperationId
    wallet: ids.WalletId
    yen: int
    state: str
    holder: str
    holder_left: bool
    name_kana: str | None
    accounts: list[PayoutAccountView]
    tries: list[TryView]


def view(connection: Connection, vault: Vault, payout: ids.OperationId) -> PayeeView | None:
    """Whom a payout is to be paid to; None where there is no such payout."""
    row = connection.execute(_PAYOUT, (ids.book_of(payout), int(payout))).fetchone()
    if row is None:
        return None
    wallet, yen, state, holder, left = row
    return PayeeView(
        payout, ids.WalletId(wallet), yen, state, holder, left,
        own_name.of_holder(connection, vault, holder),
        accounts.of_holder(connection, vault, holder),
        [
            TryView(row[0], row[1], row[2], row[3], row[4], row[5], _tried(vault, row[6]))
            for row in connection.execute(_TRIES, (int(payout),))
        ],
    )  # fmt: skip


def _tried(vault: Vault, sealed: bytes | None) -> TriedAccount | None:
    if sealed is None:
        return None
    one = opened(vault, sealed)
    place = one.office
    return TriedAccount(
        place.bank, place.bank_name, place.branch, place.branch_name, one.number[-2:], one.name
    )
