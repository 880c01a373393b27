"""Whether a bank account is in the holder's own name (R104): kana against kana, however either was
typed."""

import unicodedata
from typing import Any, Final

import psycopg

from zandaka.directory.vault import Vault
from zandaka.errors import Invalid, Refusal
from zandaka.providers.bank import characters
from zandaka.redress.action import Desk

Connection = psycopg.Connection[tuple[Any, ...]]

#: Under which names are sealed.
NAME: Final = "holder name"

_PUT: Final = """
INSERT INTO holder_names (holder, name, at, by) VALUES (%s, %s, %s, %s)
ON CONFLICT (holder) DO UPDATE SET name = excluded.name, at = excluded.at, by = excluded.by
"""

_NAME: Final = "SELECT name FROM holder_names WHERE holder = %s"


def put(desk: Desk, holder: str, name_kana: str) -> None:
    """Keeps a holder's name as whoever checked the identity read it. Raises Invalid."""
    sealed = desk.vault.seal(NAME, _plain(name_kana))
    desk.connection.execute(_PUT, (holder, sealed, desk.now, desk.by))


def of_holder(connection: Connection, vault: Vault, holder: str) -> str | None:
    """A holder's name as banks write it, without blanks; None where none is kept."""
    row = connection.execute(_NAME, (holder,)).fetchone()
    return None if row is None else vault.open(NAME, bytes(row[0]))


def require(desk: Desk, holder: str, name_kana: str) -> None:
    """Refuses not_own_account unless the account's name is the holder's, tier_too_low where nobody
    has checked who the holder is. Raises Invalid."""
    name = of_holder(desk.connection, desk.vault, holder)
    if name is None:
        raise Refusal("tier_too_low", holder=holder, needed="identity_verified", source="R104")
    if name != _plain(name_kana):
        raise Refusal("not_own_account", source="R104")


def same(one: str, other: str) -> bool:
    """Whether two spellings are one name: full or half width, hiragana or katakana, small kana or
    large, blanks or none (NFKC, and what banks make of it). Raises Invalid."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    try:
        return characters.party(unicodedata.normalize("NFKC", name)).replace(" ", "")
    except ValueError as error:
        raise Invalid("name_kana", str(error)) from None
