"""A request as an endpoint sees it, and what it answers. Plain values over ASGI."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Principal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

MAX_BODY: Final = 1024 * 1024

#: On every answer of /v1: it is data, never a page, and never kept by anybody on the way.
API_HEADERS: Final[Headers] = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]

encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


class TooLarge(Exception):
    """The body is larger than MAX_BODY."""


class Request(msgspec.Struct):
    """`path` are the values in the path, `query` those after the question mark, `body` what was
    decoded of the body (None where the endpoint has none). `key` is the Idempotency-Key, `client`
    the address the request came from, `headers` those that the endpoint reads, by its names."""

    principal: Principal
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    key: str
    client: str = ""
    headers: dict[str, str] = {}


class Reply(msgspec.Struct):
    """An answer: JSON that is ready to be sent."""

    status: int
    body: bytes
    headers: Headers = []
    content_type: bytes = b"application/json"


def reply(value: Any, status: int = 200) -> Reply:
    """An answer that carries `value` as JSON."""
    return Reply(status, encode(value))


async def read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be, declared or not."""
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and (len(declared) > 8 or int(declared) > MAX_BODY):
        raise TooLarge
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        if len(body) > MAX_BODY:
            raise TooLarge
        return body
    parts = [body]
    size = len(body)
    while message.get("more_body"):
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


async def send_reply(send: Send, answer: Reply) -> None:
    """Sends an answer with the headers every answer has."""
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [
                (b"content-type", answer.content_type),
                (b"content-length", str(len(answer.body)).encode()),
                *API_HEADERS,
                *answer.headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": answer.body})
