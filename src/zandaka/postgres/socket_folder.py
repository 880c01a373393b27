"""The private folder of the embedded server's socket.

It is not in the data folder because the kernel takes at most 107 bytes for a socket's path, and a
clone may lie deep. Its name is random and noted in the data folder, so that everybody who may read
the data finds it and nobody else can have prepared it. While anybody uses the server it stays the
same, also when the server has crashed and is started again.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

#: What PostgreSQL adds to the folder's path is 15 bytes; macOS takes 103 in all.
_LONGEST_FOLDER: Final = 80


def find_or_make(data: Path) -> Path:
    """The socket folder for a server that is about to start: the one noted in `data`, or a new one
    if there is none that is safe to use. Empty."""
    folder = noted(data)
    if folder is not None and _is_private(folder):
        # No server runs, so this is what a killed one left. Its lock file holds a process number
        # that may by now be another process's, which would keep PostgreSQL from starting.
        _clear(folder)
        return folder
    if folder is not None and not folder.exists():
        # Cleaned away, by a restart of the machine or by somebody. Whoever knows the old address
        # still finds us if we can have it back: making the folder fails if anybody else has it.
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700)
            return folder
    parent = tempfile.gettempdir()
    if len(os.fsencode(parent)) > _LONGEST_FOLDER - len("/zandaka-12345678"):
        parent = "/tmp"  # noqa: S108 - mkdtemp makes a private folder with a random name in it
    folder = Path(tempfile.mkdtemp(prefix="zandaka-", dir=parent))
    draft = data / ".postgres.socket.new"
    draft.write_text(f"{folder}\n")
    draft.replace(data / "postgres.socket")
    return folder


def noted(data: Path) -> Path | None:
    """The folder that `data` names, whether or not it is still there."""
    try:
        text = (data / "postgres.socket").read_text().strip()
    except FileNotFoundError:
        return None
    return Path(text) if text else None


def remove(data: Path) -> None:
    """Takes the folder and its note away, once the server has stopped."""
    folder = noted(data)
    if folder is not None and _is_private(folder):
        _clear(folder)
        with contextlib.suppress(OSError):
            folder.rmdir()
    (data / "postgres.socket").unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    for leftover in folder.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and stat.S_IMODE(found.st_mode) == 0o700
        and found.st_uid == os.geteuid()
    )
