"""One running PostgreSQL server (its first process is called the postmaster), seen from outside."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

_PAUSE_S: Final = 0.02


def find(cluster: Path) -> int | None:
    """The process id of the server that runs on the files in `cluster`, or None.

    A postmaster.pid may outlive its server, and its number may by now be another process's: only
    a living process that was started on this very folder counts.
    """
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if runs_on(pid, cluster) else None


def runs_on(pid: int, cluster: Path) -> bool:
    """Whether process `pid` lives and was started on `cluster`. A zombie does not live."""
    if sys.platform.startswith("linux"):
        try:
            # Readable for everybody, and empty for a zombie.
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
        return os.fsencode(cluster) in arguments
    listed = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return f" {cluster} " in f"{listed.stdout.strip()} "


def forget_stale_pid_file(cluster: Path) -> None:
    """Removes a postmaster.pid whose server is gone.

    PostgreSQL would refuse to start if the number in it has gone to another process of the same
    user. It is not misled by the removal: leftover processes of the old server are recognised by
    the shared memory they still hold.
    """
    if find(cluster) is None:
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def stop(pid: int, cluster: Path, child: "subprocess.Popen[bytes] | None") -> None:
    """Stops the server: at once for its sessions, in order for its files. Returns when it is gone.

    Should that take more than a minute it is told to quit instead, which loses nothing either: the
    next start then replays the log.
    """
    for number, patience_s in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if _gone(pid, cluster, child, patience_s):
            return


def _gone(
    pid: int, cluster: Path, child: "subprocess.Popen[bytes] | None", patience_s: float
) -> bool:
    if child is not None and child.pid == pid:
        try:
            # Also takes the zombie away.
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            return False
        return True
    deadline = time.monotonic() + patience_s
    while runs_on(pid, cluster):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE_S)
    return True
