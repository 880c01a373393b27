"""A value that changes on dates: a change of law or terms appends a block and edits none, so
that any past date still gives the value that was in force then."""

from bisect import bisect_right
from datetime import date
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class DatedValue(msgspec.Struct, Generic[T], frozen=True):
    """A value in force from `since` on, and the text that says so."""

    since: date
    value: T
    source: str


class Dated(msgspec.Struct, Generic[T], frozen=True):
    """The blocks of one value, ascending. `starts[i]` is the first day of `blocks[i]`; a block
    that is None ends the value from that day on."""

    starts: tuple[date, ...] = ()
    blocks: tuple[DatedValue[T] | None, ...] = ()

    def at(self, on: date) -> DatedValue[T] | None:
        """The value in force on a day (JST); None before the first block and where it ended."""
        index = bisect_right(self.starts, on)
        return self.blocks[index - 1] if index else None
