"""Leave (退会): a holder leaves the app; the value stays, findable by its coupons (R16). Not so
funds-transfer value: a right to money needs whose it is (R100), so its contract ends first."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, require_open
from zandaka.operations.end_contract import nothing_owed, nothing_under_way, touch_contract
from zandaka.operations.payout import Payout
from zandaka.rules import transferable


class Left(msgspec.Struct, frozen=True):
    """The wallet is closed. `yen` are still in it, for whoever shows the coupon's number."""

    yen: int


class Leave(OnWallet, frozen=True, kw_only=True, tag="leave"):
    """Closes a wallet to loads and payments and forgets whose it was. Funds-transfer value has to
    be withdrawn before, or its contract to be ended; what is to be paid to its holder, or may come
    back, must have come to its end; and what the holder owes after a force post must have been
    collected or written off."""

    verb: ClassVar[str] = "leave"

    def touch(self, touch: Touch) -> None:
        touch_contract(touch, self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        product = transferable.funds_product(wallet, moment.terms)
        inside = [] if product is None else nothing_under_way(wallet, product, state, moment)
        # Who is not known any more can be paid nothing.
        payouts = sorted(
            str(ids.OperationId(payout.operation))
            for one in state.line(wallet.id)
            for payout in state.records_of(Payout, one.id)
        )
        if inside or payouts:
            raise Refusal(
                "open_items",
                yen=sum(lot.balance for lot in inside),
                payouts=payouts,
                source="R100",
            )
        nothing_owed(wallet, state)
        closed = msgspec.structs.replace(wallet, status="closed", holder="")
        return Decision(
            Left(sum(lot.balance for lot in wallet.lots)),
            changed_wallets=[closed],
            wallet=wallet.id,
        )
