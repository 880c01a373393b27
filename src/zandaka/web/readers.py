"""Reads and directory changes, off the event loop: a few threads with a session each."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import psycopg

from zandaka.errors import Outage

Connection = psycopg.Connection[tuple[Any, ...]]
P = ParamSpec("P")
T = TypeVar("T")

THREADS: Final = 4
_STATEMENT_TIMEOUT: Final = "SET statement_timeout = '5s'"


class Readers:
    """Runs functions of a connection, each in a transaction of its own."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._pool = ThreadPoolExecutor(THREADS, "reader")
        self._own = threading.local()
        self._all: list[Connection] = []
        self._house = threading.Lock()

    async def read(
        self,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What `function` finds. Raises Outage where the database is away."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool, lambda: self._run(lambda c: function(c, *args, **kwargs), again=True)
        )

    async def read_house(
        self,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """The same for what reads the whole house and may take a while: one at a time, so that the
        other sessions are there for everybody else. Raises Outage at once while another runs."""
        if not self._house.acquire(blocking=False):
            raise Outage
        future = self._pool.submit(
            lambda: self._run(lambda c: function(c, *args, **kwargs), again=True)
        )
        # Not when nobody waits for it any more: it goes on reading.
        future.add_done_callback(lambda _: self._house.release())
        return await asyncio.wrap_future(future)

    async def write(
        self,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """The same for a change of the directory: never done a second time by itself."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool, lambda: self._run(lambda c: function(c, *args, **kwargs), again=False)
        )

    def close(self) -> None:
        """Ends the sessions once what runs is done."""
        self._pool.shutdown()
        for connection in self._all:
            connection.close()

    def _run(self, function: Callable[[Connection], T], *, again: bool) -> T:
        try:
            connection = self._session(fresh=not again)
            with connection.transaction():
                return function(connection)
        except psycopg.OperationalError as error:
            self._forget()
            if again and not isinstance(error, psycopg.errors.QueryCanceled):
                # The session may only have been an old one of a server that was restarted.
                return self._run(function, again=False)
            raise Outage from error

    def _session(self, *, fresh: bool) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None and fresh:
            try:
                connection.execute("SELECT")
                connection.rollback()
            except psycopg.OperationalError:
                self._forget()
                connection = None
        if connection is None:
            connection = self._connect()
            connection.execute(_STATEMENT_TIMEOUT)
            connection.commit()
            self._own.connection = connection
            self._all.append(connection)
        return connection

    def _forget(self) -> None:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None:
            self._own.connection = None
            self._all.remove(connection)
            connection.close()
