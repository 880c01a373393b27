"""Sessions that are lent for a short piece of work.

A server's jobs look some thirty times a second whether there is work. When each look opened a
session, a server with nothing to do kept a fifth of a core busy; now it is a twentieth."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool

from zandaka.postgres.connect import Database

Connection = psycopg.Connection[tuple[Any, ...]]

#: A session for the length of a `with`, which commits at its end, or undoes after an exception.
#: Raises psycopg.OperationalError where the server is away.
Connect = Callable[[], AbstractContextManager[Connection]]

#: So many at once. Whoever comes then waits, at most _WAIT_S seconds.
_MOST: Final = 16
_WAIT_S: Final = 5.0
#: Seconds for which a new session is tried again and again; who comes later begins anew, so that
#: a server that is back is found within two seconds however long it was away.
_TRIED_S: Final = 3.0
_UNUSED_S: Final = 60.0


@contextmanager
def open_pool(database: Database) -> Generator[Connect]:
    """Lends sessions with the application's rights, which leave no settings behind; opens them as
    they are needed, and ends them with the block. Safe in many threads."""
    with ConnectionPool[Connection](
        database.session(),
        # Planned anew each time: a plan kept from when a table was empty would read all of it
        # once a million rows are in.
        kwargs={"prepare_threshold": None},
        min_size=0,
        max_size=_MOST,
        timeout=_WAIT_S,
        reconnect_timeout=_TRIED_S,
        max_idle=_UNUSED_S,
        check=ConnectionPool.check_connection,
        name="zandaka",
    ) as pool:
        yield pool.connection
