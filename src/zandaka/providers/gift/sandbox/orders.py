"""The sandbox's orders: the same key, the same order, as Amazon Incentives has it."""

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from zandaka.instants import UTC

#: How long after it was issued a code can be taken back.
CANCEL_WITHIN: Final = timedelta(minutes=15)

State = Literal["issued", "denied", "cancelled"]


class Order(msgspec.Struct):
    """What became of one key. `asked` counts how often it was asked for."""

    key: str
    brand: str
    yen: int
    state: State
    reference: str
    why: str
    at: datetime
    asked: int = 1


class OtherOrder(Exception):
    """The key stands for another brand or amount."""


class TooLate(Exception):
    """It can no longer be taken back."""


class Orders:
    """All orders of one sandbox. They are gone when it ends; the codes are made from the keys."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._ahead = timedelta()
        self._lock = threading.Lock()
        self._orders: dict[str, Order] = {}

    def advance(self, by: timedelta) -> None:
        """Lets time pass for the sandbox alone."""
        with self._lock:
            self._ahead += by

    def place(self, key: str, brand: str, yen: int, deny: str = "") -> Order:
        """The order of `key`, made where it is new. `deny`: why a new one is denied.

        Raises OtherOrder."""
        with self._lock:
            known = self._orders.get(key)
            if known is not None:
                if (known.brand, known.yen) != (brand, yen):
                    raise OtherOrder
                known.asked += 1
                return known
            reference = "" if deny else f"SBX-{_digest('reference', key)[:12].upper()}"
            made = Order(
                key, brand, yen, "denied" if deny else "issued", reference, deny, self._time()
            )
            self._orders[key] = made
            return made

    def cancel(self, key: str) -> Order | None:
        """The order, now void; None where there is none. Raises TooLate."""
        with self._lock:
            known = self._orders.get(key)
            if known is None or known.state == "denied":
                return None
            if known.state == "issued":
                if self._time() - known.at > CANCEL_WITHIN:
                    raise TooLate
                known.state = "cancelled"
            return known

    def find(self, key: str) -> Order | None:
        """The order of that key."""
        with self._lock:
            return self._orders.get(key)

    def all(self) -> list[Order]:
        """Every order, oldest first."""
        with self._lock:
            return list(self._orders.values())

    def code(self, key: str) -> str:
        """The code of an order: looks like one, and is worth nothing."""
        plain = _digest("code", key)[:14].upper()
        return f"{plain[:4]}-{plain[4:10]}-{plain[10:]}"

    def _time(self) -> datetime:
        return self._now() + self._ahead


def _digest(label: str, key: str) -> str:
    return hashlib.blake2b(f"{label}\0{key}".encode(), digest_size=16).hexdigest()
