"""Where each step and check stands in the file: TOML keeps two lists apart, a reader does not."""

import re
from typing import Final, Literal

import msgspec

_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*(step|check)[ \t]*\]\]", re.MULTILINE)


class Place(msgspec.Struct, frozen=True):
    """One `[[step]]` or `[[check]]` header, and its line."""

    what: Literal["step", "check"]
    line: int


def places(text: str) -> list[Place]:
    """The headers in the order of the file."""
    return [
        Place("step" if found[1] == "step" else "check", text.count("\n", 0, found.start()) + 1)
        for found in _HEADER.finditer(text)
    ]
