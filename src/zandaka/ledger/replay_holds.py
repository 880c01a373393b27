"""The holds of one book as the journal leaves them: what of each counts, may still be taken, and
until when. A hold of which nothing is left is forgotten."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger import rows, written
from zandaka.ledger.breaks import Break
from zandaka.ledger.replay_rows import OperationRow

Cursor = psycopg.Cursor[tuple[Any, ...]]
#: The end in microseconds of PostgreSQL's epoch, the days and yen that count, the yen that may
#: still be taken.
State = tuple[int, list[list[str | int]], int]

_DAY_US: Final = 86_400_000_000
_JST_US: Final = 9 * 3_600_000_000
_EPOCH: Final = date(2000, 1, 1)

_LEFT: Final = """
SELECT id, expires_at, uses::text, rest FROM holds
WHERE book = %s AND (uses <> '[]'::jsonb OR rest <> 0) ORDER BY id
"""
_KEPT: Final = """
SELECT hold, sum(yen)::bigint FROM hold_lots WHERE book = %s AND yen <> 0 GROUP BY hold
"""
_COUNT: Final = "SELECT count(*) FROM holds WHERE book = %s AND id > %s"
_NAMES: Final = ("expires_at", "uses", "rest")


class _Authorised(msgspec.Struct, frozen=True, gc=False):
    yen: int
    expires_at: datetime


_authorised = msgspec.json.Decoder(_Authorised).decode


class Holds:
    """Filled while the journal is replayed. Operations up to `told_after` say nothing of what they
    wrote (`books.told_after`): a hold of theirs is followed from its next change on."""

    def __init__(self, cursor: Cursor, book: int, told_after: int) -> None:
        self._cursor = cursor
        self._book = book
        self._told_after = told_after
        self._left: dict[int, State] = {}
        self._begun = 0

    def accept(self, operation: OperationRow) -> None:
        """One accepted operation that begins a hold, or says how it left one."""
        if operation.verb == b"authorise":
            if operation.id > self._told_after:
                self._begun += 1
                said = _authorised(operation.outcome)
                day = _EPOCH + timedelta(days=(operation.recorded_us + _JST_US) // _DAY_US)
                ends_us = rows.microseconds(said.expires_at)
                self._left[operation.id] = ends_us, [[day.isoformat(), said.yen]], said.yen
            return
        told = written.read(operation.outcome)
        for hold in () if told is None else told.holds:
            if hold.counting or hold.rest:
                uses: list[list[str | int]] = [[day.isoformat(), yen] for day, yen in hold.counting]
                self._left[hold.hold] = rows.microseconds(hold.expires_at), uses, hold.rest
            else:
                self._left.pop(hold.hold, None)

    def finish(self, kept: dict[int, int], recorded_us: int) -> None:
        """The tables have what the journal says: of `kept`, what each open hold keeps of lots, the
        yen, unless its time had run out by `recorded_us`. Raises Break at the first hold."""
        self._check_kept(kept, recorded_us)
        left = dict(self._left)
        for hold, expires_at, uses, rest in self._cursor.execute(_LEFT, (self._book,)).fetchall():
            # Of whatever form: somebody may have written it who is no book.
            got = (rows.microseconds(expires_at), msgspec.json.decode(uses), rest)
            right = left.pop(hold, None)
            if right is None and hold > self._told_after:
                raise self._break(hold, f"has {rest} yen left, the journal says that it has ended")
            for name, one, other in zip(_NAMES, got, right or got, strict=True):
                if one != other:
                    raise self._break(
                        hold, f"{name} is {_said(one)}, the journal says {_said(other)}"
                    )
        for hold, (_, _, rest) in left.items():
            raise self._break(hold, f"has nothing left or is missing, the journal says {rest} yen")
        found = self._cursor.execute(_COUNT, (self._book, self._told_after)).fetchone()
        assert found is not None
        if found[0] != self._begun:
            raise Break(
                self._book, None, "holds", f"there are {found[0]}, the journal has {self._begun}"
            )

    def _check_kept(self, kept: dict[int, int], recorded_us: int) -> None:
        found = dict(self._cursor.execute(_KEPT, (self._book,)).fetchall())
        for hold in sorted(kept.keys() | found.keys()):
            got, right = found.get(hold, 0), kept.get(hold, 0)
            state = self._left.get(hold)
            # What a hold kept is written off with the next use of its lot, once its time is over.
            ended = state is not None and state[0] <= recorded_us and got < right
            if got != right and not ended and hold > self._told_after:
                raise self._break(hold, f"keeps {got} yen, the journal says {right}")

    def _break(self, hold: int, differs: str) -> Break:
        return Break(self._book, None, f"hold {ids.OperationId(hold)}", differs)


def _said(value: object) -> object:
    if isinstance(value, list):
        return msgspec.json.encode(value).decode()
    return value
