"""How much memory there is, for a server that is set up by it."""

import os
from pathlib import Path
from typing import Final

#: What a container may have: cgroup v2, then v1. A file that is not there sets no limit.
_LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory_bytes() -> int:
    """The memory of this machine, or less where a container is given less. Bytes; 0 where the
    system does not tell."""
    try:
        has = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return 0
    return min([has, *(limit for path in _LIMITS if (limit := _limit(path)))])


def _limit(path: Path) -> int:
    try:
        told = path.read_text(encoding="ascii").strip()
    except OSError:
        return 0
    return int(told) if told.isdigit() else 0
