"""Resume (利用再開): a medium that was stopped can be used again."""

from typing import ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reason, require_open


class Resumed(msgspec.Struct, frozen=True):
    """`yen` can be spent again, as far as they are good."""

    yen: int


class Resume(OnWallet, frozen=True, kw_only=True, tag="resume"):
    """Takes a stop back. Refuses wrong_operation where the wallet is not stopped."""

    verb: ClassVar[str] = "resume"

    reason: Reason

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        if wallet.status != "stopped":
            require_open(wallet)
            raise Refusal("wrong_operation", status=wallet.status)
        return Decision(
            Resumed(sum(lot.balance for lot in wallet.lots)),
            changed_wallets=[msgspec.structs.replace(wallet, status="open")],
            wallet=wallet.id,
        )
