"""Media: numbers and cards, their ends, and what becomes of a damaged one."""

from typing import TYPE_CHECKING

import msgspec

from zandaka.terms.shape import Shape

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class MediaShape(Shape, frozen=True, kw_only=True):
    """`[media]` of a product file."""


class MediaTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""


def make(check: "FileCheck", shape: MediaShape) -> MediaTerms:
    """Raises TermsError."""
    del check, shape
    return MediaTerms()
