"""The jobs that run beside the server: one thread each, one round at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final
from uuid import UUID

import psycopg
import structlog

from zandaka.clock import Clock
from zandaka.errors import Outage
from zandaka.funds.registry import WORKERS
from zandaka.house import House
from zandaka.jobs import transits, webhooks
from zandaka.jobs.spool import Spool
from zandaka.jobs.webhook_target import TargetRule
from zandaka.ledger.ledger import Ledger
from zandaka.postgres.errors import PostgresUnavailable
from zandaka.postgres.pool import Connect
from zandaka.redress.service import Redress
from zandaka.redress.worker import Worker

log = structlog.get_logger(__name__)

Connection = psycopg.Connection[tuple[Any, ...]]

#: How old a transit must be before somebody else than its own request takes its steps.
_TRANSIT_AGE_S: Final = 10.0
_DELIVERIES: Final = 8


class Loop(threading.Thread):
    """Calls `one_round` again and again, `every_s` seconds apart, until it is stopped. A round
    that fails is logged once for each way it fails in a row, and tried again."""

    def __init__(self, name: str, every_s: float, one_round: Callable[[], object]) -> None:
        super().__init__(name=name, daemon=True)
        self._every_s = every_s
        self._round = one_round
        self._ending = threading.Event()
        self._failed = ""

    def run(self) -> None:
        while not self._ending.wait(self._every_s):
            try:
                self._round()
                self._failed = ""
            except (psycopg.OperationalError, Outage, PostgresUnavailable, OSError) as error:
                self._say(type(error).__name__, error=str(error).strip())
            except Exception as error:
                self._say(type(error).__name__, exc_info=True)

    def stop(self) -> None:
        """Ends the loop after the round it is in."""
        self._ending.set()

    def _say(self, failed: str, **more: object) -> None:
        if failed != self._failed:
            self._failed = failed
            log.warning("job_failed", job=self.name, **more)


class Jobs:
    """All of a server's jobs. `start`, then `stop`. They look for work over sessions that
    `connect` gives for a moment."""

    def __init__(
        self,
        house: House,
        connect: Connect,
        ledger: Ledger,
        redress: Redress,
        spool: Spool,
        clock: Clock,
        targets: TargetRule,
        refresh_keys: Callable[[Connection], None],
    ) -> None:
        self._house = house
        self._connect = connect
        self._ledger = ledger
        self._redress = redress
        self._spool = spool
        self._clock = clock
        self._refresh_keys = refresh_keys
        self._sender = webhooks.Sender(targets)
        self._deliveries = ThreadPoolExecutor(_DELIVERIES, "webhook")
        self._busy: set[tuple[UUID, int]] = set()
        self._busy_lock = threading.Lock()
        self._stopping = threading.Event()
        self._loops = [
            Loop("revive", 0.5, self.revive),
            Loop("spool", 1.0, self.take_in),
            Loop("transits", 5.0, self.settle),
            Loop("webhooks", 0.5, self.tell),
            Loop("keys", 2.0, self.keys),
            *(
                Loop(f"redress_{worker.name}", 1.0, partial(self.work, worker))
                for worker in WORKERS
            ),
        ]

    def start(self) -> None:
        """Begins the rounds."""
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Ends them; a delivery under way is let finish."""
        self._stopping.set()
        for loop in self._loops:
            loop.stop()
        for loop in self._loops:
            loop.join()
        self._deliveries.shutdown(cancel_futures=True)
        self._sender.close()

    def revive(self) -> None:
        """Brings the embedded PostgreSQL back where it has died."""
        server = self._house.database.server
        if server is not None and server.pid is None:
            log.warning("postgres_revived")
            self._house.database.revive()

    def take_in(self) -> int:
        """Moves spooled attempts into the database."""
        if not self._spool.holds_any():
            return 0
        with self._connect() as connection:
            return self._spool.take_in(connection)

    def settle(self) -> int:
        """Takes the steps of transits that were left open."""
        with self._connect() as connection:
            return transits.settle_open(connection, self._ledger, _TRANSIT_AGE_S)

    def tell(self) -> int:
        """Starts the deliveries that are due; returns how many."""
        with self._connect() as connection:
            waiting = webhooks.due(connection, self._clock.now())
        started = 0
        for one in waiting:
            with self._busy_lock:
                if (one.webhook, one.book) in self._busy:
                    continue
                self._busy.add((one.webhook, one.book))
            started += 1
            self._deliveries.submit(self._deliver, one)
        return started

    def keys(self) -> None:
        """Reads the API keys that another process made or revoked."""
        with self._connect() as connection:
            self._refresh_keys(connection)

    def work(self, worker: Worker) -> None:
        """Works one of redress's workers off, until nothing waits for it."""
        while not self._stopping.is_set() and worker.round(self._redress):
            pass

    def _deliver(self, one: webhooks.Due) -> None:
        try:
            # A session of its own: it keeps it for as long as the receiver takes.
            webhooks.deliver(self._house.connect, one, self._sender, self._clock)
        except psycopg.OperationalError as error:
            log.warning("delivery_interrupted", error=str(error).strip())
        except Exception:
            log.exception("delivery_failed", webhook=str(one.webhook))
        finally:
            with self._busy_lock:
                self._busy.discard((one.webhook, one.book))
