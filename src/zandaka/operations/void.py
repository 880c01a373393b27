"""Void (仮押さえの取消): a merchant lets go of what was authorised for it, in whole or in part."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, HoldLine, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, OnPast
from zandaka.operations.capture import fee_of, open_hold
from zandaka.rules import holds, lots


class Voided(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` are the holder's to spend again, and `open_yen` still kept for the merchant. `uses`:
    which limit they let go of, where the hold was increased on another day."""

    hold: ids.OperationId
    yen: int
    open_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()


class Void(OnPast, frozen=True, kw_only=True, tag="void"):
    """Lets go of `yen` of a hold's price, of all of it when none are given, and gives the use of
    the day's limit back. A fee goes with its price."""

    verb: ClassVar[str] = "void"

    hold: ids.OperationId
    merchant: MerchantId
    yen: Yen | None = None

    @property
    def on(self) -> ids.OperationId:
        return self.hold

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.hold)
        touch.past_wallets = True
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        hold, open_yen = open_hold(state, self.hold, self.merchant, moment)
        past = state.past[hold.id]
        yen = open_yen
        if self.yen is not None:
            fee = fee_of(past)
            price = open_yen if fee is None else fee.price_within(open_yen)
            if self.yen > price:
                raise Refusal("exceeds_hold", open_yen=price, yen=self.yen)
            left = price - self.yen
            if left:
                yen = open_yen - left - (0 if fee is None else fee.of(left).yen)
        missing = yen
        changes: list[tuple[HoldLine, int]] = []
        # What stays held is what a capture takes first.
        first = moment.terms.products[state.wallet(hold.wallet).product].paying.spend_first
        for lot in reversed(lots.ordered([line.lot for line in hold.lines], first)):
            line = next(one for one in hold.lines if one.lot is lot)
            part = min(line.yen, missing)
            missing -= part
            if part:
                changes.append((line, part))
        kept, let_go = holds.parted(hold.uses, max(0, holds.total(hold.uses) - yen))
        uses = holds.give_back("pay_day_max", hold.wallet, let_go, state)
        told = any(day != jst_date(past.effective_at) for day, _ in hold.uses)
        return Decision(
            Voided(
                self.hold,
                yen,
                open_yen - yen,
                holds.told("pay_day_max", hold.wallet, hold.uses, uses, state) if told else (),
            ),
            hold=msgspec.structs.replace(hold, uses=kept, rest=max(0, hold.rest - yen)),
            hold_changes=changes,
            uses=uses,
            wallet=hold.wallet,
        )
