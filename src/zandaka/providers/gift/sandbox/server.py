"""The sandbox over HTTP. docs/reference/gifts.md describes its requests."""

import hmac
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

import msgspec

from zandaka.providers.gift.sandbox.faults import Fault, Faults
from zandaka.providers.gift.sandbox.orders import Order, Orders, OtherOrder, TooLate

_MAX_BODY: Final = 65_536
_ERRORS: Final = {400: "bad_request", 401: "unauthorised", 404: "not_found", 429: "throttled"}


class _Asked(msgspec.Struct, frozen=True):
    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z-]{1,64}$")]
    brand: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    yen: Annotated[int, msgspec.Meta(ge=1)]


class _Advance(msgspec.Struct, frozen=True):
    seconds: Annotated[float, msgspec.Meta(ge=0, le=10_000_000)]


class _Answer(Exception):
    """An answer to be given now."""

    def __init__(self, status: int, body: object = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body if body is not None else {"error": _ERRORS.get(status, "error")}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    #: A burst of orders is queued, not turned away.
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who went away while we waited on purpose is no error."""


#: Guards nothing of worth: it shows that a client sends the token it was given.
DEMO_BEARER: Final = "sandbox"


class GiftSandbox:
    """A sandbox that listens until it is closed. `port` 0 takes a free one."""

    def __init__(self, port: int = 0, *, host: str = "127.0.0.1", token: str = DEMO_BEARER) -> None:
        self.orders = Orders()
        self.faults = Faults()
        self.token = token
        self._ending = threading.Event()
        self._server = _Server((host, port), self._handler())
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Returns when it is closed."""
        self._thread.join()

    def close(self) -> None:
        """Stops listening; who is kept waiting on purpose is let go."""
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def answer(self, method: str, path: str, token: str, raw: bytes) -> tuple[int, object] | None:
        """What is said to one request; None: nothing ever."""
        try:
            if not hmac.compare_digest(token.encode(), f"Bearer {self.token}".encode()):
                raise _Answer(401)
            parts = path.strip("/").split("/")
            match method, parts:
                case "POST", ["v1", "orders"]:
                    return self._order(_read(raw, _Asked))
                case "POST", ["v1", "orders", key, "cancel"]:
                    return self._cancel(key)
                case "GET", ["v1", "orders", key, "code"]:
                    return self._code(key)
                case _, ["admin", *rest]:
                    return self._admin(method, rest, raw)
                case _:
                    raise _Answer(404)
        except _Answer as answer:
            return answer.status, answer.body

    def _order(self, asked: _Asked) -> tuple[int, object] | None:
        fault = self.faults.take(
            asked.brand, "timeout", "error_after_issue", "error", "denial", "throttle", "slow"
        )
        kind = fault.kind if fault else ""
        if kind == "throttle":
            raise _Answer(429)
        if kind == "error":
            raise _Answer(500)
        try:
            order = self.orders.place(
                asked.key, asked.brand, asked.yen, "out of stock" if kind == "denial" else ""
            )
        except OtherOrder:
            raise _Answer(409, {"error": "key_reused"}) from None
        if fault and kind in ("timeout", "slow"):
            self._ending.wait(fault.seconds)
        if kind == "timeout":
            return None
        if kind == "error_after_issue":
            raise _Answer(500)
        if order.state == "denied":
            raise _Answer(422, {"error": "denied", "why": order.why})
        return 200, _told(order)

    def _cancel(self, key: str) -> tuple[int, object]:
        known = self.orders.find(key)
        if self.faults.take(known.brand if known else "", "cancel_refused"):
            raise _Answer(409, {"error": "cancel_refused", "why": "the code cannot be taken back"})
        try:
            order = self.orders.cancel(key)
        except TooLate:
            raise _Answer(409, {"error": "too_late", "why": "more than 15 minutes ago"}) from None
        if order is None:
            raise _Answer(404)
        return 200, _told(order)

    def _code(self, key: str) -> tuple[int, object]:
        order = self.orders.find(key)
        if order is None or order.state == "denied":
            raise _Answer(404)
        if order.state == "cancelled":
            raise _Answer(410, {"error": "cancelled"})
        if self.faults.take(order.brand, "code_not_ready"):
            raise _Answer(202, {"error": "not_ready"})
        return 200, {"key": key, "code": self.orders.code(key)}

    def _admin(self, method: str, parts: list[str], raw: bytes) -> tuple[int, object]:
        match method, parts:
            case "POST", ["faults"]:
                self.faults.add(_read(raw, Fault))
                return 200, self.faults.all()
            case "GET", ["faults"]:
                return 200, self.faults.all()
            case "DELETE", ["faults"]:
                self.faults.clear()
                return 200, []
            case "POST", ["clock"]:
                self.orders.advance(timedelta(seconds=_read(raw, _Advance).seconds))
                return 200, {}
            case "GET", ["orders"]:
                return 200, self.orders.all()
            case _:
                raise _Answer(404)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer: Callable[[str, str, str, bytes], tuple[int, object] | None] = self.answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60.0

            def handle_any(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                if not 0 <= length <= _MAX_BODY:
                    self._send(413, {"error": "too_large"})
                    self.close_connection = True
                    return
                raw = self.rfile.read(length)
                said = answer(
                    self.command,
                    urlsplit(self.path).path,
                    self.headers.get("authorization", ""),
                    raw,
                )
                if said is None:
                    self.close_connection = True
                    return
                self._send(*said)

            do_GET = do_POST = do_DELETE = handle_any  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Silent: a path names an order."""

            def _send(self, status: int, body: object) -> None:
                content = msgspec.json.encode(body)
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.send_header("cache-control", "no-store")
                self.end_headers()
                self.wfile.write(content)

        return Handler


def _read(raw: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _Answer(400, {"error": "bad_request", "why": str(error)}) from None


def _told(order: Order) -> dict[str, object]:
    return {
        "key": order.key,
        "brand": order.brand,
        "yen": order.yen,
        "state": order.state,
        "reference": order.reference,
    }
