"""A network's end of the line to an issuer's door: `POST /v1/network-messages`."""

from typing import Final

import httpx
import msgspec

from zandaka import ids
from zandaka.errors import Outage
from zandaka.providers.network.port import Message, NetworkReply

_TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
_OK: Final = 200
_SERVER: Final = 500

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode
_reply = msgspec.json.Decoder(NetworkReply, dec_hook=ids.from_json).decode


class NotTaken(Exception):
    """The other side does not take the message at all: says its status and what it told."""


class HttpIssuer:
    """Delivers messages to the house at `url`, with a merchant's API `key`."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"authorization": f"Bearer {key}", "content-type": "application/json"},
            timeout=_TIMEOUT,
            trust_env=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def deliver(self, message: Message) -> NetworkReply:
        """The answer. Raises Outage where there is none, NotTaken where there never will be."""
        try:
            found = self._http.post("/v1/network-messages", content=_encode(message))
        except httpx.HTTPError as error:
            raise Outage(str(error)) from error
        if found.status_code >= _SERVER:
            raise Outage(f"status {found.status_code}")
        if found.status_code != _OK:
            raise NotTaken(f"status {found.status_code}: {found.text[:500]}")
        return _reply(found.content)
