"""Gifts over HTTP, in the manner of the sandbox (`zandaka sandbox gifts`, docs/reference/gifts.md):
orders named by our key, a code that is fetched by itself."""

from typing import Final, Literal
from urllib.parse import quote

import httpx
import msgspec

from zandaka.providers.gift.port import GiftAnswer, GiftOrder

#: Seconds to connect, and to wait for an answer.
_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
_LIMITS: Final = httpx.Limits(max_connections=16, max_keepalive_connections=16)
_OK: Final = 200
_CONFLICT: Final = 409
_DENIED: Final = 422
_LONGEST_WHY: Final = 200
_LONGEST_CODE: Final = 200


class _Order(msgspec.Struct, frozen=True):
    key: str
    state: Literal["issued", "cancelled"]
    reference: str


class _Denial(msgspec.Struct, frozen=True):
    why: str = ""


class _Code(msgspec.Struct, frozen=True):
    code: str


class HttpGifts:
    """A `GiftProvider` behind `url`, which is asked with a bearer `token`."""

    def __init__(self, url: str, token: str, timeout: httpx.Timeout = _TIMEOUT) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            timeout=timeout,
            limits=_LIMITS,
            follow_redirects=False,
            # A proxy of the environment has no business with codes that are worth money.
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def order(self, order: GiftOrder) -> GiftAnswer:
        """Orders, or tells what became of the same order."""
        found = self._ask("POST", "/v1/orders", msgspec.structs.asdict(order))
        if isinstance(found, GiftAnswer):
            return found
        return _read(found, order)

    def cancel(self, order: GiftOrder) -> GiftAnswer:
        """Takes a code back: `denied` once it is void, `issued` where it is too late."""
        found = self._ask("POST", f"/v1/orders/{order.key}/cancel", {})
        if isinstance(found, GiftAnswer):
            return found
        if found.status_code == _CONFLICT:
            return GiftAnswer("issued", why=_why(found))
        return _read(found, order)

    def reveal(self, order: GiftOrder, reference: str) -> str | None:
        """The code itself; None while it cannot be had."""
        found = self._ask("GET", f"/v1/orders/{order.key}/code?reference={quote(reference)}", None)
        if isinstance(found, GiftAnswer) or found.status_code != _OK:
            return None
        try:
            code = msgspec.json.decode(found.content, type=_Code).code
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return code if 0 < len(code) <= _LONGEST_CODE and code.isprintable() else None

    def _ask(self, method: str, path: str, body: object) -> httpx.Response | GiftAnswer:
        content = None if body is None else msgspec.json.encode(body)
        headers = {} if content is None else {"content-type": "application/json"}
        try:
            return self._http.request(method, path, content=content, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # The class alone: a text may hold the address, and with it the token of a proxy.
            return GiftAnswer("unknown", why=type(error).__name__)


def _read(found: httpx.Response, order: GiftOrder) -> GiftAnswer:
    if found.status_code == _DENIED:
        return GiftAnswer("denied", why=_why(found))
    if found.status_code != _OK:
        # Throttled, broken, not let in: whatever it is, the order may stand.
        return GiftAnswer("unknown", why=f"HTTP {found.status_code}")
    try:
        told = msgspec.json.decode(found.content, type=_Order)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return GiftAnswer("unknown", why="the answer cannot be read")
    if told.key != order.key or not told.reference:
        return GiftAnswer("unknown", why="the answer is to another order")
    if told.state == "cancelled":
        return GiftAnswer("denied", told.reference, "cancelled")
    return GiftAnswer("issued", told.reference)


def _why(found: httpx.Response) -> str:
    try:
        why = msgspec.json.decode(found.content, type=_Denial).why
    except (msgspec.MsgspecError, UnicodeDecodeError):
        why = ""
    return why[:_LONGEST_WHY] or f"HTTP {found.status_code}"
