"""Collect a shortfall (不足額の回収): what a holder owes is taken from value on the card."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Decision, Moment, Move, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import OnWallet, Reason, require_open
from zandaka.operations.pay import LotPart
from zandaka.rules import contracts, lots, shortfalls
from zandaka.rules.contracts import EndedContract
from zandaka.rules.shortfalls import Shortfall


class ShortfallPart(msgspec.Struct, frozen=True):
    """Yen of what the payment `payment` left owing."""

    payment: ids.OperationId
    yen: int


class ShortfallCollected(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` of `lots` have paid what these payments left owing; `left_yen` are still owed."""

    yen: int
    lots: tuple[LotPart, ...]
    of: tuple[ShortfallPart, ...]
    left_yen: int = 0


class CollectShortfall(OnWallet, frozen=True, kw_only=True, tag="collect_shortfall"):
    """Nets what the holder of a wallet owes - with this card, or one that it replaced - from value
    on it: `yen`, or with none given as much as there is, the oldest debt first. It takes what a
    payment would take first, and nothing that a hold keeps or that has expired. No source speaks of
    it: somebody decides, unless the terms have the house do it (`collect_shortfall`)."""

    verb: ClassVar[str] = "collect_shortfall"

    yen: Yen | None = None
    reason: Reason

    def touch(self, touch: Touch) -> None:
        touch_shortfalls(touch, self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        # A card that was stopped is still its holder's, and so is the debt.
        if wallet.status != "stopped" and not contracts.closed_with(wallet, state):
            require_open(wallet)
        found = owing(state, self.wallet)
        owed = require_owed(found, self.yen)
        good = [lot for lot in wallet.lots if not lot.expired(moment.at)]
        first = moment.terms.products[wallet.product].paying.spend_first
        asked = owed if self.yen is None else self.yen
        parts, missing = lots.take_some(good, asked, moment.at, first)
        if not parts or (missing and self.yen is not None):
            raise Refusal("insufficient_value", available_yen=asked - missing, yen=asked)
        paid, changed = shortfalls.collect(found, parts)
        yen = asked - missing
        return Decision(
            ShortfallCollected(
                yen,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                told((one, part) for _, one, part in paid),
                owed - yen,
            ),
            moves=list[Move]([(lot, account_of(one, state), part, 0) for lot, one, part in paid]),
            records=changed,
            wallet=wallet.id,
        )


def touch_shortfalls(touch: Touch, wallet: ids.WalletId) -> None:
    """A wallet, the cards that it replaced, what their holder owes, and contracts that ended."""
    touch.wallets.add(wallet)
    touch.predecessors = True
    touch.under_way.update((Shortfall, EndedContract))
    touch.of_wallets.add(Kind.SHORTFALL)


def owing(state: State, wallet: int) -> list[Shortfall]:
    """What is owed with a card and those that it replaced, the oldest first."""
    found = [one for card in state.line(wallet) for one in state.records_of(Shortfall, card.id)]
    return sorted(found, key=lambda one: one.operation)


def require_owed(found: list[Shortfall], yen: int | None) -> int:
    """How much is owed. Refuses nothing_left, and exceeds_debit where `yen` is more."""
    owed = shortfalls.owed(found)
    if not owed:
        raise Refusal("nothing_left", owed_yen=0)
    if yen is not None and yen > owed:
        raise Refusal("exceeds_debit", left_yen=owed, yen=yen)
    return owed


def account_of(one: Shortfall, state: State) -> Account:
    """The account in which a shortfall stands."""
    return state.account(Kind.SHORTFALL, str(ids.WalletId(one.wallet)))


def told(parts: Iterable[tuple[Shortfall, int]]) -> tuple[ShortfallPart, ...]:
    """Parts as an outcome has them, one a payment."""
    sums: dict[int, int] = {}
    for one, yen in parts:
        sums[one.operation] = sums.get(one.operation, 0) + yen
    return tuple(ShortfallPart(ids.OperationId(payment), yen) for payment, yen in sums.items())
