"""/v1: one request's way from bytes to an endpoint and back.

A plain ASGI application. Litestar's handlers would turn text into numbers where a number is asked
for, and cost 90 microseconds a payment; see docs/decisions/0006-api-edge.md."""

import re
from typing import Final
from urllib.parse import parse_qsl

import structlog

from zandaka.directory.api_keys import ANYBODY, Principal
from zandaka.errors import Invalid, KeyReused, Outage, Refusal
from zandaka.web import openapi
from zandaka.web.decode import decode
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import (
    Receive,
    Reply,
    Request,
    Scope,
    Send,
    TooLarge,
    read_body,
    send_reply,
)
from zandaka.web.params import check_query
from zandaka.web.problem import Failure, problem, refused
from zandaka.web.router import Router
from zandaka.web.services import Services
from zandaka.web.submit import Refused
from zandaka.web.table import ENDPOINTS

log = structlog.get_logger(__name__)

#: Visible ASCII. Longer or stranger keys are refused before anything else is looked at.
_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")
_KEY_RULE: Final = "is required: 1 to 128 visible ASCII characters"
_EXPECTED: Final = (Refusal, Invalid, KeyReused, Failure, TooLarge, Outage)
_JSON: Final = frozenset({b"application/json", b"application/json; charset=utf-8"})


class Api:
    """Answers every path below /v1."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._router = Router(ENDPOINTS)
        self._document = openapi.document_json()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        try:
            answer = await self._answer(scope, headers, receive)
        except Refused as error:
            answer = refused(error.answer, headers.get(b"accept-language", b""))
        except _EXPECTED as error:
            answer = problem(error, headers.get(b"accept-language", b""))
        except Exception as error:
            # The class alone: the text or a local variable may hold a code or a key.
            log.error("request_failed", error=type(error).__name__, exc_info=True)
            answer = problem(error, headers.get(b"accept-language", b""))
        await send_reply(send, answer)

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Reply:
        raw_path: bytes = scope["raw_path"]
        if raw_path == b"/v1/openapi.json" and scope["method"] == "GET":
            return Reply(200, self._document)
        endpoint, path = self._router.find(scope["method"], raw_path)
        client = str((scope.get("client") or ("",))[0])
        principal = self._principal(endpoint, headers, client)
        key = _idempotency_key(headers) if endpoint.command else ""
        query = _query(scope["query_string"], endpoint)
        body = None
        if endpoint.body is not None:
            body = _body(endpoint, headers, await read_body(headers, receive))
        given = {
            one.name: headers[name].decode("latin-1")
            for one in endpoint.headers
            if (name := one.name.lower().encode()) in headers
        }
        return await endpoint.handler(
            self._services, Request(principal, path, query, body, key, client, given)
        )

    def _principal(self, endpoint: Endpoint, headers: dict[bytes, bytes], client: str) -> Principal:
        authorization = headers.get(b"authorization", b"")
        principal = self._services.keyring.find(authorization)
        if principal is not None and principal.role in endpoint.roles:
            return principal
        if endpoint.public and not authorization:
            wait = self._services.visitors.begin((client,))
            if wait:
                raise Failure("too_many_attempts", [(b"retry-after", str(wait).encode())])
            return ANYBODY
        if principal is None:
            raise Failure("unauthenticated", [(b"www-authenticate", b'Bearer realm="zandaka"')])
        raise Failure("forbidden", rule=f"needs the role {' or '.join(endpoint.roles)}")


def _idempotency_key(headers: dict[bytes, bytes]) -> str:
    try:
        key = headers.get(b"idempotency-key", b"").decode("ascii")
    except UnicodeDecodeError:
        key = ""
    if _KEY.fullmatch(key) is None:
        raise Invalid("Idempotency-Key", _KEY_RULE)
    return key


def _query(raw: bytes, endpoint: Endpoint) -> dict[str, str]:
    if not raw:
        return {}
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except (UnicodeDecodeError, ValueError):
        raise Invalid("query", "must be at most 20 parameters, percent-encoded UTF-8") from None
    given = dict(pairs)
    if len(given) < len(pairs):
        raise Invalid("query", "must name each parameter once")
    check_query(given, endpoint.query)
    return given


def _body(endpoint: Endpoint, headers: dict[bytes, bytes], raw: bytes) -> object:
    if not raw and endpoint.body_optional:
        return endpoint.body()
    content_type = headers.get(b"content-type", b"")
    if content_type not in _JSON and not _is_json(content_type):
        raise Invalid("Content-Type", "must be application/json")
    return decode(endpoint.body, raw)


def _is_json(content_type: bytes) -> bool:
    kind, _, parameters = content_type.lower().partition(b";")
    if kind.strip() != b"application/json":
        return False
    return parameters.replace(b'"', b"").strip() in (b"", b"charset=utf-8")
