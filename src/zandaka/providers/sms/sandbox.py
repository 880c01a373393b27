"""An SMS provider to try things on: a real HTTP server that carries nothing anywhere.

It keeps what it takes, once for each Idempotency-Key, and lists it under `GET /messages`. The last
four digits of a number switch a fault on."""

import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final, Literal

import msgspec

Fault = Literal["refuse", "drop", "busy", "undeliverable"]

#: `refuse`: 422, this number takes none. `drop`: takes the first try and hangs up without an
#: answer. `busy`: 503 at the first try. `undeliverable`: takes it, and it never arrives.
FAULTS: Final[dict[str, Fault]] = {
    "0001": "refuse",
    "0002": "drop",
    "0003": "busy",
    "0004": "undeliverable",
}
_LARGEST: Final = 16_384


class Carried(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message as it is asked for."""

    to: str
    text: str
    reference: str


class Entry(msgspec.Struct):
    """A message that was taken. `asked` counts the times."""

    to: str
    text: str
    reference: str
    state: Literal["delivered", "undeliverable"]
    asked: int = 1


class SmsSandbox(ThreadingHTTPServer):
    """Serves on 127.0.0.1. `with SmsSandbox(0, token) as box: box.start()`."""

    daemon_threads = True

    def __init__(self, port: int, token: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.token = token
        self.taken: dict[str, Entry] = {}
        self.lock = threading.Lock()
        self.tried: set[str] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Serves in a thread of its own."""
        threading.Thread(target=self.serve_forever, name="sms-sandbox", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def take(self, asked: Carried, key: str) -> tuple[int, dict[str, Any]] | None:
        """The answer; None where there is to be none."""
        fault = FAULTS.get(asked.to[-4:])
        with self.lock:
            first = key not in self.tried
            self.tried.add(key)
            if fault == "refuse":
                return 422, {"error": "unreachable_number"}
            if fault == "busy" and first:
                return 503, {"error": "busy"}
            known = self.taken.get(key)
            if known is not None:
                if (known.to, known.text) != (asked.to, asked.text):
                    return 409, {"error": "key_reused"}
                known.asked += 1
            else:
                state = "undeliverable" if fault == "undeliverable" else "delivered"
                self.taken[key] = Entry(asked.to, asked.text, asked.reference, state)
            if fault == "drop" and first:
                return None
            return 202, {"reference": asked.reference}


class _Handler(BaseHTTPRequestHandler):
    server: SmsSandbox  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    timeout = 10
    _paths: ClassVar = ("/messages",)

    def do_POST(self) -> None:
        if not self._let_in():
            return None
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _LARGEST:
            self.close_connection = True
            return self._answer(413, {"error": "too_large"})
        try:
            asked = msgspec.json.decode(self.rfile.read(int(length)), type=Carried)
        except msgspec.DecodeError as error:
            return self._answer(400, {"error": str(error)})
        key = self.headers.get("idempotency-key", "")
        if not key:
            return self._answer(400, {"error": "Idempotency-Key is required"})
        answer = self.server.take(asked, key)
        if answer is None:
            self.close_connection = True
            return None
        return self._answer(*answer)

    def do_GET(self) -> None:
        if self._let_in():
            with self.server.lock:
                items = msgspec.to_builtins(list(self.server.taken.values()))
            self._answer(200, {"items": items})

    def _let_in(self) -> bool:
        if self.path not in self._paths:
            self.close_connection = True
            self._answer(404, {"error": "not_found"})
            return False
        given = self.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self.server.token}".encode()):
            self.close_connection = True
            self._answer(401, {"error": "unauthenticated"})
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
