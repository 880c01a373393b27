"""Close a payout alarm (出金の警告の対応済み): a person has looked at it."""

from typing import Annotated, ClassVar, Final

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reason
from zandaka.redress.action import Action, Desk

_FIND: Final = "SELECT payout, closed_at FROM payout_alarms WHERE id = %s FOR UPDATE"
_CLOSE: Final = """
UPDATE payout_alarms SET closed_at = %s, closed_by = %s, why = %s WHERE id = %s
"""


class PayoutAlarmClosed(msgspec.Struct, frozen=True):
    """It is not listed any more. What was done about the money stands elsewhere."""

    alarm: int
    payout: ids.OperationId


class ClosePayoutAlarm(Action, frozen=True, kw_only=True, tag="close_payout_alarm"):
    """Takes an alarm off the list, with what was found and done."""

    verb: ClassVar[str] = "close_payout_alarm"
    ja: ClassVar[str] = "出金の食い違いの警告を、調べた結果と対応を書いて一覧から外す。"
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PayoutAlarmClosed

    alarm: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]
    why: Reason

    def act(self, desk: Desk) -> PayoutAlarmClosed:
        row = desk.connection.execute(_FIND, (self.alarm,)).fetchone()
        if row is None:
            raise Refusal("unknown_operation", alarm=self.alarm)
        if row[1] is None:
            desk.connection.execute(_CLOSE, (desk.now, desk.by, self.why, self.alarm))
        return PayoutAlarmClosed(self.alarm, ids.OperationId(row[0]))
