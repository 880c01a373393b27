"""What follows from actions, done in small rounds by whoever runs: a server's loop, the command
line, a case."""

from collections.abc import Iterable
from typing import Protocol

from zandaka.redress.service import Redress


class Worker(Protocol):
    """Takes what waits for it, with FOR UPDATE SKIP LOCKED, so that two machines share the work."""

    @property
    def name(self) -> str: ...

    def round(self, redress: Redress) -> bool:
        """Does one round; whether anything was there to be done. May be killed at any line: what
        is not committed is done again, by commands under the same keys."""
        ...


def until_idle(redress: Redress, workers: Iterable[Worker]) -> None:
    """Rounds of all workers until none finds anything to do."""
    waiting = tuple(workers)
    busy = True
    while busy:
        busy = False
        for worker in waiting:
            busy = worker.round(redress) or busy
