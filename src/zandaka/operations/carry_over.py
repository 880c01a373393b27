"""Carry over (残高の引継ぎ): a card takes over the balance of a number, and gives it its own end
(R85)."""

from typing import ClassVar

from zandaka.errors import Refusal
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Moment, State
from zandaka.operations.arrive import received
from zandaka.operations.charge import Onto
from zandaka.operations.parcels import Moved, opened, parcel
from zandaka.rules import limits


class CarriedOver(Moved, frozen=True, kw_only=True, omit_defaults=True):
    """`yen` of the number `source` are on the card `wallet`, or on their way there when
    `in_transit`. `moved_ends`: what ends later for this, where it counts as a use of the card."""

    moved_ends: tuple[LotMoved, ...] = ()
    uses: tuple[LimitUsed, ...] = ()


class CarryOver(Onto, frozen=True, kw_only=True, tag="carry_over"):
    """Moves all that is left of a number onto a card that takes it over. From then on it is good
    for as long as the card: that may be shorter or longer. Value outside the Act comes inside it:
    `accept_exemption_loss` says that this is meant."""

    verb: ClassVar[str] = "carry_over"

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet, product = self._source(state, moment)
        good = self._good(wallet, product, moment)
        terms = product.sending
        if not terms.carries_to:
            raise Refusal("not_offered", product=product.id, source=terms.source or product.source)
        parts = self._parts(good, None, moment)
        self._require_meant(product, terms.carries_to, parts, moment)
        parcels = tuple(parcel(lot, yen) for lot, yen in parts)
        yen = sum(one.yen for one in parcels)
        if not self._is_near:
            return self._far(wallet, parts, CarriedOver(
                why="carry_over", source=self.wallet, wallet=self.to, yen=yen, in_transit=True,
                parcels=parcels,
            ), state)  # fmt: skip
        got = received(state.wallet(self.to), "carry_over", parcels, state, moment)
        told = limits.told(got.uses, state)
        return self._near(wallet, parts, got, lambda: CarriedOver(
            why="carry_over", source=self.wallet, wallet=self.to, yen=yen, in_transit=False,
            new_lots=opened(got.lots), moved_ends=got.renewed.moved_ends, uses=told,
        ))  # fmt: skip
