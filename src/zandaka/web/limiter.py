"""Slows down who guesses codes. Kept in memory: a restart forgets, and a code has 80 bits."""

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final

#: Failed attempts that one name may make within WINDOW_S seconds.
MAX_FAILURES: Final = 10
WINDOW_S: Final = 600.0
#: Requests without a key that one address may send within WINDOW_S seconds: a family on one line
#: fills in its forms, a program that tries numbers does not get far.
MAX_VISITS: Final = 60
#: Names remembered; beyond, the ones unused for longest are forgotten.
MAX_NAMES: Final = 50_000


class Limiter:
    """A sliding window of failures per name (a caller, a code's hash). Used by one thread."""

    def __init__(
        self,
        limit: int = MAX_FAILURES,
        window_s: float = WINDOW_S,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._limit = limit
        self._window_s = window_s
        self._now = now
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def begin(self, names: Sequence[str]) -> int:
        """Counts an attempt as failed until `succeeded` takes it back, so that attempts made at
        once count too. Returns 0, or the seconds to wait: then nothing was counted."""
        now = self._now()
        wait = max(self._wait(name, now) for name in names)
        if wait:
            return wait
        for name in names:
            self._failures.setdefault(name, deque()).append(now)
            self._failures.move_to_end(name)
        while len(self._failures) > MAX_NAMES:
            self._failures.popitem(last=False)
        return 0

    def succeeded(self, names: Sequence[str]) -> None:
        """Takes one attempt of each name back: it was no guess."""
        for name in names:
            times = self._failures.get(name)
            if times:
                times.pop()
                if not times:
                    del self._failures[name]

    def _wait(self, name: str, now: float) -> int:
        times = self._failures.get(name)
        if times is None:
            return 0
        while times and times[0] <= now - self._window_s:
            times.popleft()
        if len(times) < self._limit:
            return 0
        return int(times[0] + self._window_s - now) + 1
