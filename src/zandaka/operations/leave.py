"""Leave (退会): a holder leaves the app; the value stays, findable by its coupons (R16). Not so
funds-transfer value: a right to money needs whose it is (R100), so its contract ends first."""

from typing import ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, require_open
from zandaka.rules import transferable


class Left(msgspec.Struct, frozen=True):
    """The wallet is closed. `yen` are still in it, for whoever shows the coupon's number."""

    yen: int


class Leave(OnWallet, frozen=True, kw_only=True, tag="leave"):
    """Closes a wallet to loads and payments and forgets whose it was. Funds-transfer value has to
    be withdrawn before, or its contract to be ended."""

    verb: ClassVar[str] = "leave"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        product = transferable.funds_product(wallet, moment.terms)
        inside = [] if product is None else transferable.lots_of(product, wallet.lots)
        if inside:
            raise Refusal("open_items", yen=sum(lot.balance for lot in inside), source="R100")
        closed = msgspec.structs.replace(wallet, status="closed", holder="")
        return Decision(
            Left(sum(lot.balance for lot in wallet.lots)),
            changed_wallets=[closed],
            wallet=wallet.id,
        )
