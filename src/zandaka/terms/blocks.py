"""Blocks of one value that changes on dates, as several parts of a file have them."""

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from zandaka.money import Yen, YenOrNone
from zandaka.terms.shape import Shape, Text

#: A hundred years: a longer one is a slip of the keyboard.
Months = Annotated[int, msgspec.Meta(ge=1, le=1200)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3660)]
#: Ninety days.
Minutes = Annotated[int, msgspec.Meta(ge=1, le=129_600)]
#: Hundredths of a percent: 400 are 4 %.
BasisPoints = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class Block(Shape, frozen=True, kw_only=True):
    """A value from a day on, or `ends = true`: nothing from that day on. `value_key` names the
    key that carries the value."""

    value_key: ClassVar[str]

    since: date
    ends: bool = False
    source: Text

    @property
    def value(self) -> int | None:
        """What it says; None where it ends the value."""
        found: int | None = getattr(self, self.value_key)
        return found


class YenBlock(Block, frozen=True, kw_only=True):
    """An amount in yen, such as a cap."""

    value_key: ClassVar[str] = "yen"

    yen: Yen | None = None


class FeeBlock(Block, frozen=True, kw_only=True):
    """An amount in yen that may be 0, such as a fee."""

    value_key: ClassVar[str] = "yen"

    yen: YenOrNone | None = None


class MonthsBlock(Block, frozen=True, kw_only=True):
    value_key: ClassVar[str] = "months"

    months: Months | None = None


class DaysBlock(Block, frozen=True, kw_only=True):
    value_key: ClassVar[str] = "days"

    days: Days | None = None


class MinutesBlock(Block, frozen=True, kw_only=True):
    value_key: ClassVar[str] = "minutes"

    minutes: Minutes | None = None


class BasisPointsBlock(Block, frozen=True, kw_only=True):
    value_key: ClassVar[str] = "basis_points"

    basis_points: BasisPoints | None = None
