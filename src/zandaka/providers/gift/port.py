"""What is asked of whoever issues gifts.

The rule of every call: an order is named by our key, and asked for again under that same key
until the answer is `issued` or `denied`. So an answer that was lost costs time and never a second
code."""

from typing import Literal, Protocol

import msgspec


class GiftOrder(msgspec.Struct, frozen=True):
    """One code of `yen` of a brand. The same `key` is the same order, whenever it is asked."""

    key: str
    brand: str
    yen: int


class GiftAnswer(msgspec.Struct, frozen=True):
    """`issued`: there is a code under the provider's `reference`. `denied`: there is none and
    there will be none, `why` says so. `unknown`: ask again with the same key. `why` never holds a
    code."""

    result: Literal["issued", "denied", "unknown"]
    reference: str = ""
    why: str = ""


class GiftProvider(Protocol):
    """Never raises for what the network does: that is `unknown`. Called from many threads."""

    def order(self, order: GiftOrder) -> GiftAnswer:
        """Orders, or tells what became of the same order."""
        ...

    def cancel(self, order: GiftOrder) -> GiftAnswer:
        """Takes a code back that nobody has used: `denied` once it is void, `issued` where it can
        no longer be taken back."""
        ...

    def reveal(self, order: GiftOrder, reference: str) -> str | None:
        """The code itself, to be shown and never stored; None while it cannot be had."""
        ...
