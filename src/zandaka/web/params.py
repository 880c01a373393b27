"""Reads what stands in the path and after the question mark, as strictly as a body."""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.web.endpoint import Query
from zandaka.web.http import Request

T = TypeVar("T")

#: Where a list of bigints begins that tells the newest first.
NEWEST: Final = (1 << 63) - 1

_LIMIT: Final = re.compile(r"[1-9][0-9]?|100", re.ASCII)
_MERCHANT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DEFAULT_LIMIT: Final = 50


def wallet(request: Request) -> ids.WalletId:
    """The wallet in the path. Raises Invalid."""
    return _identifier(ids.WalletId, request.path["wallet"], "wallet")


def operation(request: Request) -> ids.OperationId:
    """The operation in the path. Raises Invalid."""
    return _identifier(ids.OperationId, request.path["operation"], "operation")


def merchant(request: Request) -> str:
    """The merchant's id in the path. Raises Invalid."""
    text = request.path["merchant"]
    if _MERCHANT.fullmatch(text) is None:
        raise Invalid("merchant", "must be 1 to 63 of a-z, 0-9 and -, not starting with -")
    return text


def uuid(request: Request, name: str) -> UUID:
    """A UUID in the path, in its usual form. Raises Invalid."""
    text = request.path[name]
    if _UUID.fullmatch(text) is None:
        raise Invalid(name, "must be a UUID in lower case")
    return UUID(text)


def text(request: Request, name: str, *, longest: int = 100) -> str:
    """A parameter that must be given. Raises Invalid."""
    value = request.query.get(name, "")
    if not 1 <= len(value) <= longest:
        raise Invalid(name, f"is required, 1 to {longest} characters")
    return value


def instant(request: Request, name: str) -> datetime | None:
    """An instant with its offset, RFC 3339, or None when it is not given. Raises Invalid."""
    given = request.query.get(name)
    if given is None:
        return None
    try:
        # A plus sign after the question mark means a blank; nobody means a blank here.
        found = msgspec.convert(given.replace(" ", "+"), datetime, strict=True)
    except msgspec.ValidationError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(name, "must be an instant with its offset, such as 2023-02-27T00:00:00+09:00")
    return found


def limit(request: Request) -> int:
    """How many of a list are wanted: 1 to 100, or 50 when it is not given. Raises Invalid."""
    given = request.query.get("limit")
    if given is None:
        return _DEFAULT_LIMIT
    if _LIMIT.fullmatch(given) is None:
        raise Invalid("limit", "must be a whole number from 1 to 100")
    return int(given)


def cursor(request: Request, kind: type[T], first: T) -> T:
    """Where a list goes on: what `next_cursor` made of `kind`, or `first` when none is given.
    Raises Invalid."""
    given = request.query.get("cursor")
    if given is None:
        return first
    try:
        raw = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
        value = msgspec.json.decode(raw, type=kind)
        if next_cursor(value) != given or "\\u0000" in raw.decode():
            raise ValueError("not one of ours")
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise Invalid("cursor", "must be a next_cursor of this list") from None
    return value


def number_cursor(request: Request, first: int) -> int:
    """`cursor` of a list that is in the order of a bigint. Raises Invalid."""
    number = cursor(request, int, first)
    if not 0 <= number <= NEWEST:
        raise Invalid("cursor", "must be a next_cursor of this list")
    return number


def next_cursor(value: object) -> str:
    """An opaque cursor; nobody but `cursor` reads it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")


def page(items: Sequence[Any], wanted: int, last: object) -> dict[str, Any]:
    """A page of a list that was asked for one more than `wanted`. `last` is what the cursor of
    the last item shown would hold."""
    more = len(items) > wanted
    return {"items": items[:wanted], "next_cursor": next_cursor(last) if more else None}


def check_query(given: dict[str, str], known: Sequence[Query]) -> None:
    """Refuses parameters the endpoint does not have."""
    names = {one.name for one in known}
    for name, value in given.items():
        if name not in names:
            raise Invalid(name[:100] or "query", "is not a parameter of this request")
        if "\0" in value:
            raise Invalid(name, "must not contain the character U+0000")


Identifier = TypeVar("Identifier", bound=ids.Id)


def _identifier(kind: type[Identifier], text: str, name: str) -> Identifier:
    try:
        return kind.parse(text)
    except ValueError as error:
        raise Invalid(name, str(error)) from None
