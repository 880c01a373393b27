"""What a network's shop is due of a purchase that was taken back in part, whichever of its messages
came first. No source says it: our reading, docs/decisions/0017-what-cannot-be-refused.md."""

from decimal import Decimal
from typing import Final

import msgspec

_NOTHING: Final = Decimal(0)


class Sums(msgspec.Struct, frozen=True):
    """What was told of a purchase so far, in one unit. `authorised` is None while nothing is known
    of an authorisation; `reversed` are the parts that were taken back, and `whole` says that all
    of it was; `final` that a clearing was its last."""

    authorised: Decimal | None = None
    reversed: Decimal = _NOTHING
    whole: bool = False
    cleared: Decimal = _NOTHING
    final: bool = False

    @property
    def due(self) -> Decimal:
        """What the shop is due of what was cleared. What is taken back comes first out of what was
        authorised and is not cleared: it is held still, or a clearing's end let it go. Only what
        lies beyond that comes out of what was cleared. A part that is taken back before anything
        is known of its authorisation waits for it."""
        if self.whole:
            return _NOTHING
        if self.authorised is None:
            return self.cleared
        uncleared = max(_NOTHING, self.authorised - self.cleared)
        return self.cleared - min(self.cleared, max(_NOTHING, self.reversed - uncleared))

    @property
    def open(self) -> bool:
        """Whether anything of what was authorised may still be cleared."""
        rest = (self.authorised or _NOTHING) - self.cleared - self.reversed
        return rest > 0 and not self.whole and not self.final

    def authorising(self, amount: Decimal) -> "Sums":
        """With an authorisation of `amount`; of one that is told twice, the larger."""
        return msgspec.structs.replace(self, authorised=max(self.authorised or _NOTHING, amount))

    def increasing(self, amount: Decimal) -> "Sums":
        """With so much more authorised."""
        return msgspec.structs.replace(self, authorised=(self.authorised or _NOTHING) + amount)

    def reversing(self, amount: Decimal | None) -> "Sums":
        """With so much taken back, or with None all."""
        if amount is None:
            return msgspec.structs.replace(self, whole=True)
        return msgspec.structs.replace(self, reversed=self.reversed + amount)

    def clearing(self, amount: Decimal, *, final: bool) -> "Sums":
        """With so much cleared, whether it was due or not."""
        cleared = self.cleared + amount
        return msgspec.structs.replace(self, cleared=cleared, final=self.final or final)
