"""Lapse (失効): what has expired leaves the wallet."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.operations.base import OnWallet
from zandaka.operations.pay import LotPart
from zandaka.operations.payout import Payout, payable, touch_payable
from zandaka.rules import lots


class Lapsed(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` of the wallet's expired lots are gone from it; `owed_yen` of them are to be paid to its
    holder."""

    yen: int
    lots: tuple[LotPart, ...]
    owed_yen: int = 0


class Lapse(OnWallet, frozen=True, kw_only=True, tag="lapse"):
    """Takes the value of the wallet's expired lots, but for what an open hold keeps. Where it
    goes is in the terms (`lapse_to`): to somebody's funds or income - which `restore` can undo -
    or, as funds-transfer value at the end of its contract (R114), to what is owed to the holder."""

    verb: ClassVar[str] = "lapse"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch_payable(touch, self.wallet)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        moves = [
            (lot, _taker(lot, wallet, state, moment), yen, 0)
            # In the order of spending, so that what is restored in part is the same each time.
            for lot in sorted(wallet.lots, key=lots.spend_order)
            if lot.expired(moment.at) and (yen := lot.available(moment.at))
        ]
        if not moves:
            left = [lot for lot in wallet.lots if lot.balance]
            if any(lot.expired(moment.at) for lot in left):
                raise Refusal("hold_open")
            raise Refusal("not_expired" if left else "nothing_left")
        owed = sum(yen for lot, _, yen, _ in moves if _owed(lot, moment))
        return Decision(
            Lapsed(
                sum(yen for _, _, yen, _ in moves),
                tuple(LotPart(ids.lot_text(lot.id), yen) for lot, _, yen, _ in moves),
                owed,
            ),
            moves=list[Move](moves),
            records=[_payout(wallet, owed, moment)] if owed else [],
            wallet=wallet.id,
        )


def _owed(lot: Lot, moment: Moment) -> bool:
    return moment.terms.products[lot.series.product].lapse_to == "owed"


def _payout(wallet: Wallet, yen: int, moment: Moment) -> Payout:
    """To the newest account of the holder; to a bearer a person pays."""
    return Payout(
        wallet=wallet.id,
        kind="contract_end",
        way="bank" if wallet.holder else "desk",
        yen=yen,
        ordered_on=moment.day,
    )


def _taker(lot: Lot, wallet: Wallet, state: State, moment: Moment) -> Account:
    return payable(state, wallet.id) if _owed(lot, moment) else taker(lot, state, moment)


def taker(lot: Lot, state: State, moment: Moment) -> Account:
    """Where a lot's value goes when nobody has taken it (`lapse_to`)."""
    product = moment.terms.products[lot.series.product]
    if product.lapse_to == "campaign_funding" and lot.series.campaign:
        return state.account(Kind.CAMPAIGN_FUNDING, lot.series.campaign)
    return state.account(Kind.BREAKAGE_INCOME, product.id)
