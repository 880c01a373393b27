"""From the event loop to the books and back. What gets no answer is kept as an attempt."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import uuid4

import msgspec
import structlog

from zandaka.clock import Clock
from zandaka.errors import Outage
from zandaka.jobs.spool import Attempt, Own, Spool, Why
from zandaka.ledger.command import Answer, Command, Result
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.web.http import encode

log = structlog.get_logger(__name__)

#: Seconds a caller waits for its book.
TIMEOUT_S: Final = 5.0
_SWEEP_S: Final = 0.25

Waiter = asyncio.Future[Answer]


class TimedOut(Outage):
    """The book has not answered in time; it may still do what was asked."""


class Gate:
    """Submits commands from one event loop."""

    def __init__(
        self,
        make_ledger: Callable[[Callable[[Sequence[tuple[Any, Result]]], None]], Ledger],
        spool: Spool,
        clock: Clock,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._spool = spool
        self._clock = clock
        self._timeout_s = timeout_s
        # One deadline for all, so they end in the order they began: no timer for each request.
        self._waiting: deque[tuple[float, Waiter]] = deque()
        self._sweeping = False
        self.ledger = make_ledger(self._deliver)

    async def submit(
        self, command: Command, caller: str, key: bytes, own: Own | None = None
    ) -> Answer:
        """The book's answer. Raises KeyReused, Outage (the attempt is kept), or a bug's.

        Where value goes to another book, the steps there are taken too - and taken again when the
        key is asked again - and the final answer is told."""
        try:
            answer = await self._ask(command, caller, key)
            if command.verb not in transit.VERBS:
                return answer
            sending = transit.in_transit(answer)
            if sending is None:
                return answer
            arrive, arrive_key = transit.arrive(answer.operation, sending)
            arrived = await self._ask(arrive, transit.HOUSE, arrive_key)
            settle, settle_key = transit.settle(answer.operation, sending, arrived)
            await self._ask(settle, transit.HOUSE, settle_key)
            return transit.final(answer, sending, arrived)
        except Outage as outage:
            await self.keep(command, caller, key, outage, own=own)
            raise

    async def keep(
        self,
        command: Command,
        caller: str,
        key: bytes,
        outage: Outage,
        *,
        own: Own | None = None,
        coupon: bytes | None = None,
    ) -> None:
        """Keeps an attempt that got no answer. With `coupon`, the keyed hash of a code, the command
        names no wallet yet. A disk that fails is logged: the caller is told of the outage all the
        same."""
        why: Why = "timed_out" if isinstance(outage, TimedOut) else "unreachable"
        wallet = getattr(command, "wallet", 0)
        attempt = Attempt(
            id=uuid4(),
            at=self._clock.now(),
            caller=caller,
            key=key,
            verb=command.verb,
            wallet=int(wallet) if isinstance(wallet, int) else 0,
            why=why,
            request=msgspec.Raw(encode(command) if coupon is None else _without_wallet(command)),
            coupon=coupon,
            own=own,
        )
        try:
            await asyncio.wrap_future(self._spool.append(attempt))
        except OSError:
            log.error("attempt_lost", verb=command.verb, why=why)

    def _ask(self, command: Command, caller: str, key: bytes) -> Waiter:
        loop = self._loop
        waiter: Waiter = loop.create_future()
        self.ledger.put(command, caller, key, waiter)
        self._waiting.append((loop.time() + self._timeout_s, waiter))
        if not self._sweeping:
            self._sweeping = True
            loop.call_later(_SWEEP_S, self._sweep)
        return waiter

    def _deliver(self, pairs: Sequence[tuple[Waiter, Result]]) -> None:
        # In the writer's thread. One wake-up a batch, not one a payment.
        try:
            self._loop.call_soon_threadsafe(_resolve, pairs)
        except RuntimeError:
            log.debug("answers_after_close", count=len(pairs))

    def _sweep(self) -> None:
        now = self._loop.time()
        waiting = self._waiting
        while waiting and (waiting[0][1].done() or waiting[0][0] <= now):
            _, waiter = waiting.popleft()
            if not waiter.done():
                waiter.set_exception(TimedOut())
        if waiting:
            self._loop.call_later(_SWEEP_S, self._sweep)
        else:
            self._sweeping = False


def _without_wallet(command: Command) -> bytes:
    request: dict[str, Any] = msgspec.json.decode(encode(command))
    return encode(
        {name: value for name, value in request.items() if name not in ("wallet", "coupon")}
    )


def _resolve(pairs: Sequence[tuple[Waiter, Result]]) -> None:
    for waiter, result in pairs:
        if waiter.done():
            continue
        if isinstance(result, Answer):
            waiter.set_result(result)
        else:
            waiter.set_exception(result)
