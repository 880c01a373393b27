"""End hold (仮押さえの期限切れ): what a hold kept when its time ran out counts no longer."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnPast
from zandaka.rules import holds, limits


class HoldEnded(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` were never captured. `uses`: which limit they give back."""

    hold: ids.OperationId
    merchant: str
    yen: int
    uses: tuple[LimitUsed, ...] = ()


class EndHold(OnPast, frozen=True, kw_only=True, tag="end_hold"):
    """Writes down that a hold's time has run out, and gives its use of the day's limit back. What
    it held is free from the instant on, written down or not. The house does it by itself."""

    verb: ClassVar[str] = "end_hold"

    hold: ids.OperationId

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.past_wallets = True
        touch.successors = True
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.hold)
        hold = state.holds.get(self.hold)
        if hold is None:
            raise Refusal("wrong_operation", verb=past.verb, code=past.code)
        if hold.expires_at > moment.at:
            raise Refusal("hold_not_ended", expires_at=hold.expires_at)
        if not hold.uses:
            raise Refusal("nothing_left")
        uses = holds.give_back("pay_day_max", hold.wallet, hold.uses, state)
        return Decision(
            HoldEnded(self.hold, hold.merchant, holds.total(hold.uses), limits.told(uses, state)),
            hold=msgspec.structs.replace(hold, uses=()),
            hold_changes=[(line, line.yen) for line in hold.lines if line.yen],
            uses=uses,
            wallet=hold.wallet,
        )
