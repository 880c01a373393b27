"""Which operating-system user the embedded server runs as, and what that user must own."""

import os
import pwd
import sys
from pathlib import Path

import msgspec

from zandaka.postgres import unprivileged
from zandaka.postgres.errors import PostgresUnavailable


class Account(msgspec.Struct, frozen=True):
    """A user of this machine. `switch` is False where we are that user already."""

    uid: int
    gid: int
    switch: bool

    def command(self, *arguments: str) -> list[str]:
        """The command line that runs `arguments` as this user."""
        if not self.switch:
            return list(arguments)
        script = str(Path(unprivileged.__file__).resolve())
        ids = (str(self.uid), str(self.gid))
        return [sys.executable, "-I", "-S", script, *ids, *arguments]

    def own(self, path: Path) -> None:
        """Gives `path` to this user."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path, cluster: Path) -> Account:
    """The user for the server whose files are in `cluster`, below the existing folder `data`.

    Whoever owns the files runs the server. For root, who may not run it: the owner of the data
    folder, else "nobody". Raises `PostgresUnavailable` where no user fits.
    """
    uid = os.geteuid()
    owner = (cluster if cluster.exists() else data).stat()
    if uid != 0:
        if cluster.exists() and owner.st_uid != uid:
            raise PostgresUnavailable(
                f"The database in {cluster} belongs to user {_name(owner.st_uid)}:"
                f" start Zandaka as that user, or choose another folder with ZANDAKA_DATA."
            )
        return Account(uid, os.getegid(), switch=False)
    if not sys.platform.startswith("linux"):
        raise PostgresUnavailable(
            "PostgreSQL does not run as root on this system: start Zandaka as an ordinary user."
        )
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise PostgresUnavailable(
            "PostgreSQL does not run as root and this machine has no user 'nobody' to run it:"
            " start Zandaka as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
