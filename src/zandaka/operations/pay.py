"""Pay (支払): value goes from a wallet's lots to a merchant, part in cash allowed."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LotMoved
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.money import Yen, YenOrNone
from zandaka.operations.base import (
    MerchantId,
    Network,
    OnWallet,
    Reference,
    require_in_use,
    require_open,
)
from zandaka.rules import acceptance, limits, lots, medium, overseas
from zandaka.rules.overseas import OVERSEAS, Fee, Foreign


class LotPart(msgspec.Struct, frozen=True, gc=False):
    """A lot and how many yen of it."""

    lot: str
    yen: int


class Paid(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """`yen` came from the wallet, `cash_yen` over the counter; `balance` is what is left of the
    wallet's value that is accepted here. `fee` is the part of `yen` that a purchase abroad costs
    beside its price (R82). `moved_ends`: what ends later for this use (R76)."""

    yen: int
    cash_yen: int
    merchant: str
    lots: tuple[LotPart, ...]
    balance: int
    moved_ends: tuple[LotMoved, ...] = ()
    fee: Fee | None = None


class Pay(OnWallet, frozen=True, kw_only=True, tag="pay"):
    """Pays `yen` at a merchant from the wallet's lots, earliest expiry first. `cash_yen` is what
    the shop took in cash beside it: recorded, never posted. `network` and `channel` are how the
    payment came, where they are known: some value is accepted by some of them alone. `foreign`
    says of which amount in another currency `yen` are the price."""

    verb: ClassVar[str] = "pay"

    merchant: MerchantId
    yen: Yen
    cash_yen: YenOrNone = 0
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""
    foreign: Foreign | None = None

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.merchants.add(self.merchant)
        touch.named.add((Kind.MERCHANT_PAYABLE, self.merchant))
        touch.limits.add("pay_day_max")
        if self.foreign is not None:
            touch.fees.add(OVERSEAS)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        merchant = state.merchant(self.merchant)
        if merchant.status != "open":
            raise Refusal("merchant_closed", merchant=merchant.id)
        require_open(wallet)
        yen = self.yen
        product = moment.terms.products[wallet.product]
        require_in_use(product, moment)
        usable = acceptance.usable(wallet.lots, merchant, moment, self.network, self.channel)
        fee = None
        if self.foreign is not None:
            # Not where it is read, as of other commands: this one is read most often.
            require_price(self.foreign, yen)
            fee = overseas.fee_on(
                product, self.foreign, yen, moment.day, self.network, merchant.networks
            )
            yen += 0 if fee is None else fee.yen
        limits.check(product, "pay_max", yen, moment)
        uses = limits.use(product, "pay_day_max", wallet.id, yen, state, moment)
        parts = lots.take(usable, yen, moment.at, product.paying.spend_first)
        payable = state.account(Kind.MERCHANT_PAYABLE, merchant.id)
        left = -yen
        for lot in usable:
            left += lot.balance
        taken: list[LotPart] = []
        moves: list[Move] = []
        for lot, part in parts:
            taken.append(LotPart(ids.lot_text(lot.id), part))
            moves.append((lot, payable, part, 0))
        if fee is not None:
            fees = state.account(Kind.FEE_INCOME, f"{product.id} {OVERSEAS}")
            moves = overseas.split(parts, self.yen, payable, fees)
        if product.expiry_policy != "months_after_use" and fee is None:
            return Decision(
                Paid(yen, self.cash_yen, merchant.id, tuple(taken), left),
                moves,
                uses,
                wallet=wallet.id,
            )
        renewed = medium.use(product, wallet, "pay", moment)
        return Decision(
            Paid(yen, self.cash_yen, merchant.id, tuple(taken), left, renewed.moved_ends, fee),
            moves,
            uses,
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=renewed.records,
            wallet=wallet.id,
        )


def require_price(foreign: Foreign, yen: int) -> None:
    """Raises ValueError where `yen` are not the price of a foreign amount."""
    if foreign.yen != yen:
        raise ValueError(f"yen must be {foreign.yen}: amount times rate, a fraction dropped")
