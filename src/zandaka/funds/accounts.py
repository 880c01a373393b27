"""Bank accounts that holders have money paid out to: in their own name, sealed."""

from typing import Final

import msgspec

from zandaka.errors import Refusal
from zandaka.providers.bank.transfer_file import BankAccount
from zandaka.redress.action import Desk
from zandaka.redress.bank import accounts

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


def register(desk: Desk, holder: str, account: BankAccount) -> int:
    """The account's number: the same where the holder has registered it before."""
    text = msgspec.json.encode(account).decode()
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
