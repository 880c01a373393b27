"""Lapse (失効): what has expired leaves the wallet."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Decision, Lot, Moment, Move, State, Touch
from zandaka.operations.base import OnWallet
from zandaka.operations.pay import LotPart
from zandaka.rules import lots


class Lapsed(msgspec.Struct, frozen=True):
    """`yen` of the wallet's expired lots are gone from it."""

    yen: int
    lots: tuple[LotPart, ...]


class Lapse(OnWallet, frozen=True, kw_only=True, tag="lapse"):
    """Takes the value of the wallet's expired lots, but for what an open hold keeps. Where it
    goes is in the terms (`lapse_to`). A lapse can be undone by `restore`."""

    verb: ClassVar[str] = "lapse"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        moves = [
            (lot, taker(lot, state, moment), yen, 0)
            # In the order of spending, so that what is restored in part is the same each time.
            for lot in sorted(wallet.lots, key=lots.spend_order)
            if lot.expired(moment.at) and (yen := lot.available(moment.at))
        ]
        if not moves:
            left = [lot for lot in wallet.lots if lot.balance]
            if any(lot.expired(moment.at) for lot in left):
                raise Refusal("hold_open")
            raise Refusal("not_expired" if left else "nothing_left")
        return Decision(
            Lapsed(
                sum(yen for _, _, yen, _ in moves),
                tuple(LotPart(ids.lot_text(lot.id), yen) for lot, _, yen, _ in moves),
            ),
            moves=list[Move](moves),
            wallet=wallet.id,
        )


def taker(lot: Lot, state: State, moment: Moment) -> Account:
    """Where a lot's value goes when nobody has taken it (`lapse_to`)."""
    product = moment.terms.products[lot.series.product]
    if product.lapse_to == "campaign_funding" and lot.series.campaign:
        return state.account(Kind.CAMPAIGN_FUNDING, lot.series.campaign)
    return state.account(Kind.BREAKAGE_INCOME, product.id)
