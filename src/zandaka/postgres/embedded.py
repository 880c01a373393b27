"""PostgreSQL 18 beside us: started on a folder, shared by the processes that use it, stopped by
the last of them.

Each user of a server holds a shared lock that the kernel drops when the user dies. So `zandaka
verify` may come and go while the server runs, may itself be the one that started it, and a server
whose users were all killed is taken over by the next start.
"""

import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from zandaka.postgres import cluster as cluster_files
from zandaka.postgres import postmaster, socket_folder
from zandaka.postgres.account import Account, account_for
from zandaka.postgres.binaries import ENVIRONMENT, program
from zandaka.postgres.errors import PostgresUnavailable, one_line
from zandaka.postgres.locks import FileLock

_PAUSE_S: Final = 0.02
#: How long another process may take to start (initdb included) or stop the same server.
_OTHERS_S: Final = 120.0
#: How long crash recovery may take.
_READY_S: Final = 600.0
#: How long a running server may be without its socket (it makes it right after its pid file).
_SOCKETLESS_S: Final = 5.0
#: How long processes of a killed server may hold on to its files. A server that lost its pid file
#: notices within a minute and ends.
_LEFTOVERS_S: Final = 90.0


class EmbeddedPostgres:
    """The server on the files in `data`/postgres. A context manager; safe for several threads.

    `start` and `stop` raise `PostgresUnavailable` with one sentence if they cannot do it.
    """

    def __init__(self, data: Path) -> None:
        self._data = data.expanduser().absolute()
        self._cluster = self._data / "postgres"
        self._mutex = threading.Lock()
        self._gate: FileLock | None = None
        self._users: FileLock | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._conninfo: str | None = None

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def conninfo(self) -> str:
        """How its owner connects, as libpq reads it. It stays the same when the server crashes and
        `start` brings it back. Asking before `start` is a bug."""
        assert self._conninfo is not None, "start() comes first"
        return self._conninfo

    @property
    def pid(self) -> int | None:
        """The server's process id, None while it is down."""
        return postmaster.find(self._cluster)

    def start(self) -> None:
        """Returns when the server takes connections; starts it unless it runs.

        Call it again to bring a server back that has crashed: what was committed is there.
        """
        with self._mutex:
            again = self._users is not None
            try:
                self._start()
            except BaseException as error:
                # Ctrl-C while it starts, too: nothing stays behind. But a server that could not be
                # brought back keeps its address, so that a later try serves those who have it.
                if not again:
                    self._leave()
                if isinstance(error, psycopg.Error | OSError):
                    raise PostgresUnavailable(self._explain(error)) from error
                raise

    def _start(self) -> None:
        if self._gate is None:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._gate = FileLock(self._data / "postgres.lock")
        with self._gate.alone(_OTHERS_S):
            if self._users is None:
                self._users = FileLock(self._data / "postgres.users")
                self._users.share()
            self._ensure_running()

    def _explain(self, error: psycopg.Error | OSError) -> str:
        if isinstance(error, psycopg.Error):
            return f"PostgreSQL runs in {self._cluster} but refuses its owner: {one_line(error)}."
        reason = error.strerror or str(error)
        return f"The folder {self._data} cannot be used for the database: {reason}."

    def stop(self) -> None:
        """Stops the server if nobody else uses it, and lets go of it. Does nothing the second
        time."""
        with self._mutex:
            self._leave()

    def _leave(self) -> None:
        gate, users = self._gate, self._users
        self._gate = self._users = self._conninfo = None
        try:
            if gate is not None and users is not None:
                with gate.alone(_OTHERS_S):
                    if users.try_alone():
                        self._stop_server()
        finally:
            for lock in (users, gate):
                if lock is not None:
                    lock.close()

    def _stop_server(self) -> None:
        pid = postmaster.find(self._cluster)
        if pid is None and self._child is not None and self._child.poll() is None:
            # Stopped in the middle of its start, before it wrote its pid file.
            pid = self._child.pid
        if pid is not None:
            postmaster.stop(pid, self._cluster, self._child)
        if self._child is not None:
            self._child.poll()
            self._child = None
        if self._data.exists():
            socket_folder.remove(self._data)

    def _ensure_running(self) -> None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        account = account_for(self._data, self._cluster)
        leftovers_until = time.monotonic() + _LEFTOVERS_S
        while not self._runs():
            cluster_files.prepare(self._cluster, account)
            output = self._launch(account)
            if output is None:
                break
            # Processes of a killed server are still ending, or its starter was killed before the
            # server could be seen and it comes up just now: both pass.
            passes = "pre-existing shared memory block" in output or "lock file" in output
            if not passes or time.monotonic() > leftovers_until:
                raise PostgresUnavailable(cluster_files.explain(self._cluster, output))
            time.sleep(_PAUSE_S)
        self._create_database()
        self._conninfo = self._conninfo_for(cluster_files.DATABASE)

    def _runs(self) -> bool:
        pid = postmaster.find(self._cluster)
        return pid is not None and self._wait_for_running(pid)

    def _wait_for_running(self, pid: int) -> bool:
        """Waits for a server that somebody started. False if it is going down, or cannot be reached
        and was therefore stopped."""
        folder = socket_folder.noted(self._data)
        if folder is not None and folder.exists():
            deadline = time.monotonic() + _SOCKETLESS_S
            while time.monotonic() < deadline:
                answer = self._ping()
                if answer == pq.Ping.OK:
                    return True
                if answer == pq.Ping.REJECT:
                    # It is there but busy recovering or shutting down: let it.
                    deadline = time.monotonic() + _SOCKETLESS_S
                if not postmaster.runs_on(pid, self._cluster):
                    return False
                time.sleep(_PAUSE_S)
        # Somebody cleaned the temporary folder: nobody can reach this server any more.
        postmaster.stop(pid, self._cluster, self._child)
        return False

    def _launch(self, account: Account) -> str | None:
        """Starts the server and waits for it. None when it is ready, else what it said."""
        folder = socket_folder.find_or_make(self._data)
        postmaster.forget_stale_pid_file(self._cluster)
        # What it says before its own log files are open.
        early_log = self._cluster / "startup.log"
        with early_log.open("wb") as log:
            account.own(early_log)
            self._child = subprocess.Popen(
                account.command(
                    program("postgres"), "-D", str(self._cluster), "-k", str(folder), "-p", "5432"
                ),
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches every process of the terminal's group: the server must not be one,
                # or it would go down before we have finished with it.
                start_new_session=True,
            )
        deadline = time.monotonic() + _READY_S
        while self._ping() != pq.Ping.OK:
            if self._child.poll() is not None:
                self._child = None
                return early_log.read_text(errors="replace") + self._log_tail()
            if time.monotonic() > deadline:
                raise PostgresUnavailable(
                    f"PostgreSQL has been recovering for more than {_READY_S / 60:.0f} minutes:"
                    f" look into {self._cluster / 'log'}."
                )
            time.sleep(_PAUSE_S)
        return None

    def _log_tail(self) -> str:
        logs = sorted((self._cluster / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        if not logs:
            return ""
        lines = logs[-1].read_text(errors="replace").splitlines()
        # Only this start: what an earlier one complained about is no reason any more.
        starts = [number for number, line in enumerate(lines) if "starting PostgreSQL" in line]
        return "\n".join(lines[starts[-1] if starts else 0 :])

    def _create_database(self) -> None:
        name = cluster_files.DATABASE
        with psycopg.connect(self._conninfo_for("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _ping(self) -> int:
        return pq.PGconn.ping(self._conninfo_for("postgres").encode())

    def _conninfo_for(self, database: str) -> str:
        return make_conninfo(
            host=str(socket_folder.noted(self._data)),
            port=5432,
            user=cluster_files.OWNER,
            dbname=database,
        )
