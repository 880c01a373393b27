"""How many parts a short message takes: each part is paid for."""

from typing import Final

#: GSM 03.38, without its extension table: those characters take two places.
_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """Parts of `text`: 160 places of the GSM alphabet, else 70 UTF-16 units; a message of several
    parts has 153 or 67 in each."""
    if all(letter in _GSM or letter in _EXTENDED for letter in text):
        places = sum(2 if letter in _EXTENDED else 1 for letter in text)
        alone, joined = 160, 153
    else:
        places = len(text.encode("utf-16-be")) // 2
        alone, joined = 70, 67
    return 1 if places <= alone else -(-places // joined)
