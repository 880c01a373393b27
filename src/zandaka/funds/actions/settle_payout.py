"""Settle a payout (出金の決着): a person says what became of one that no file carries."""

from typing import ClassVar, Final, Literal

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk

_PAYOUT: Final = "SELECT attempt, yen, state FROM payouts WHERE book = %s AND operation = %s"
_TRY: Final = """
SELECT id, file, state FROM payout_tries WHERE payout = %s AND attempt = %s FOR UPDATE
"""
_NEW: Final = """
INSERT INTO payout_tries (payout, attempt, yen, state, code, by, at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (payout, attempt) DO NOTHING RETURNING id
"""
_DECIDE: Final = """
UPDATE payout_tries SET state = %s, code = %s, by = %s, at = %s, ask_at = NULL WHERE id = %s
"""


class PayoutSettled(msgspec.Struct, frozen=True):
    """The books are told of it at once."""

    payout: ids.OperationId
    result: str


class SettlePayout(Action, frozen=True, kw_only=True, tag="settle_payout"):
    """Tells that a payout was `paid` - at a desk, or by a cash machine that gives no answer - or
    that nothing was and it is to be `returned`. What stands in a file for the bank is told by the
    bank alone."""

    verb: ClassVar[str] = "settle_payout"
    ja: ClassVar[str] = (
        "窓口での支払やATMの応答なしなど、銀行のファイルにない払出について、支払済みか取消かを記録する。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PayoutSettled

    payout: ids.OperationId
    result: Literal["paid", "returned"]
    reason: Reason

    def act(self, desk: Desk) -> PayoutSettled:
        connection = desk.connection
        book = ids.book_of(self.payout)
        # No file is made meanwhile.
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('payout file', 0))")
        row = connection.execute(_PAYOUT, (book, int(self.payout))).fetchone()
        if row is None:
            raise Refusal("unknown_operation", payout=self.payout)
        attempt, yen, state = row
        if state != "ordered":
            raise Refusal("payout_ended", payout=self.payout, state=state)
        code = f"{self.result}: {self.reason}"[:200]
        made = connection.execute(
            _NEW, (int(self.payout), attempt, yen, self.result, code, desk.by, desk.now)
        ).fetchone()
        if made is None:
            self._decide(desk, attempt, code)
        return PayoutSettled(self.payout, self.result)

    def _decide(self, desk: Desk, attempt: int, code: str) -> None:
        found = desk.connection.execute(_TRY, (int(self.payout), attempt)).fetchone()
        assert found is not None, "it stood in the way of a new one"
        number, file, state = found
        if file is not None:
            raise Refusal("open_items", payout=self.payout, payout_file=file)
        if state != "waiting":
            raise Refusal("payout_ended", payout=self.payout, state=state)
        desk.connection.execute(_DECIDE, (self.result, code, desk.by, desk.now, number))
