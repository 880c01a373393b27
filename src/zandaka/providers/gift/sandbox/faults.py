"""Faults to switch on, one after another or until they are cleared."""

import threading
from typing import Annotated, Literal

import msgspec

#: `timeout`: takes the order and gives no answer for `seconds`. `error_after_issue`: issues, then
#: answers 500. `error`: answers 500 and does nothing. `denial`: a new order is denied. `throttle`:
#: answers 429. `slow`: answers after `seconds`. `code_not_ready`: issued, the code follows later.
#: `cancel_refused`: nothing can be taken back.
Kind = Literal[
    "timeout", "error_after_issue", "error", "denial", "throttle", "slow", "code_not_ready",
    "cancel_refused",
]  # fmt: skip


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`times`: how often; 0: until cleared. `brand`: only orders of that brand."""

    kind: Kind
    times: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1
    seconds: Annotated[float, msgspec.Meta(ge=0, le=600)] = 30.0
    brand: str = ""


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Switches one more on."""
        with self._lock:
            self._on.append((fault, fault.times))

    def clear(self) -> None:
        """Switches all off."""
        with self._lock:
            self._on.clear()

    def all(self) -> list[Fault]:
        """Those that are on, with how often each is still to come."""
        with self._lock:
            return [msgspec.structs.replace(fault, times=left) for fault, left in self._on]

    def take(self, brand: str, *kinds: Kind) -> Fault | None:
        """The first fault of one of `kinds` that applies, and counts it as used."""
        with self._lock:
            for index, (fault, left) in enumerate(self._on):
                if fault.kind in kinds and fault.brand in ("", brand):
                    if left == 1:
                        del self._on[index]
                    elif left:
                        self._on[index] = (fault, left - 1)
                    return fault
        return None
