"""File locks that the kernel drops when their holder dies, SIGKILL included."""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zandaka.postgres.errors import PostgresUnavailable

_PAUSE_S: Final = 0.02


class FileLock:
    """An open lock file. Closing it (or dying) gives the lock back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        owner = path.parent.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            # Root in another user's folder must not lock that user out afterwards.
            os.fchown(self._descriptor, owner.st_uid, owner.st_gid)

    def share(self) -> None:
        """Becomes one of the holders. Waits while somebody holds it alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Becomes the only holder if nobody else is one; says whether it did."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def alone(self, timeout_s: float) -> Generator[None]:
        """Is the only holder inside the block. Raises `PostgresUnavailable` after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while not self.try_alone():
            if time.monotonic() > deadline:
                raise PostgresUnavailable(
                    f"Another process has been starting or stopping PostgreSQL for more than"
                    f" {timeout_s:.0f} s (it holds {self._path}): end it and try again."
                )
            time.sleep(_PAUSE_S)
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Gives the lock back."""
        os.close(self._descriptor)
