"""How much of each limit on a day or month the wallets have used, from the journal alone.

Only the latest period of each wallet is kept in the table, so only that one is recomputed."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.ledger.breaks import Break
from zandaka.ledger.effects import Effects, LimitUsed
from zandaka.ledger.replay_facts import Facts
from zandaka.ledger.replay_rows import OperationRow

Cursor = psycopg.Cursor[tuple[Any, ...]]

_DAY_US: Final = 86_400_000_000
_JST_US: Final = 9 * 3_600_000_000
_EPOCH: Final = date(2000, 1, 1)

_LIMITS: Final = {b"pay": "pay_day_max", b"authorise": "pay_day_max", b"load": "load_day_max"}


#: Verbs that change how much a hold keeps, and move nothing.
_HOLDING: Final = (b"void", b"increase", b"end_hold")


class _Authorised(msgspec.Struct, frozen=True, gc=False):
    yen: int


class _Changed(msgspec.Struct, frozen=True, gc=False):
    """A hold that keeps so many yen more or less than before."""

    hold: ids.OperationId
    yen: int


class _CaptureAsked(msgspec.Struct, frozen=True, gc=False):
    hold: ids.OperationId
    final: bool = True


class _Refund(msgspec.Struct, frozen=True, gc=False):
    payment: ids.OperationId


class _Restore(msgspec.Struct, frozen=True, gc=False):
    debit: ids.OperationId


_effects = msgspec.json.Decoder(Effects, dec_hook=ids.from_json).decode
_authorised = msgspec.json.Decoder(_Authorised, dec_hook=ids.from_json).decode
_capture = msgspec.json.Decoder(_CaptureAsked, dec_hook=ids.from_json).decode
_changed = msgspec.json.Decoder(_Changed, dec_hook=ids.from_json).decode
_refund = msgspec.json.Decoder(_Refund, dec_hook=ids.from_json).decode
_restore = msgspec.json.Decoder(_Restore, dec_hook=ids.from_json).decode


class Usages:
    """The use of limits in one book."""

    def __init__(self, cursor: Cursor, book: int, facts: Facts) -> None:
        self._cursor = cursor
        self._book = book
        self._facts = facts
        #: By limit and wallet: the day of the table, in days since the epoch; what it says; what
        #: the journal says so far.
        self._rows: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        #: Whether there is a cap on the present day, by terms, product and limit.
        self._capped: dict[tuple[int, str, str], bool] = {}
        self._load()
        self._day = -1
        self._date = _EPOCH
        #: The days of the journal and the first operation of each: an operation's day is looked up.
        self._days: list[int] = []
        self._firsts: list[int] = []
        #: What each open hold keeps.
        self._open: dict[int, int] = {}
        #: The captures, rising, with the hold of each: what it took was used when it was held.
        self._captures = array("q")
        self._holds = array("q")
        #: The lapses and mirrored payments, rising: what is restored of one was never used.
        self._unused = array("q")

    def _load(self) -> None:
        with self._cursor.connection.cursor(f"zandaka_usage_{self._book}", scrollable=False) as s:
            s.itersize = 20_000
            s.execute(
                b"SELECT wallet, limit_kind, period, yen FROM usage WHERE book = %d" % self._book,
                binary=True,
            )
            for wallet, kind, period, yen in s:
                self._rows[kind][wallet] = [(period - _EPOCH).days, yen, 0]

    def begin(self, recorded_us: int, first_operation: int) -> None:
        """A batch begins."""
        day = (recorded_us + _JST_US) // _DAY_US
        if day != self._day:
            self._day = day
            self._date = _EPOCH + timedelta(days=day)
            self._capped.clear()
            self._days.append(day)
            self._firsts.append(first_operation)

    def accept(self, operation: OperationRow, moved: int, batch: int) -> None:
        """One accepted operation whose transfers moved `moved` yen. Raises Break where it used a
        limit that the table knows nothing of."""
        verb = operation.verb
        told = b'"uses":' in operation.outcome
        kind = _LIMITS.get(verb)
        if kind is not None:
            self._use(operation, verb, kind, moved, batch)
        elif verb == b"capture":
            asked = _capture(operation.request)
            self._captures.append(operation.id)
            self._holds.append(asked.hold)
            rest = self._open[asked.hold] = self._open.get(asked.hold, 0) - moved
            if asked.final:
                if not told:
                    self._give_back(operation.wallet, rest, asked.hold)
                self._open.pop(asked.hold)
        elif verb in (b"lapse", b"mirror_payment"):
            self._unused.append(operation.id)
        elif verb in _HOLDING:
            changed = _changed(operation.outcome)
            yen = changed.yen if verb == b"increase" else -changed.yen
            self._open[changed.hold] = self._open.get(changed.hold, 0) + yen
            if not self._open[changed.hold]:
                del self._open[changed.hold]
            if verb == b"void" and not told:
                self._give_back(operation.wallet, changed.yen, changed.hold)
        elif verb == b"refund" and not told:
            self._return(operation, moved, _refund(operation.request).payment)
        elif verb == b"restore" and not told:
            self._return(operation, moved, _restore(operation.request).debit)
        # What came later says itself what it used (`effects.py`).
        if told:
            for one in _effects(operation.outcome).uses:
                self._said(one, batch)

    def _said(self, one: LimitUsed, batch: int) -> None:
        row = self._rows[one.limit].get(one.wallet)
        period = (one.period - _EPOCH).days
        if row is not None and row[0] == period:
            row[2] = max(0, row[2] + one.yen)
        elif one.yen > 0 and (row is None or row[0] < period):
            raise Break(
                self._book, batch, f"usage of {one.wallet}, {one.limit}",
                f"knows nothing of the period that begins on {one.period}",
            )  # fmt: skip

    def _use(self, operation: OperationRow, verb: bytes, kind: str, moved: int, batch: int) -> None:
        yen = moved
        if verb == b"authorise":
            yen = self._open[operation.id] = _authorised(operation.outcome).yen
        wallet = operation.wallet
        asked = (operation.terms, self._facts.wallet_product(self._book, wallet), kind)
        capped = self._capped.get(asked)
        if capped is None:
            capped = self._capped[asked] = self._facts.capped(*asked, self._date)
        if not capped:
            return
        row = self._rows[kind].get(wallet)
        if row is None or row[0] < self._day:
            raise Break(
                self._book, batch, f"usage of {ids.WalletId(wallet)}, {kind}",
                f"knows nothing of operation {ids.OperationId(operation.id)} on {self._date}",
            )  # fmt: skip
        if row[0] == self._day:
            row[2] += yen

    def _return(self, operation: OperationRow, moved: int, debit: int) -> None:
        if _find(self._unused, debit) is None:
            capture = _find(self._captures, debit)
            used_by = debit if capture is None else self._holds[capture]
            self._give_back(operation.wallet, moved, used_by)

    def _give_back(self, wallet: int, yen: int, used_by: int) -> None:
        row = self._rows["pay_day_max"].get(wallet)
        if row is not None and row[0] == self._day_of(used_by):
            row[2] = max(0, row[2] - yen)

    def _day_of(self, operation: int) -> int:
        return self._days[bisect_right(self._firsts, operation) - 1]

    @property
    def kept(self) -> dict[int, int]:
        """What each open hold keeps, in yen."""
        return self._open

    def finish(self) -> None:
        """Every use in the table is that of the journal. Raises Break at the first that is not."""
        for kind, wallets in self._rows.items():
            for wallet, (day, yen, expected) in wallets.items():
                if yen != expected:
                    on = _EPOCH + timedelta(days=day)
                    raise Break(
                        self._book, None, f"usage of {ids.WalletId(wallet)}, {kind} on {on}",
                        f"is {yen} yen, the journal says {expected}",
                    )  # fmt: skip


def _find(rising: "array[int]", number: int) -> int | None:
    index = bisect_left(rising, number)
    return index if index < len(rising) and rising[index] == number else None
