"""Orders at the provider: intended first, asked under the order's own id, written down after.

Killed between the two, the order is asked for again under the same id once the lease is over, and
the provider tells of the same code."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from zandaka.providers.gift.port import GiftAnswer, GiftProvider
from zandaka.redress.gifts import orders
from zandaka.redress.gifts.orders import Row
from zandaka.redress.service import Redress

_BATCH: Final = 64
_AT_ONCE: Final = 8
#: How long nobody else asks for what this worker asks for: longer than a batch may take.
LEASE: Final = timedelta(minutes=5)

# Taken back only once the books know of all of it: what they are just being told could else be
# given after it was cancelled.
_TAKE: Final = """
UPDATE gift_orders SET next_at = %s, tries = tries + 1
WHERE id IN (SELECT o.id FROM gift_orders o
             WHERE o.state IN ('intended', 'unknown', 'cancelling') AND o.next_at <= %s
               AND NOT EXISTS (SELECT FROM gift_lines l
                               WHERE l.gift_order = o.id AND l.state = 'issued')
             ORDER BY o.next_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, incident, recipient, brand, yen, state, reference, tries
"""


class GiftOrders:
    """One batch a round. Without a provider, orders wait: their list can be had as CSV."""

    name = "gift_orders"

    def round(self, redress: Redress) -> bool:
        """Whether any order was asked for."""
        provider = redress.providers.gift
        if provider is None:
            return False
        now = redress.clock.now()
        with redress.connect() as connection:
            with connection.transaction():
                found = connection.execute(_TAKE, (now + LEASE, now, _BATCH)).fetchall()
            taken = sorted((Row(*row) for row in found), key=lambda row: row.id)
            if not taken:
                return False
            ask = _asking(provider)
            with ThreadPoolExecutor(min(_AT_ONCE, len(taken)), "gift") as pool:
                answers = list(pool.map(ask, taken))
            for row, answer in zip(taken, answers, strict=True):
                write = orders.record_cancel if row.state == "cancelling" else orders.record
                with connection.transaction():
                    at: datetime = redress.clock.now()
                    write(connection, redress.terms.incidents[row.incident], row, answer, at)
        return True


def _asking(provider: GiftProvider) -> Callable[[Row], GiftAnswer]:
    def ask(row: Row) -> GiftAnswer:
        if row.state == "cancelling":
            return provider.cancel(row.asked)
        return provider.order(row.asked)

    return ask
