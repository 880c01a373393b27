"""Withdraw (出金): a holder has funds-transfer value paid out to itself (R104, R107)."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from zandaka import ids
from zandaka.errors import Misfit, Refusal
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reference, require_open, require_tier
from zandaka.operations.pay import LotPart
from zandaka.operations.payout import Payout, payable, touch_payable
from zandaka.rules import fees, limits, lots, transferable
from zandaka.terms.instrument.withdrawing import Route
from zandaka.terms.model import Product

#: The number of a registered account; 0 where none is needed or the holder's newest is meant.
AccountNumber = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]

#: To an account, or at a cash machine.
Way = Literal["bank", "atm"]

_DAY_CAP = "withdraw_day_max"


class Withdrawn(msgspec.Struct, frozen=True, omit_defaults=True):
    """`pays_yen` are to be paid out, `fee_yen` are kept until they were; `free` tells a withdrawal
    that is one of the month's free ones. `balance` is what can still be withdrawn."""

    yen: int
    pays_yen: int
    fee_yen: int
    way: str
    ordered_on: date
    lots: tuple[LotPart, ...]
    balance: int
    free: bool = False
    uses: tuple[LimitUsed, ...] = ()


def require_place(way: Way, account: int, terminal: str) -> None:
    """A machine pays at a terminal, a bank to an account: a word left out must not turn cash at a
    machine into a transfer with a fee of its own. Raises Misfit."""
    if way == "atm" and not terminal:
        raise Misfit("terminal", "is required for a cash machine")
    if way == "bank" and terminal:
        raise Misfit("terminal", "goes with way = atm")
    if way == "atm" and account:
        raise Misfit("account", "goes with way = bank")


class Withdraw(OnWallet, frozen=True, kw_only=True, tag="withdraw"):
    """Orders `yen` of funds-transfer value out of a wallet: to the registered `account`, or at the
    cash machine `terminal`. The fee comes on top, unless the terms take it out of the amount;
    `automatic` tells what the holder has done again and again."""

    verb: ClassVar[str] = "withdraw"

    yen: Yen
    way: Way = "bank"
    account: AccountNumber = 0
    terminal: Reference = ""
    automatic: bool = False
    reference: Reference = ""

    def __post_init__(self) -> None:
        require_place(self.way, self.account, self.terminal)

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch_payable(touch, self.wallet)
        touch.limits.update((_DAY_CAP, fees.free_kind(self._route())))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        product, found, day_use = self._allowed(wallet, state, moment)
        inside = transferable.lots_of(product, wallet.lots)
        good = [lot for lot in inside if not lot.expired(moment.at)]
        taken = lots.take(good, found.pays + found.fee, moment.at)
        if found.pays <= 0:
            source = product.withdrawing.source
            raise Refusal("nothing_left", yen=self.yen, fee_yen=found.fee, source=source)
        into = payable(state, wallet.id)
        moves: list[Move] = [(lot, into, yen, 0) for lot, yen in _split(taken, found.pays)]
        uses = (*day_use, *found.uses)
        outcome = Withdrawn(
            yen=self.yen,
            pays_yen=found.pays,
            fee_yen=found.fee,
            way=self.way,
            ordered_on=moment.day,
            lots=tuple(LotPart(ids.lot_text(lot.id), yen) for lot, yen in taken),
            balance=sum(lot.available(moment.at) for lot in good) - found.pays - found.fee,
            free=bool(found.free),
            uses=limits.told(uses, state),
        )
        payout = Payout(
            wallet=wallet.id,
            kind="withdrawal",
            way=self.way,
            yen=found.pays,
            fee_yen=found.fee,
            counted=_DAY_CAP if day_use else "",
            counted_yen=self.yen if day_use else 0,
            free=found.free,
            ordered_on=moment.day,
            account=self.account,
            terminal=self.terminal,
        )
        return Decision(outcome, moves=moves, uses=uses, records=[payout], wallet=wallet.id)

    def _route(self) -> Route:
        return "automatic" if self.automatic and self.way == "bank" else self.way

    def _allowed(
        self, wallet: Wallet, state: State, moment: Moment
    ) -> tuple[Product, fees.Price, tuple[Any, ...]]:
        """The product, what it costs and the use of the day's cap. Refuses wallet_closed,
        wallet_stopped, tier_too_low, not_offered and limit_exceeded."""
        if self.way == "atm" or wallet.status != "stopped":
            # A card that was lost opens no cash machine; to its holder's own account value goes.
            require_open(wallet)
        product = transferable.funds_product(wallet, moment.terms)
        if product is None:
            raise Refusal("not_offered", product=wallet.product, route=self._route())
        require_tier(product, wallet.tier)
        found = fees.price(product, self._route(), wallet.id, self.yen, state, moment.day)
        if found is None:
            raise Refusal("not_offered", product=product.id, route=self._route())
        limits.check(product, "withdraw_max", self.yen, moment)
        day_use = limits.use(product, _DAY_CAP, wallet.id, self.yen, state, moment)
        return product, found, day_use


def _split(taken: list[tuple[Lot, int]], first: int) -> list[tuple[Lot, int]]:
    """The same parts, cut where `first` yen are full: what is paid out and what is kept for the
    fee are transfers of their own, so that either can be given back alone."""
    parts: list[tuple[Lot, int]] = []
    for lot, yen in taken:
        before = min(yen, first)
        first -= before
        parts.extend((lot, part) for part in (before, yen - before) if part)
    return parts
