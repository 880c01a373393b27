"""Identify (本人確認): how far a holder is known is written on a wallet of that holder."""

from typing import ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reference, require_open
from zandaka.terms.model import Tier


class Identified(msgspec.Struct, frozen=True):
    """The tier that the wallet has now, and the one it had."""

    tier: str
    before: str


class Identify(OnWallet, frozen=True, kw_only=True, tag="identify"):
    """Sets how far the identity of a wallet's holder was checked; `evidence` is where the check is
    kept. A check that turns out wrong sets a lower tier. A bearer's wallet has nobody to check:
    wrong_form."""

    verb: ClassVar[str] = "identify"

    tier: Tier
    evidence: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        if wallet.status != "stopped":
            require_open(wallet)
        if not wallet.holder:
            raise Refusal("wrong_form", product=wallet.product, form=wallet.form)
        return Decision(
            Identified(self.tier, wallet.tier),
            changed_wallets=[msgspec.structs.replace(wallet, tier=self.tier)],
            wallet=wallet.id,
        )
