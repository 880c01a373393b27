"""What is asked of a network of cash machines, and of whoever collects for a load: to hand money
out, or to take it in.

The rule of every call: an order is named by our key, and asked for again under that same key until
the answer is `done` or `denied`. So an answer that was lost costs time and never the money
twice."""

from typing import Literal, Protocol

import msgspec


class MoneyOrder(msgspec.Struct, frozen=True):
    """`yen` handed out at the machine `place`, or taken in from the source `place`. The same `key`
    is the same order, whenever it is asked."""

    key: str
    place: str
    yen: int


class MoneyAnswer(msgspec.Struct, frozen=True):
    """`done`: the money has moved. `denied`: it has not and will not, `why` says so. `unknown`:
    ask again with the same key."""

    result: Literal["done", "denied", "unknown"]
    why: str = ""


class MoneyProvider(Protocol):
    """Never raises for what the network does: that is `unknown`. Called from many threads."""

    def move(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves the money, or tells what became of the same order."""
        ...

    def undo(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves it back: `done` once nothing of the order stands, also where nothing ever did."""
        ...

    def cancel(self, order: MoneyOrder) -> MoneyAnswer:
        """Stops an order that has moved nothing: `done` once it never will, `denied` where the
        money has moved, for cash cannot be called back."""
        ...
