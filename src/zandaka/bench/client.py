"""The load of `bench pay`: shops that pay over HTTP, each waiting for its answer.

A process of its own, over plain sockets: on the same machine, what the client takes the server
has not."""

import asyncio
import random
import time
from typing import Final, cast

import msgspec
import uvloop

from zandaka import ids

#: Payments a second below which a run is given up.
_HOPELESS: Final = 50

_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "


class Load(msgspec.Struct, frozen=True):
    """What one client does: `payments` over `connections`, from any of `wallets`."""

    host: str
    port: int
    api_key: str
    wallets: list[int]
    payments: int
    connections: int
    seed: int


class Measured(msgspec.Struct, frozen=True):
    """What it saw. Latencies in milliseconds; `refused` counts every answer but 201."""

    seconds: float
    refused: int
    p50_ms: float
    p99_ms: float


class _Shop(asyncio.Protocol):
    """One connection: sends the next payment when the last one is answered."""

    def __init__(self, load: Load, shop: int, done: "asyncio.Future[None]", share: int) -> None:
        self._load = load
        self._chance = random.Random(load.seed * 1000 + shop)  # noqa: S311 - made-up load
        self._shop = shop
        self._left = share
        self._done = done
        self._buffer = b""
        self._sent = 0.0
        self.took: list[float] = []
        self.refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are Transports in all but their base class.
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(_END)
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(_LENGTH) + len(_LENGTH)
        length = int(head[at:].split(b"\r\n", 1)[0])
        if len(self._buffer) < end + 4 + length:
            return
        self.took.append(time.perf_counter() - self._sent)
        if b" 201 " not in head[:16]:
            self.refused += 1
        self._buffer = self._buffer[end + 4 + length :]
        if self._left:
            self._send()
        else:
            self._transport.close()
            self._done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or ConnectionError("the server hung up"))

    def _send(self) -> None:
        load, chance = self._load, self._chance
        self._left -= 1
        wallet = ids.WalletId(chance.choice(load.wallets))
        body = b'{"wallet":"%s","yen":%d}' % (str(wallet).encode(), chance.randrange(300, 900))
        self._sent = time.perf_counter()
        self._transport.write(
            b"POST /v1/payments HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer %s\r\n"
            b"idempotency-key: %d-%d-%d\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n%s"
            % (load.api_key.encode(), load.seed, self._shop, self._left, len(body), body)
        )


async def _run(load: Load) -> Measured:
    loop = asyncio.get_running_loop()
    shops: list[_Shop] = []
    ends: list[asyncio.Future[None]] = []
    began = time.perf_counter()
    for number in range(load.connections):
        end = loop.create_future()
        shop = _Shop(load, number, end, load.payments // load.connections)
        shops.append(shop)
        ends.append(end)
        await loop.create_connection(lambda shop=shop: shop, load.host, load.port)
    await asyncio.gather(*ends)
    seconds = time.perf_counter() - began
    took = sorted(one for shop in shops for one in shop.took)
    return Measured(
        seconds,
        sum(shop.refused for shop in shops),
        round(took[len(took) // 2] * 1000, 2),
        round(took[len(took) * 99 // 100] * 1000, 2),
    )


def run(load: Load) -> Measured:
    """Runs the load and waits for its last answer. Raises TimeoutError where the server
    hardly answers."""
    return uvloop.run(asyncio.wait_for(_run(load), 30 + load.payments / _HOPELESS))
