"""Cash machines, or somebody who collects for loads, to try things on: a real HTTP server that
moves no money anywhere.

Each key is one order, however often it is asked; `GET /orders` lists them. The last four
characters of a place switch a fault on (`desk.FAULTS`)."""

import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import msgspec

from zandaka.providers.money.desk import Desk
from zandaka.providers.money.port import MoneyAnswer, MoneyOrder

_LARGEST: Final = 16_384
_STATUS: Final = {"done": 200, "denied": 422, "unknown": 503}


class MoneySandbox(ThreadingHTTPServer):
    """Serves on 127.0.0.1. `with MoneySandbox(0, token) as box: box.start()`."""

    daemon_threads = True

    def __init__(self, port: int, token: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.token = token
        self.desk = Desk()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Serves in a thread of its own."""
        threading.Thread(target=self.serve_forever, name="money-sandbox", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    @property
    def _sandbox(self) -> MoneySandbox:
        assert isinstance(self.server, MoneySandbox), "made by it alone"
        return self.server

    def do_POST(self) -> None:
        desk = self._sandbox.desk
        ways = {"/orders": desk.move, "/orders/undo": desk.undo, "/orders/cancel": desk.cancel}
        if not self._let_in(tuple(ways)):
            return None
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _LARGEST:
            self.close_connection = True
            return self._answer(413, {"why": "too large"})
        try:
            order = msgspec.json.decode(self.rfile.read(int(length)), type=MoneyOrder)
        except msgspec.DecodeError as error:
            return self._answer(400, {"why": str(error)})
        answer = ways[self.path](order)
        if answer is None:
            self.close_connection = True
            return None
        return self._told(order, answer)

    def do_GET(self) -> None:
        if self._let_in(("/orders",)):
            items = msgspec.to_builtins(self._sandbox.desk.orders)
            self._answer(200, {"orders": items})

    def _told(self, order: MoneyOrder, answer: MoneyAnswer) -> None:
        self._answer(_STATUS[answer.result], {"key": order.key, "why": answer.why})

    def _let_in(self, paths: tuple[str, ...]) -> bool:
        if self.path not in paths:
            self.close_connection = True
            self._answer(404, {"why": "not found"})
            return False
        given = self.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._sandbox.token}".encode()):
            self.close_connection = True
            self._answer(401, {"why": "unauthenticated"})
            return False
        return True

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = msgspec.json.encode(content)
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Says nothing: a line would hold what was asked."""
