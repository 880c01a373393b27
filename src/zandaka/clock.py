"""What time it is. Read once at the edge of a batch; everything below takes time as an argument."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, with its zone."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set: for cases and tests. Never reachable over HTTP."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def set(self, instant: datetime) -> None:
        """Moves to `instant`. Raises ValueError when it lies before the present one."""
        if instant < self._now:
            raise ValueError(f"time runs forwards: {instant.isoformat()} is before the present")
        self._now = instant
