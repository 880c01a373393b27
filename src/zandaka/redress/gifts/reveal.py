"""The codes themselves: asked of the provider when they are looked at, kept nowhere."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from zandaka.providers.gift.port import GiftOrder
from zandaka.reads.gifts import OrderLine, orders_of
from zandaka.redress.gifts.events import happened
from zandaka.redress.service import Redress

_AT_ONCE: Final = 4


class Shown(msgspec.Struct, frozen=True):
    """An order as its recipient sees it. `code` is None while it cannot be had."""

    order: OrderLine
    code: str | None

    def __repr__(self) -> str:
        # A code must not get into a log by way of somebody's local variables.
        return f"Shown({self.order.order})"


def shown(redress: Redress, recipient: int) -> list[Shown]:
    """Every order of the recipient, with the codes of those that are issued. Who looked when is
    kept; the codes are not. No transaction is open while the provider is asked."""
    with redress.connect() as connection:
        orders = orders_of(connection, recipient)
    provider = redress.providers.gift

    def code(order: OrderLine) -> str | None:
        if provider is None or order.state != "issued":
            return None
        return provider.reveal(GiftOrder(str(order.order), order.brand, order.yen), order.reference)

    if not orders:
        return []
    with ThreadPoolExecutor(min(_AT_ONCE, len(orders)), "reveal") as pool:
        found = [
            Shown(order, code) for order, code in zip(orders, pool.map(code, orders), strict=True)
        ]
    with redress.connect() as connection, connection.transaction():
        now = redress.clock.now()
        for one in found:
            if one.code is not None:
                happened(connection, "shown", recipient, now, one.order.order)
    return found
