"""The number printed beside a coupon's code, as people read it off: half-width and full-width
digits, with any hyphen or none."""

import re
import unicodedata
from typing import Final

from zandaka import ids

_HYPHENS: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－ｰ", "-"))
_OTHER: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{2,39}", re.ASCII)


def read(text: str, *, others: bool = False) -> str:
    """The number in the form in which coupons are kept. Raises ValueError with the rule it breaks.

    Numbers of this house have 16 digits, the last of which tells a slip of the pen. With `others`
    there are coupons of another issuer here, whose numbers are taken as they are: then nobody can
    say of a number that a digit is wrong."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    plain = "".join(plain.split()).upper()
    try:
        return ids.read_inquiry_number(plain)
    except ValueError:
        if not others:
            raise
    if _OTHER.fullmatch(plain) is None:
        raise ValueError("must be as printed: 3 to 40 letters, digits and hyphens")
    return plain


def spellings(number: str) -> list[str]:
    """How a number that `read` took may be kept: with its hyphens, without, or in groups of four,
    in either case."""
    plain = number.replace("-", "")
    grouped = "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
    written = (number, plain, grouped)
    return list(dict.fromkeys((*written, *(one.lower() for one in written))))
