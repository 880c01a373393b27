"""Void (仮押さえの取消): a merchant lets go of what was authorised for it."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.instants import jst_date
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import MerchantId, OnPast
from zandaka.operations.capture import open_hold
from zandaka.rules import limits


class Voided(msgspec.Struct, frozen=True):
    """`yen` are the holder's to spend again."""

    hold: ids.OperationId
    yen: int


class Void(OnPast, frozen=True, kw_only=True, tag="void"):
    """Ends a hold and gives its use of the day's limit back."""

    verb: ClassVar[str] = "void"

    hold: ids.OperationId
    merchant: MerchantId

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        hold, open_yen = open_hold(state, self.hold, self.merchant, moment)
        return Decision(
            Voided(self.hold, open_yen),
            hold_changes=[(line, line.yen) for line in hold.lines if line.yen],
            uses=limits.give_back(
                "pay_day_max",
                hold.wallet,
                open_yen,
                jst_date(state.past[hold.id].effective_at),
                state,
            ),
            wallet=hold.wallet,
        )
