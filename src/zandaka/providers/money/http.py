"""Money over HTTP, in the manner of the sandboxes (`zandaka sandbox atm`, `zandaka sandbox
funding`).

`POST <url>/orders` with `{"key": ..., "place": ..., "yen": ...}` and a bearer token; `POST
<url>/orders/undo` or `<url>/orders/cancel` with the same. 200 is done, 422 is denied, anything else
is asked again under the same key."""

from typing import Final

import httpx
import msgspec

from zandaka.providers.money.port import MoneyAnswer, MoneyOrder

#: Seconds to connect, and to wait for an answer.
_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
_LONGEST_WHY: Final = 200
_OK: Final = 200
_DENIED: Final = 422


class _Told(msgspec.Struct, frozen=True):
    key: str
    why: str = ""


class HttpMoney:
    """A `MoneyProvider` behind `url`, which is asked with a bearer `token`."""

    def __init__(self, url: str, token: str, timeout: httpx.Timeout = _TIMEOUT) -> None:
        self._url = url.rstrip("/")
        self._http = httpx.Client(
            headers={"authorization": f"Bearer {token}", "accept": "application/json"},
            timeout=timeout,
            follow_redirects=False,
            # A proxy of the environment has no business with money.
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def move(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves the money, or tells what became of the same order."""
        return self._ask("/orders", order)

    def undo(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves it back."""
        return self._ask("/orders/undo", order)

    def cancel(self, order: MoneyOrder) -> MoneyAnswer:
        """Stops it, unless the money has moved."""
        return self._ask("/orders/cancel", order)

    def _ask(self, path: str, order: MoneyOrder) -> MoneyAnswer:
        try:
            found = self._http.post(
                self._url + path,
                content=msgspec.json.encode(order),
                headers={"content-type": "application/json"},
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # The class alone: a text may hold the address.
            return MoneyAnswer("unknown", type(error).__name__)
        if found.status_code not in (_OK, _DENIED):
            return MoneyAnswer("unknown", f"HTTP {found.status_code}")
        try:
            told = msgspec.json.decode(found.content, type=_Told)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return MoneyAnswer("unknown", "the answer cannot be read")
        if told.key != order.key:
            return MoneyAnswer("unknown", "the answer is to another order")
        why = told.why[:_LONGEST_WHY]
        return MoneyAnswer("done" if found.status_code == _OK else "denied", why)
