"""Personal data at rest: encrypted with AES-256-GCM under a key of this house's secret.

What is sealed says what it is (`label`, bound into the seal), so that one column's content cannot
be put in another's place. `fingerprint` finds an address again without opening anything."""

import hashlib
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION: Final = b"\x01"
_NONCE: Final = 12


class SealBroken(Exception):
    """Sealed under another secret or label, or damaged."""


class Vault:
    """Seals and opens under one master key of at least 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("the master key must be at least 32 bytes")
        self._cipher = AESGCM(_subkey(master, b"vault"))
        self._lookup_key = _subkey(master, b"vault lookup")

    def seal(self, label: str, text: str) -> bytes:
        """`text` encrypted: another result each time."""
        nonce = os.urandom(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), label.encode())

    def open(self, label: str, sealed: bytes) -> str:
        """What was sealed under `label`. Raises SealBroken."""
        if sealed[:1] != _VERSION:
            raise SealBroken
        nonce, content = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, content, label.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealBroken from None

    def fingerprint(self, label: str, text: str) -> bytes:
        """16 bytes by which an equal text is found again; a keyed hash, so that short ones, such
        as telephone numbers, cannot be tried out."""
        return hmac.digest(self._lookup_key, f"{label}\0{text}".encode(), hashlib.sha256)[:16]


def _subkey(master: bytes, label: bytes) -> bytes:
    return hmac.digest(master, b"zandaka " + label, hashlib.sha256)
