"""What every block of a terms file has in common."""

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]


class Shape(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"since": "from"}
):
    """Base of all: a key the format does not know is refused, never ignored."""


class NameShape(Shape, frozen=True, kw_only=True):
    """A name in both languages."""

    ja: Text
    en: Text
