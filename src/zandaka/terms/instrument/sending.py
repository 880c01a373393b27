"""Sends to other holders, and charging one product from another."""

from typing import TYPE_CHECKING

import msgspec

from zandaka.terms.shape import Shape

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class SendingShape(Shape, frozen=True, kw_only=True):
    """`[sending]` of a product file."""


class SendingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""


def make(check: "FileCheck", shape: SendingShape) -> SendingTerms:
    """Raises TermsError."""
    del check, shape
    return SendingTerms()
