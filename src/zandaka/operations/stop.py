"""Stop (利用停止): a lost or stolen medium is used no more; what is on it stays."""

from typing import ClassVar

import msgspec

from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reason, require_open


class Stopped(msgspec.Struct, frozen=True):
    """Nothing is loaded, paid or held any more; `yen` are still there. `already`: it had been
    stopped before."""

    yen: int
    already: bool


class Stop(OnWallet, frozen=True, kw_only=True, tag="stop"):
    """Stops a wallet at once. A hold made before may still be captured, and refunds arrive. No
    medium is issued in its place (R83)."""

    verb: ClassVar[str] = "stop"

    reason: Reason

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        already = wallet.status == "stopped"
        if not already:
            require_open(wallet)
        return Decision(
            Stopped(sum(lot.balance for lot in wallet.lots), already),
            changed_wallets=[] if already else [msgspec.structs.replace(wallet, status="stopped")],
            wallet=wallet.id,
        )
