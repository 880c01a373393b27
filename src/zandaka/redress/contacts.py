"""How a holder can be reached. Encrypted at rest; gone when the holder leaves (R13, R16)."""

from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka.directory.vault import Vault
from zandaka.rules import contact

Connection = psycopg.Connection[tuple[Any, ...]]
Language = Literal["ja", "en"]
Channel = Literal["mail", "sms"]

#: Under which addresses are sealed and found, here and in `recipients`: a sealed address may be
#: copied from one table to the other.
ADDRESS: Final = "address"

_PUT: Final = """
INSERT INTO contacts (holder, language, mail, mail_hash, phone, phone_hash, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (holder) DO UPDATE SET language = excluded.language, mail = excluded.mail,
    mail_hash = excluded.mail_hash, phone = excluded.phone, phone_hash = excluded.phone_hash,
    changed_at = excluded.changed_at
"""


class Contact(msgspec.Struct, frozen=True):
    """A holder's own data: `phone` is E.164."""

    holder: str
    language: Language
    mail: str | None
    phone: str | None
    changed_at: datetime


def seal(vault: Vault, address: str) -> bytes:
    """An address as the tables keep it."""
    return vault.seal(ADDRESS, address)


def opened(vault: Vault, sealed: bytes) -> str:
    """What `seal` was given. Raises SealBroken."""
    return vault.open(ADDRESS, bytes(sealed))


def address_hash(vault: Vault, address: str) -> bytes:
    """By which the same address is found again."""
    return vault.fingerprint(ADDRESS, contact.same(address))


def put(
    connection: Connection,
    vault: Vault,
    holder: str,
    language: Language,
    mail: str | None,
    phone: str | None,
    at: datetime,
) -> Contact:
    """Keeps how `holder` is reached, in place of what was known. The caller commits.

    Raises ValueError with the rule where an address cannot be one, or where both are missing."""
    if not mail and not phone:
        raise ValueError("a mail address or a mobile number must be given")
    mail = contact.mail(mail) if mail else None
    phone = contact.mobile(phone) if phone else None
    connection.execute(
        _PUT,
        (
            holder, language,
            mail and seal(vault, mail), mail and address_hash(vault, mail),
            phone and seal(vault, phone), phone and address_hash(vault, phone),
            at,
        ),
    )  # fmt: skip
    return Contact(holder, language, mail, phone, at)


def get(connection: Connection, vault: Vault, holder: str) -> Contact | None:
    """How `holder` is reached; None where nothing is known (any more)."""
    row = connection.execute(
        "SELECT language, mail, phone, changed_at FROM contacts WHERE holder = %s", (holder,)
    ).fetchone()
    if row is None:
        return None
    language, mail, phone, at = row
    return Contact(
        holder, language, mail and opened(vault, mail), phone and opened(vault, phone), at
    )


def forget(connection: Connection, holder: str) -> bool:
    """Takes what is known of `holder` away; the ledger stays. False where nothing was known."""
    gone = connection.execute("DELETE FROM contacts WHERE holder = %s", (holder,))
    return gone.rowcount == 1
