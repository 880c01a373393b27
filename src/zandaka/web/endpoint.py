"""One endpoint as data. The router, the OpenAPI document and the docs page all read this table,
so none of them can say something else than what runs."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.web.http import Reply, Request
from zandaka.web.services import Services

Handler = Callable[[Services, Request], Awaitable[Reply]]
Method = Literal["GET", "POST", "PUT", "DELETE"]


def _text() -> dict[str, Any]:
    return {"type": "string"}


class Query(msgspec.Struct, frozen=True):
    """A parameter after the question mark, or a header."""

    name: str
    ja: str
    en: str
    required: bool = False
    schema: dict[str, Any] = msgspec.field(default_factory=_text)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`path` holds its variables in braces. `answer` is the type of a success. `command`: it goes
    to a book, needs an Idempotency-Key, and answers with an `Accepted` or a refusal. `public`: open
    to who has no key, and slowed down by address. `headers` are those it reads beside."""

    method: Method
    path: str
    tag: str
    roles: tuple[Role, ...]
    ja: str
    en: str
    handler: Handler
    answer: Any
    status: int = 200
    body: Any = None
    body_optional: bool = False
    query: tuple[Query, ...] = ()
    headers: tuple[Query, ...] = ()
    command: bool = False
    limited: bool = False
    public: bool = False


CURSOR = Query(
    "cursor", "前の応答のnext_cursor", "next_cursor of the answer before",
    schema={"type": "string", "minLength": 1, "maxLength": 200},
)  # fmt: skip
LIMIT = Query(
    "limit", "件数(1〜100、既定は50)", "how many, 1 to 100 (50 unless told)",
    schema={"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
)  # fmt: skip
