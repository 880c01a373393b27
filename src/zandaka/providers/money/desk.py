"""What the sandboxes do with an order: each key once, and faults on demand."""

import threading
from typing import Final, Literal

import msgspec

from zandaka.providers.money.port import MoneyAnswer, MoneyOrder

Fault = Literal["deny", "drop", "busy", "silent", "dead"]

#: The last four characters of a place switch a fault on. `deny`: no money, ever. `drop`: moves it
#: and gives no answer at the first try. `busy`: 503 at the first try. `silent`: moves it and never
#: says so; whether it can be cancelled, it does say. `dead`: moves nothing and never answers.
FAULTS: Final[dict[str, Fault]] = {
    "0001": "deny",
    "0002": "drop",
    "0003": "busy",
    "0004": "silent",
    "0005": "dead",
}


class Entry(msgspec.Struct):
    """An order that was asked for: whether its money moved, and how often it was asked."""

    place: str
    yen: int
    state: Literal["done", "denied", "undone", "cancelled"]
    asked: int = 1


class Desk:
    """Orders by key. Safe in many threads."""

    def __init__(self) -> None:
        self.orders: dict[str, Entry] = {}
        self._tried: set[str] = set()
        self._lock = threading.Lock()

    def move(self, order: MoneyOrder) -> MoneyAnswer | None:
        """The answer; None where there is to be none."""
        fault = FAULTS.get(order.place[-4:])
        with self._lock:
            first = order.key not in self._tried
            self._tried.add(order.key)
            if fault == "dead":
                return None
            if fault == "busy" and first:
                return MoneyAnswer("unknown", "busy")
            known = self.orders.get(order.key)
            if known is None:
                known = Entry(order.place, order.yen, "denied" if fault == "deny" else "done")
                self.orders[order.key] = known
            else:
                known.asked += 1
            if (known.place, known.yen) != (order.place, order.yen):
                return MoneyAnswer("denied", "the key stands for another order")
            if fault == "silent" or (fault == "drop" and first):
                return None
            return MoneyAnswer("done") if known.state == "done" else MoneyAnswer("denied", "denied")

    def undo(self, order: MoneyOrder) -> MoneyAnswer | None:
        """Moves it back, once."""
        with self._lock:
            known = self.orders.setdefault(order.key, Entry(order.place, order.yen, "undone"))
            if known.state == "done":
                known.state = "undone"
            return MoneyAnswer("done")

    def cancel(self, order: MoneyOrder) -> MoneyAnswer | None:
        """Stops it where nothing has moved, and then for ever."""
        if FAULTS.get(order.place[-4:]) == "dead":
            return None
        with self._lock:
            known = self.orders.setdefault(order.key, Entry(order.place, order.yen, "cancelled"))
            if known.state == "done":
                return MoneyAnswer("denied", "the money has moved")
            return MoneyAnswer("done")
