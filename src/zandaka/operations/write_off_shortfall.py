"""Write off a shortfall (不足額の償却): the issuer bears what a holder owes, and asks no more."""

from typing import ClassVar

import msgspec

from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reason
from zandaka.operations.collect_shortfall import (
    ShortfallPart,
    account_of,
    owing,
    require_owed,
    told,
    touch_shortfalls,
)
from zandaka.rules import shortfalls


class ShortfallWrittenOff(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` that these payments left owing are the issuer's loss; `left_yen` are still owed."""

    yen: int
    of: tuple[ShortfallPart, ...]
    left_yen: int = 0


class WriteOffShortfall(OnWallet, frozen=True, kw_only=True, tag="write_off_shortfall"):
    """Gives up `yen` of what the holder of a wallet owes, with this card or one that it replaced,
    or with none given all of it, the oldest first: it is the issuer's expense. `ground` says why,
    and the caller is kept with it. A later refund of the purchase undoes the loss."""

    verb: ClassVar[str] = "write_off_shortfall"

    yen: Yen | None = None
    ground: Reason

    def touch(self, touch: Touch) -> None:
        touch_shortfalls(touch, self.wallet)
        touch.named.add((Kind.BAD_DEBT_EXPENSE, ""))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        found = owing(state, self.wallet)
        owed = require_owed(found, self.yen)
        yen = owed if self.yen is None else self.yen
        parts, changed = shortfalls.write_off(found, yen)
        expense = state.account(Kind.BAD_DEBT_EXPENSE)
        return Decision(
            ShortfallWrittenOff(yen, told(parts), owed - yen),
            moves=list[Move]([(expense, account_of(one, state), part, 0) for one, part in parts]),
            records=changed,
            wallet=wallet.id,
        )
