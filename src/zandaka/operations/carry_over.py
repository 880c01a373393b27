"""Carry over (残高の引継ぎ): a card takes over the balance of a number, and gives it its own end
(R85)."""

from typing import ClassVar

from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State
from zandaka.operations.charge import Onto


class CarryOver(Onto, frozen=True, kw_only=True, tag="carry_over"):
    """Moves all that is left of a number onto a card that takes it over. From then on it is good
    for as long as the card: that may be shorter or longer. Value outside the Act comes inside it:
    `accept_exemption_loss` says that this is meant."""

    verb: ClassVar[str] = "carry_over"

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet, product = self._source(state, moment)
        terms = product.sending
        if not terms.carries_to:
            raise Refusal("not_offered", product=product.id, source=terms.source or product.source)
        parts = self._parts(wallet, product, None, moment)
        self._keep_exemption(product, terms.carries_to, moment)
        return self._move("carry_over", wallet, parts, state, moment)
