"""Payments: holds, late captures, purchases abroad, what comes back above the balance cap."""

from typing import TYPE_CHECKING

import msgspec

from zandaka.terms.shape import Shape

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class PayingShape(Shape, frozen=True, kw_only=True):
    """`[paying]` of a product file."""


class PayingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""


def make(check: "FileCheck", shape: PayingShape) -> PayingTerms:
    """Raises TermsError."""
    del check, shape
    return PayingTerms()
