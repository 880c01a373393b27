"""The sandbox without its network, for cases: the same orders and the same fifteen minutes, on the
clock of the story."""

from collections.abc import Callable, Collection
from datetime import datetime

from zandaka.providers.gift.port import GiftAnswer, GiftOrder
from zandaka.providers.gift.sandbox.orders import Orders, TooLate


class DirectGifts:
    """A `GiftProvider` that issues everything but the brands that are out of stock."""

    def __init__(self, now: Callable[[], datetime], out_of_stock: Collection[str] = ()) -> None:
        self.orders = Orders(now)
        self._out_of_stock = frozenset(out_of_stock)

    def order(self, order: GiftOrder) -> GiftAnswer:
        """Orders, or tells what became of the same order."""
        deny = "out of stock" if order.brand in self._out_of_stock else ""
        made = self.orders.place(order.key, order.brand, order.yen, deny)
        if made.state == "issued":
            return GiftAnswer("issued", made.reference)
        return GiftAnswer("denied", made.reference, made.why or made.state)

    def cancel(self, order: GiftOrder) -> GiftAnswer:
        """Takes a code back: `denied` once it is void, `issued` where it is too late."""
        try:
            found = self.orders.cancel(order.key)
        except TooLate:
            return GiftAnswer("issued", why="more than 15 minutes ago")
        return GiftAnswer("unknown" if found is None else "denied")

    def reveal(self, order: GiftOrder, reference: str) -> str | None:
        """The code, which is worth nothing."""
        found = self.orders.find(order.key)
        if found is None or found.state != "issued" or found.reference != reference:
            return None
        return self.orders.code(order.key)
