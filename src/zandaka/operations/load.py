"""Load (チャージ): money the issuer has received becomes value in a wallet."""

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reference, require_open
from zandaka.rules import limits, lots
from zandaka.rules.expiry import months_after_load


class Loaded(msgspec.Struct, frozen=True):
    """`yen` are in a new lot, good strictly before `expires_at` (for ever when none);
    `balance` is what the wallet has now."""

    lot: ids.LotId
    yen: int
    expires_at: datetime | None
    balance: int


class Load(OnWallet, frozen=True, kw_only=True, tag="load"):
    """Loads `yen` paid by bank or card into an app wallet, within the product's caps."""

    verb: ClassVar[str] = "load"

    yen: Yen
    reference: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.BANK_CLEARING, ""))
        touch.limits.add("load_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        product = moment.terms.products[wallet.product]
        series = moment.series.get((product.id, "", ""))
        if wallet.form != "app" or product.expiry_policy == "per_lot" or series is None:
            raise Refusal("wrong_form", product=product.id, form=wallet.form)
        limits.check(product, "load_max", self.yen, moment)
        uses = limits.use(product, "load_day_max", wallet.id, self.yen, state, moment)
        before = lots.total(wallet.lots, moment.at)
        limits.check_balance(product, before, self.yen, moment)
        expires_at = months_after_load(product, moment.at)
        lot = Lot(0, wallet.id, series, wallet.id, 0, 0, expires_at, moment.at)

        def outcome() -> Any:
            return Loaded(ids.LotId(lot.id), self.yen, expires_at, before + self.yen)

        return Decision(
            outcome,
            moves=[(state.account(Kind.BANK_CLEARING), lot, self.yen, 0)],
            lots=[lot],
            uses=uses,
            wallet=wallet.id,
        )
