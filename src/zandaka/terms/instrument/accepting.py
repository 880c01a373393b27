"""Where value may be spent, where the region alone does not decide it (R78)."""

from typing import TYPE_CHECKING

import msgspec

from zandaka.terms.shape import Shape

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class AcceptingShape(Shape, frozen=True, kw_only=True):
    """`[accepting]` of a product file."""


class AcceptingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""


def make(check: "FileCheck", shape: AcceptingShape) -> AcceptingTerms:
    """Raises TermsError."""
    del check, shape
    return AcceptingTerms()
