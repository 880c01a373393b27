"""Withdrawals, the end of a contract, and who is told before a standard period passes."""

from typing import TYPE_CHECKING

import msgspec

from zandaka.terms.shape import Shape

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class WithdrawingShape(Shape, frozen=True, kw_only=True):
    """`[withdrawing]` of a product file."""


class WithdrawingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""


def make(check: "FileCheck", shape: WithdrawingShape) -> WithdrawingTerms:
    """Raises TermsError."""
    del check, shape
    return WithdrawingTerms()
