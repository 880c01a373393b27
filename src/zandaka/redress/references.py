"""The name a message has outside: in a Message-ID, at a provider of short messages, in a bounce.

`m<message>-<turn>-<proof>`: nobody who has not seen it can name it, so that made-up bounces change
nothing. The same try of the same message has the same reference."""

import hmac
import re
from typing import Final

from zandaka.directory.vault import Vault

_FORM: Final = re.compile(r"m([1-9][0-9]{0,17})-([1-9][0-9]{0,3})-([0-9a-f]{16})", re.ASCII)
_ANYWHERE: Final = re.compile(rf"(?<![0-9A-Za-z-]){_FORM.pattern}(?![0-9A-Za-z-])", re.ASCII)


def make(vault: Vault, message: int, turn: int) -> str:
    """The reference of a message's turn."""
    return f"m{message}-{turn}-{_proof(vault, message, turn)}"


def read(vault: Vault, text: str) -> tuple[int, int] | None:
    """The message and the turn that a reference names; None where this house did not make it."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    message, turn = int(found[1]), int(found[2])
    return (message, turn) if hmac.compare_digest(found[3], _proof(vault, message, turn)) else None


def within(vault: Vault, text: str) -> str | None:
    """The first of our references in a text, such as a header; None where there is none."""
    for found in _ANYWHERE.finditer(text):
        if read(vault, found[0]) is not None:
            return found[0]
    return None


def _proof(vault: Vault, message: int, turn: int) -> str:
    return vault.fingerprint("message reference", f"{message}/{turn}")[:8].hex()
