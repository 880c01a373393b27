"""The folder of an embedded server: made once, configured at every start."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from zandaka.postgres.account import Account
from zandaka.postgres.binaries import ENVIRONMENT, program
from zandaka.postgres.errors import PostgresUnavailable
from zandaka.postgres.machine import memory_bytes
from zandaka.postgres.server_settings import render

#: The database role that owns everything, and the database it owns.
OWNER: Final = "zandaka"
DATABASE: Final = "zandaka"

_INITDB = (
    f"--username={OWNER}",
    # Whoever may enter the socket's private folder is the owner; there is no other way in.
    "--auth=trust",
    "--encoding=UTF8",
    # The built-in provider sorts the same on every machine, whatever locales it has.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    # A disk that returns something else than was written is noticed.
    "--data-checksums",
    "--no-instructions",
)
_COMPLAINTS: Final = "could not|unrecognized|invalid|denied"
_INCLUDES = "\ninclude_if_exists = 'zandaka.conf'\ninclude_if_exists = 'local.conf'\n"

_FREE_TO_CREATE: Final = 200 * 1024 * 1024
_FREE_TO_START: Final = 50 * 1024 * 1024


def prepare(cluster: Path, account: Account) -> None:
    """Makes the server's files in `cluster` unless they are there, and writes its configuration.

    Raises `PostgresUnavailable` where the disk is full or the folder cannot be used.
    """
    new = not cluster.exists()
    _require_space(cluster.parent, _FREE_TO_CREATE if new else _FREE_TO_START)
    if new:
        _create(cluster, account)
    flags = subprocess.run(
        [program("pg_config"), "--configure"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    _write(cluster / "zandaka.conf", render(flags, memory_bytes()), account)


def _create(cluster: Path, account: Account) -> None:
    # Made beside its place and moved when whole: an interrupted initdb leaves nothing behind that
    # looks like a database. Under a new name each time: if we were killed in the middle, that
    # initdb may still be writing.
    for unfinished in cluster.parent.glob(f"{cluster.name}.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.new-", dir=cluster.parent))
    account.own(draft)
    made = subprocess.run(
        account.command(program("initdb"), f"--pgdata={draft}", *_INITDB),
        env=ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        # Ctrl-C is ours to handle, not initdb's.
        start_new_session=True,
        check=False,
    )
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise PostgresUnavailable(explain(cluster, made.stderr or made.stdout))
    with (draft / "postgresql.conf").open("a", encoding="ascii") as file:
        file.write(_INCLUDES)
    draft.rename(cluster)
    _sync_folder(cluster.parent)


def explain(cluster: Path, output: str) -> str:
    """What PostgreSQL said when it gave up, as one sentence."""
    lowered = output.lower()
    if "no space left on device" in lowered or "disk quota exceeded" in lowered:
        return f"PostgreSQL cannot start because the disk that holds {cluster.parent} is full."
    if "read-only file system" in lowered:
        return f"PostgreSQL cannot start because {cluster.parent} is on a read-only disk."
    if "incompatible with server" in lowered:
        return (
            f"The database in {cluster} was made by another major version of PostgreSQL:"
            f" keep it and choose another folder with ZANDAKA_DATA."
        )
    # The first complaint is the cause, those after it are its consequences.
    complaint = re.search(rf"(?:PANIC|FATAL|LOG|error|ERROR): +(.*(?:{_COMPLAINTS}).*)", output)
    complaint = complaint or re.search(r"(?:PANIC|FATAL|error|ERROR): +(.*)", output)
    said = complaint[1] if complaint else (output.strip().splitlines() or ["it gave no reason"])[0]
    last = said.strip().rstrip(".")
    if "permission denied" in lowered or "operation not permitted" in lowered:
        return f"PostgreSQL may not use the folder {cluster.parent}: {last}."
    return f"PostgreSQL did not start: {last} (its log is in {cluster / 'log'})."


def _require_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise PostgresUnavailable(
            f"The disk that holds {folder} is full: PostgreSQL needs {needed // 1024**2} MB to"
            f" start and {free // 1024**2} MB are free."
        )


def _write(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="ascii")
    draft.chmod(0o600)
    account.own(draft)
    draft.replace(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
