"""Reads a body strictly: what does not fit is refused with the field and the rule it breaks."""

import re
from functools import lru_cache
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Misfit
from zandaka.web.twice import refuse_twice

_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*?)`")
_MISSING: Final = re.compile(r"Object missing required field `(.*?)`")


@lru_cache(256)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=ids.from_json)


def decode(kind: Any, body: bytes) -> Any:
    """`body` as a `kind`. Raises Invalid.

    Numbers are whole JSON numbers and nothing else: no text, no fraction, no 500.0, no 5e2. No
    field comes twice."""
    try:
        value = _decoder(kind).decode(body)
        refuse_twice(body)
    except msgspec.ValidationError as error:
        raise _placed(str(error), error.__cause__) from None
    except msgspec.DecodeError as error:
        raise Invalid("body", f"must be JSON ({error})") from None
    except UnicodeDecodeError:
        raise Invalid("body", "must be UTF-8") from None
    except RecursionError:
        raise Invalid("body", "must not be nested so deeply") from None
    # PostgreSQL's text has no place for U+0000, which JSON can only write escaped.
    if b"\\u0000" in body:
        _refuse_nul(msgspec.json.decode(body), "")
    return value


def _placed(message: str, cause: BaseException | None) -> Invalid:
    rule, _, place = message.partition(" - at `$")
    place = place.rstrip("`").lstrip(".")
    if isinstance(cause, Misfit):
        return Invalid(f"{place}.{cause.field}" if place else cause.field, cause.rule)
    for pattern, said in (
        (_UNKNOWN, "is not a field of this request"),
        (_MISSING, "is required"),
    ):
        found = pattern.match(rule)
        if found is not None:
            inner = found[1][:100]
            return Invalid(f"{place}.{inner}" if place else inner, said)
    return Invalid(place or "body", rule[:200])


def _refuse_nul(value: Any, place: str) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid(place or "body", "must not contain the character U+0000")
    elif isinstance(value, dict):
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            _refuse_nul(inner, f"{place}.{name}" if place else str(name))  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for number, inner in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            _refuse_nul(inner, f"{place}[{number}]")
