"""Two servers that write one book in turn, and now and then lose the line while they commit: what
each remembers of the book is out of date again and again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

import psycopg

from zandaka.ledger.book import Book
from zandaka.ledger.command import Result, Submission
from zandaka.ledger.posting import Finished


class Unsteady(Book):
    """A book whose line breaks once: "before" it has committed, or just "after"."""

    breaks: str = ""

    def _commit(self, finished: Finished) -> None:
        breaks, self.breaks = self.breaks, ""
        if breaks != "before":
            super()._commit(finished)
        if breaks:
            raise psycopg.OperationalError("the line is cut")


class Servers:
    """Both servers of one book."""

    def __init__(self, opened: Callable[[], Unsteady], seed: int) -> None:
        self._books = [opened(), opened()]
        self._random = Random(seed)

    def write(self, submissions: Sequence[Submission]) -> list[Result]:
        """The results, asked for again where the line broke."""
        if self._random.random() < 0.04:
            self._books[0].breaks = self._random.choice(("before", "after"))
            with suppress(psycopg.OperationalError):
                self._books[0].write(submissions)
            self._books[0].breaks = ""
        # One writes for a while, so that it has something to remember.
        if self._random.random() < 0.12:
            self._books.reverse()
        return self._books[0].write(submissions)

    def close(self) -> None:
        for book in self._books:
            book.close()
