"""Runs a program as another user than root. A script: PATH UID GID PROGRAM ARGUMENT...

PostgreSQL refuses to run as root, and a container or a rented machine often has nobody else. A
plain change of user is not enough: the data folder or the Python environment may lie below a
folder (such as root's home) that only root may enter, and opening that folder to everybody is not
ours to do. So the program keeps exactly one of root's rights, to pass file permissions
(CAP_DAC_OVERRIDE), and loses all others. Linux only. It imports nothing outside the standard
library because it is started without site-packages.
"""

import ctypes
import os
import sys

_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def run(uid: int, gid: int, command: list[str]) -> None:
    """Becomes `command`. Never returns; raises OSError if the user or the program is refused."""
    libc = ctypes.CDLL(None, use_errno=True)
    # Without this the kernel drops every right on the change of user.
    libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    # And without this access(2), which initdb asks about its own programs, would answer as if the
    # right we keep were not there.
    libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bit = 1 << _CAP_DAC_OVERRIDE
    # Two words of (effective, permitted, inheritable); the second is for rights above 31.
    rights = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    # Where root itself lacks the right (a hardened container) these fail, and that is no error:
    # the folders may be open anyway, and if not PostgreSQL says which one it cannot enter.
    if libc.capset(header, rights) == 0:
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
    else:
        libc.capset(header, (ctypes.c_uint32 * 6)())
    os.execv(command[0], command)  # noqa: S606 - no shell is what we want


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
