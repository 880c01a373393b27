"""Load (チャージ): money the issuer has received becomes value in a wallet."""

from datetime import datetime
from typing import Any, ClassVar, Final, Literal

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch, Usage
from zandaka.money import Yen
from zandaka.operations.base import (
    OnWallet,
    Reference,
    require_in_use,
    require_open,
    require_tier,
)
from zandaka.rules import contracts, limits, lots, medium
from zandaka.terms.model import Product

#: How money came in; empty: not told.
Channel = Literal["", "cash_counter", "bank", "card", "carrier", "auto"]
#: What can be loaded again.
_LOADED: Final = ("app", "card")


class Loaded(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` are in a new lot, good strictly before `expires_at` (for ever when none);
    `balance` is what the wallet has now. `product`: whose value it is, where that is not the
    wallet's own."""

    lot: ids.LotId
    yen: int
    expires_at: datetime | None
    balance: int
    product: str = ""
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()


class Load(OnWallet, frozen=True, kw_only=True, tag="load"):
    """Loads `yen` that the issuer has received into an app wallet or onto a card, within the
    product's caps. `product` is one that the wallet's holds beside its own: caps count over both
    (R69), and its holder must be known as far as the value asks; once its contract was ended,
    `begin_contract` comes first. Only what came in by `channel` `cash_counter` counts toward the
    cap on cash (R67)."""

    verb: ClassVar[str] = "load"

    yen: Yen
    reference: Reference = ""
    product: Reference = ""
    channel: Channel = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.BANK_CLEARING, ""))
        touch.limits.add("load_day_max")
        touch.limits.add("balance_max")
        if self.channel == "cash_counter":
            touch.limits.add("cash_load_day_max")
        if self.product:
            touch.under_way.add(contracts.EndedContract)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        product = moment.terms.products[wallet.product]
        value = _value(product, self.product, moment)
        series = moment.series.get((value.id, "", ""))
        if wallet.form not in _LOADED or product.expiry_policy == "per_lot" or series is None:
            raise Refusal("wrong_form", product=product.id, form=wallet.form)
        require_tier(value, wallet.tier)
        if value is not product:
            contracts.require_running(wallet, value, state)
        medium.require_good(wallet, moment)
        limits.check(product, "load_max", self.yen, moment)
        uses = limits.use(product, "load_day_max", wallet.id, self.yen, state, moment)
        more: tuple[Usage, ...] = ()
        if self.channel == "cash_counter":
            more = limits.use(product, "cash_load_day_max", wallet.id, self.yen, state, moment)
        before = lots.total(wallet.lots, moment.at)
        if product.issuing.balance_max_counts == "loaded":
            more += limits.use(product, "balance_max", wallet.id, self.yen, state, moment)
        else:
            limits.check_balance(product, before, self.yen, moment)
        told = limits.told(more, state)
        if value is not product:
            limits.check(value, "load_max", self.yen, moment)
            own = lots.total((lot for lot in wallet.lots if lot.series is series), moment.at)
            limits.check_balance(value, own, self.yen, moment)
        renewed = medium.use(product, wallet, "load", moment)
        ends_with = renewed.wallets[0] if renewed.wallets else wallet
        expires_at = medium.end_of_value(product, ends_with, moment)
        lot = Lot(0, wallet.id, series, wallet.id, 0, 0, expires_at, moment.at)

        def outcome() -> Any:
            return Loaded(
                ids.LotId(lot.id),
                self.yen,
                expires_at,
                before + self.yen,
                "" if value is product else value.id,
                told,
                renewed.moved_ends,
            )

        return Decision(
            outcome,
            moves=[(state.account(Kind.BANK_CLEARING), lot, self.yen, 0)],
            lots=[lot],
            uses=uses + more,
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=renewed.records,
            wallet=wallet.id,
        )


def _value(product: Product, named: str, moment: Moment) -> Product:
    """The product whose value is loaded: the wallet's own, or one that it holds. Refuses
    product_not_open and not_offered."""
    require_in_use(product, moment)
    if named in ("", product.id):
        return product
    if named not in product.holds:
        raise Refusal("not_offered", product=product.id, asked=named)
    value = moment.terms.products[named]
    require_in_use(value, moment)
    return value
