"""Bank accounts that holders have money paid out to: in their own name, sealed."""

from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka.directory.vault import Vault
from zandaka.errors import Refusal
from zandaka.providers.bank.transfer_file import BankAccount
from zandaka.redress.action import Desk
from zandaka.redress.bank import accounts

Connection = psycopg.Connection[tuple[Any, ...]]

_SAME: Final = """
SELECT id FROM payout_accounts WHERE holder = %s AND fingerprint = %s AND closed_at IS NULL
"""
_NEW: Final = """
INSERT INTO payout_accounts (holder, account, fingerprint, registered_at, registered_by)
VALUES (%s, %s, %s, %s, %s) RETURNING id
"""
_CLOSE: Final = """
UPDATE payout_accounts SET closed_at = %s
WHERE id = %s AND (holder = %s OR %s) AND closed_at IS NULL RETURNING holder
"""
_OF_HOLDER: Final = """
SELECT id, account, registered_at, closed_at FROM payout_accounts
WHERE holder = %s ORDER BY id DESC LIMIT 100
"""


def register(desk: Desk, holder: str, account: BankAccount) -> int:
    """The account's number: the same where the holder has registered it before."""
    # However its holder spelt the name: that it is the holder's own was asked before.
    text = msgspec.json.encode(msgspec.structs.replace(account, name="")).decode()
    fingerprint = desk.vault.fingerprint("payout account", text)
    # Two at once: the second waits, and finds the first one's.
    desk.connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"payout account {holder}",)
    )
    known = desk.connection.execute(_SAME, (holder, fingerprint)).fetchone()
    if known is not None:
        return int(known[0])
    sealed = accounts.seal(desk.vault, account)
    row = desk.connection.execute(_NEW, (holder, sealed, fingerprint, desk.now, desk.by)).fetchone()
    assert row is not None, "an INSERT returns its row"
    return int(row[0])


def close(desk: Desk, number: int) -> str:
    """Lets nothing more be ordered to an account; returns whose it was. Refuses
    unknown_account."""
    own = holder_of(desk.by)
    row = desk.connection.execute(_CLOSE, (desk.now, number, own or "", own is None)).fetchone()
    if row is None:
        raise Refusal("unknown_account", account=number)
    return str(row[0])


def holder_of(caller: str) -> str | None:
    """The holder who acts; None where it is somebody of the issuer."""
    role, _, subject = caller.partition(":")
    return subject if role == "holder" else None


def require_self(desk: Desk, holder: str) -> None:
    """Holders act for themselves alone. Refuses unknown_account: whether there is such a holder is
    nobody else's business."""
    own = holder_of(desk.by)
    if own is not None and own != holder:
        raise Refusal("unknown_account")


class PayoutAccountView(msgspec.Struct, frozen=True):
    """A registered account, as much of it as tells it from another."""

    account: int
    bank: str
    bank_name: str
    branch: str
    branch_name: str
    ends_with: str
    registered_at: datetime
    closed_at: datetime | None


def of_holder(connection: Connection, vault: Vault, holder: str) -> list[PayoutAccountView]:
    """The accounts of a holder, newest first."""
    found: list[PayoutAccountView] = []
    for number, sealed, registered_at, closed_at in connection.execute(_OF_HOLDER, (holder,)):
        one = accounts.opened(vault, sealed)
        place = one.office
        found.append(
            PayoutAccountView(
                number, place.bank, place.bank_name, place.branch, place.branch_name,
                one.number[-2:], registered_at, closed_at,
            )
        )  # fmt: skip
    return found
