"""Leave (退会): a holder leaves the app; the value stays, findable by its coupons (R16)."""

from typing import ClassVar

import msgspec

from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, require_open


class Left(msgspec.Struct, frozen=True):
    """The wallet is closed. `yen` are still in it, for whoever shows the coupon's number."""

    yen: int


class Leave(OnWallet, frozen=True, kw_only=True, tag="leave"):
    """Closes a wallet to loads and payments and forgets whose it was."""

    verb: ClassVar[str] = "leave"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        closed = msgspec.structs.replace(wallet, status="closed", holder="")
        return Decision(
            Left(sum(lot.balance for lot in wallet.lots)),
            changed_wallets=[closed],
            wallet=wallet.id,
        )
