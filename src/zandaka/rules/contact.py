"""Where a person can be reached: mobile numbers and mail addresses, as people write them."""

import re
import unicodedata
from typing import Final

#: Prefixes of numbers that take short messages in Japan; 020 belongs to machines.
_MOBILE: Final = re.compile(r"0[6789]0[0-9]{8}", re.ASCII)
_SPACING: Final = re.compile(r"[\s()./_-]+")
_HYPHENS: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))

#: Carriers gave out addresses with dots in a row or before the @ until 2009; they still take mail.
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}", re.ASCII)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_LONGEST_MAIL: Final = 254

_ANY_MAIL: Final = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
_ANY_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{7,}[0-9]")


def mobile(text: str) -> str:
    """A mobile number of Japan as E.164, such as +819012345678, from any usual way to write it:
    full-width, with hyphens, blanks or +81. Raises ValueError with the rule it breaks."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()
    digits = _SPACING.sub("", plain)
    for prefix in ("+81", "0081"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    if _MOBILE.fullmatch(digits) is None:
        raise ValueError(
            "must be a mobile number of Japan that begins with 060, 070, 080 or 090 and has 11"
            " digits, such as 090-1234-5678"
        )
    return "+81" + digits[1:]


def mail(text: str) -> str:
    """A mail address as it is written to: half-width, the domain in lower case and ASCII. Raises
    ValueError with the rule it breaks."""
    plain = unicodedata.normalize("NFKC", text).strip()
    local, at, domain = plain.rpartition("@")
    rule = "must be a mail address such as hanako@example.jp"
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError(rule)
    try:
        domain = domain.lower().encode("idna").decode()
    except UnicodeError:
        raise ValueError(rule) from None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError(rule)
    address = f"{local}@{domain}"
    if len(address) > _LONGEST_MAIL:
        raise ValueError(f"must have at most {_LONGEST_MAIL} characters")
    return address


def same(address: str) -> str:
    """The form under which an address is found again: no two people share an address but for the
    case of its letters."""
    return address.casefold()


def masked(address: str) -> str:
    """Enough of an address for its owner to know it, and for nobody else to use it."""
    local, at, domain = address.rpartition("@")
    if at:
        return f"{local[:1]}***@{domain}"
    return f"{address[:3]}******{address[-4:]}" if len(address) > 8 else "****"


def scrubbed(text: str) -> str:
    """What a provider answered, without any address in it: it may be kept and shown."""
    return _ANY_NUMBER.sub("(number)", _ANY_MAIL.sub("(address)", text))
