"""Runs the whole server in this process: the books' writers, the jobs, and HTTP."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable

import structlog
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

from zandaka.clock import SystemClock
from zandaka.house import House
from zandaka.jobs.loops import Jobs
from zandaka.jobs.spool import Spool
from zandaka.jobs.webhook_target import TargetRule
from zandaka.ledger.collector import relax
from zandaka.ledger.writer import MAX_BATCH
from zandaka.postgres.pool import Connect, open_pool
from zandaka.web.app import create_app
from zandaka.web.gate import Gate
from zandaka.web.keyring import KeyRing
from zandaka.web.limiter import MAX_VISITS, Limiter
from zandaka.web.owners import Owners
from zandaka.web.readers import Readers
from zandaka.web.services import Services
from zandaka.web.visitors import LOOPBACK

log = structlog.get_logger(__name__)

_BACKLOG = 1024


class PortTaken(Exception):
    """The address cannot be listened on. The text is one plain sentence."""


def require_free(host: str, port: int) -> None:
    """Raises PortTaken. The server itself would share the port with whoever has it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # So that connections of a server just stopped are no hindrance; a listener still is.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} on {host} is taken by another program:"
                f" stop it, or choose another port with ZANDAKA_PORT."
            ) from error
        raise PortTaken(
            f"Zandaka cannot listen on {host} port {port}: {error.strerror or error}."
        ) from error


def run(
    house: House,
    *,
    loopback_webhooks: bool = False,
    max_batch: int = MAX_BATCH,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves until SIGINT or SIGTERM, then ends in order: no new requests, what waits is written,
    jobs and writers stop. `ready` is called when requests are taken."""
    with open_pool(house.database) as lend:
        uvloop.run(
            _serve(house, lend, TargetRule(loopback=loopback_webhooks), max_batch, ready),
            loop_factory=uvloop.new_event_loop,
        )


async def _serve(
    house: House, lend: Connect, targets: TargetRule, max_batch: int, ready: Callable[[], None]
) -> None:
    settings = house.settings
    clock = SystemClock()
    spool = Spool(settings.data / "spool")
    readers = Readers(house.connect)
    secrets = house.secrets()
    keyring = KeyRing(secrets)
    gate = Gate(
        lambda deliver: house.ledger(clock=clock, deliver=deliver, max_batch=max_batch),
        spool,
        clock,
    )
    await readers.read(keyring.refresh)
    redress = house.redress(gate.ledger, lend)
    services = Services(
        gate=gate,
        readers=readers,
        keyring=keyring,
        secrets=secrets,
        limiter=Limiter(),
        owners=Owners(readers),
        targets=targets,
        terms=house.terms,
        clock=clock,
        redress=redress,
        visitors=Limiter(MAX_VISITS),
    )
    jobs = Jobs(house, lend, gate.ledger, redress, spool, clock, targets, keyring.refresh)
    server = Server(
        create_app(services, (*LOOPBACK, *settings.proxies)),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=_BACKLOG,
        backpressure=_BACKLOG,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    relax()
    jobs.start()
    loop.call_later(0.05, ready)
    try:
        await server.serve()
    finally:
        # In this order: a job may be waiting for a book, and a book may have told the spool.
        await asyncio.to_thread(jobs.stop)
        await asyncio.to_thread(gate.ledger.close)
        await asyncio.to_thread(spool.close)
        await asyncio.to_thread(readers.close)
        log.debug("stopped")
