"""Whether a bank account is in the holder's own name (R104): kana against kana, however either was
typed."""

import unicodedata
from typing import Final

from zandaka.errors import Invalid, Refusal
from zandaka.providers.bank import characters
from zandaka.redress.action import Desk

#: Under which names are sealed.
NAME: Final = "holder name"

_PUT: Final = """
INSERT INTO holder_names (holder, name, at, by) VALUES (%s, %s, %s, %s)
ON CONFLICT (holder) DO UPDATE SET name = excluded.name, at = excluded.at, by = excluded.by
"""


def put(desk: Desk, holder: str, name_kana: str) -> None:
    """Keeps a holder's name as whoever checked the identity read it. Raises Invalid."""
    sealed = desk.vault.seal(NAME, _plain(name_kana))
    desk.connection.execute(_PUT, (holder, sealed, desk.now, desk.by))


def require(desk: Desk, holder: str, name_kana: str) -> None:
    """Refuses not_own_account unless the account's name is the holder's, tier_too_low where nobody
    has checked who the holder is. Raises Invalid."""
    row = desk.connection.execute(
        "SELECT name FROM holder_names WHERE holder = %s", (holder,)
    ).fetchone()
    if row is None:
        raise Refusal("tier_too_low", holder=holder, needed="identity_verified", source="R104")
    if desk.vault.open(NAME, bytes(row[0])) != _plain(name_kana):
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
