"""What is secret, and what is kept of it: keyed hashes, never the thing itself (R86).

Codes on paper are derived from the key of the request that issued them, so that asking again
with the same key prints the same codes though none is stored."""

import hashlib
import hmac
from typing import Final

#: Crockford's alphabet: no I, L, O, U to be misread on paper.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 16
_MISREAD: Final = str.maketrans("ILO", "110")


class Secrets:
    """Keyed hashes under one master key of at least 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("the master key must be at least 32 bytes")
        self._code_key = _subkey(master, b"code")
        self._lookup_key = _subkey(master, b"lookup")
        self._api_key = _subkey(master, b"api-key")
        self._derived_key = _subkey(master, b"derived")

    def code(self, operation_key: bytes, index: int) -> str:
        """The code of the `index`-th paper issued under an operation's key: 80 random-looking
        bits as XXXX-XXXX-XXXX-XXXX."""
        digest = hmac.digest(
            self._code_key, operation_key + index.to_bytes(4, "big"), hashlib.sha256
        )
        number = int.from_bytes(digest[:10], "big")
        text = "".join(_ALPHABET[number >> 5 * i & 31] for i in range(_CODE_LENGTH))
        return "-".join(text[i : i + 4] for i in range(0, _CODE_LENGTH, 4))

    def of_code(self, code: str) -> bytes:
        """The keyed hash under which a coupon is found. Raises ValueError where `code` is not
        16 letters and digits; hyphens, spaces and case do not matter."""
        plain = code.replace("-", "").replace(" ", "").upper().translate(_MISREAD)
        if len(plain) != _CODE_LENGTH or any(letter not in _ALPHABET for letter in plain):
            raise ValueError(
                "must be 16 half-width letters and digits, such as 7KQM-2T9X-B4NE-0HWR"
            )
        return hmac.digest(self._lookup_key, plain.encode(), hashlib.sha256)

    def of_api_key(self, key: str) -> bytes:
        """The keyed hash under which an API key is found."""
        return hmac.digest(self._api_key, key.encode(), hashlib.sha256)

    def derived(self, label: str, text: str) -> bytes:
        """32 random-looking bytes, the same ones for the same `text` and others for each `label`:
        for what must be told again and is stored nowhere, such as the token of a link."""
        return hmac.digest(self._derived_key, f"{label}\0{text}".encode(), hashlib.sha256)


def _subkey(master: bytes, label: bytes) -> bytes:
    return hmac.digest(master, b"zandaka " + label, hashlib.sha256)
