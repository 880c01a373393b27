"""Who issues value, in which amounts, and until when (R62, R65, R70, R71)."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from zandaka.money import Yen
from zandaka.terms.blocks import Block
from zandaka.terms.dated import Dated
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

#: `refunding`: nothing more is issued, loaded or spent; what is left is paid back on a ground.
Status = Literal["open", "refunding", "closed"]
_STATUSES = get_args(Status)
#: What `balance_max` caps at a load: the balance after it, or all that was ever loaded (R68: the
#: text calls it a cap on loads).
BalanceMaxCounts = Literal["balance", "loaded"]


class StatusBlock(Block, frozen=True, kw_only=True):
    """How the product stands from a day on."""

    value_key: ClassVar[str] = "is"

    status: Status | None = msgspec.field(name="is", default=None)

    @property
    def value(self) -> int | None:
        """The number of the word."""
        return None if self.status is None else _STATUSES.index(self.status)


class AmountsBlock(Block, frozen=True, kw_only=True):
    """One of the amounts in which it is issued."""

    value_key: ClassVar[str] = "yen"

    yen: Yen

    @property
    def value(self) -> int | None:
        """That it is issued; None where no longer."""
        return None if self.ends else self.yen


class IssuingShape(Shape, frozen=True, kw_only=True):
    """`[issuing]` of a product file."""

    issuer: Text | None = None
    balance_max_counts: BalanceMaxCounts = "balance"
    status: list[StatusBlock] = []
    amount: list[AmountsBlock] = []


class IssuingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""

    #: The id of the issuer; empty where the file names none.
    issuer: str = ""
    balance_max_counts: BalanceMaxCounts = "balance"
    dated_status: Dated[int] = Dated()
    #: The amounts in which it is issued; none: any.
    amounts: dict[int, Dated[int]] = {}

    def status(self, on: date) -> Status:
        """How the product stands on a day."""
        found = self.dated_status.at(on)
        status: Status = "open" if found is None else _STATUSES[found.value]
        return status

    def amounts_on(self, on: date) -> Collection[int]:
        """The amounts in which it is issued on a day, rising; none: any."""
        return sorted(yen for yen, dated in self.amounts.items() if dated.at(on) is not None)

    def amount_source(self, on: date) -> str:
        """The source of the amounts in which it is issued on a day; empty where any will do."""
        found = next((dated.at(on) for dated in self.amounts.values() if dated.at(on)), None)
        return "" if found is None else found.source


def make(check: "FileCheck", shape: IssuingShape, issuers: Collection[str]) -> IssuingTerms:
    """Raises TermsError."""
    if shape.issuer is not None and shape.issuer not in issuers:
        raise check.refuse("issuing.issuer", f"{shape.issuer!r} is not an issuer of these terms")
    amounts: dict[int, list[tuple[int, AmountsBlock]]] = {}
    for index, block in enumerate(shape.amount):
        amounts.setdefault(block.yen, []).append((index, block))
    return IssuingTerms(
        issuer=shape.issuer or "",
        balance_max_counts=shape.balance_max_counts,
        dated_status=check.series("issuing.status", enumerate(shape.status)),
        amounts={
            yen: check.series("issuing.amount", blocks) for yen, blocks in sorted(amounts.items())
        },
    )
