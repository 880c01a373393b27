"""Turn funds-transfer value into prepaid value (前払式への切替): a contract ends, and all that was
left is prepaid value of the same card at the same instant (R116)."""

from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.effects import LotOpened
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reason
from zandaka.operations.end_contract import contract, nothing_under_way, touch_contract
from zandaka.rules import contracts, medium
from zandaka.rules.contracts import EndedContract


class TurnedToPrepaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` left the funds-transfer `product` and entered the prepaid product `into`, in the
    wallet's new lot, in this one operation. Of an empty contract there is no such lot."""

    yen: int
    product: str
    into: str
    new_lots: tuple[LotOpened, ...]


class ToPrepaid(OnWallet, frozen=True, kw_only=True, tag="to_prepaid"):
    """Ends the funds-transfer contract of a wallet: the whole of it becomes prepaid value, without
    a fee. What is under way must have ended before; from then on no such value comes in, until its
    holder begins a contract anew (`begin_contract`). Refuses value_expired from the end of the card
    on: what the contract has left by then is owed in money (R114)."""

    verb: ClassVar[str] = "to_prepaid"

    reason: Reason = "asked for by the holder"

    def touch(self, touch: Touch) -> None:
        touch_contract(touch, self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        product = contract(wallet, "to_prepaid", state, moment)
        own = moment.terms.products[wallet.product]
        series = moment.series.get((own.id, "", ""))
        if own.id == product.id or series is None:
            raise Refusal("not_offered", product=wallet.product)
        medium.require_good(wallet, moment)
        before = contracts.ended(wallet, product, state)
        inside = nothing_under_way(wallet, product, state, moment)
        if before is not None and not inside:
            raise contracts.over(product)
        records = [] if before else [EndedContract(wallet=wallet.id, product=product.id)]
        if not inside:
            nothing = TurnedToPrepaid(0, product.id, own.id, ())
            return Decision(nothing, records=records, wallet=wallet.id)
        yen = sum(lot.balance for lot in inside)
        expires_at = medium.end_of_value(own, wallet, moment)
        lot = Lot(0, wallet.id, series, wallet.id, 0, 0, expires_at, moment.at)

        def outcome() -> Any:
            opened = LotOpened(
                ids.LotId(lot.id), ids.WalletId(wallet.id), own.id, ids.WalletId(wallet.id),
                moment.at, expires_at,
            )  # fmt: skip
            return TurnedToPrepaid(yen, product.id, own.id, (opened,))

        return Decision(
            outcome,
            moves=[(one, lot, one.balance, 0) for one in inside],
            lots=[lot],
            records=records,
            wallet=wallet.id,
        )
