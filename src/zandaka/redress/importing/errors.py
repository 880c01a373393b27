"""What is wrong with files that were handed in: which file, row, column, and the rule it breaks."""

from typing import Final

import msgspec

#: So many are shown; all are counted.
SHOWN: Final = 100


class RowError(msgspec.Struct, frozen=True):
    """`row` counts as a spreadsheet does: the header is 1. No value of the file is repeated here:
    it may be anybody's address."""

    file: str
    row: int
    column: str
    rule: str


class Unfit(ValueError):
    """A field that breaks a rule."""

    def __init__(self, column: str, rule: str) -> None:
        super().__init__(f"{column}: {rule}")
        self.column = column
        self.rule = rule


class Errors:
    """The first `SHOWN`, and how many there are."""

    def __init__(self) -> None:
        self.first: list[RowError] = []
        self.count = 0

    def add(self, file: str, row: int, column: str, rule: str, *, further: int = 0) -> None:
        """One error; `further` more of its kind that nobody named."""
        self.count += 1 + further
        if len(self.first) < SHOWN:
            self.first.append(RowError(file, row, column, rule))


class ImportRefused(Exception):
    """Nothing was taken in."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(f"{errors.count} errors")
        self.errors = errors


class ImportStopped(Exception):
    """The import came to a stop half-way: `why` says what to do. What was posted stays posted;
    the same files again go on from there."""
