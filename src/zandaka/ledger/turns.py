"""How many writers may be at work at once, first come first served."""

import threading
from collections import deque


class Turns:
    """A counted lock that is handed to whoever has waited longest.

    A plain semaphore goes back to the thread that has just let it go, because that one is
    running: under load one book would write again and again and the others would starve."""

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._free = count
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
