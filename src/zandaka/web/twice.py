"""Refuses a JSON body in which a field is given twice: JSON leaves open which of the two counts, so
whoever sent it and whoever reads it may mean different amounts (docs/decisions/0021)."""

import json
from collections.abc import Iterator
from typing import Any, cast

import msgspec

from zandaka.errors import Invalid


class _Fields(list[tuple[str, Any]]):
    """An object's fields in the order in which they stand, none lost."""


_fields = json.JSONDecoder(object_pairs_hook=_Fields).decode


def refuse_twice(body: bytes) -> None:
    """Raises Invalid, which names the field, where an object of `body` has it twice. `body` is
    valid JSON."""
    # Every field is followed by a colon. Where there are as many colons as different fields, none
    # came twice: so it is with nearly every payment, and this costs a microsecond.
    value = msgspec.json.decode(body)
    if isinstance(value, dict) and body.count(b":") == len(cast("dict[str, Any]", value)):
        return
    for place in _twice(_fields(body.decode()), ""):
        raise Invalid(place, "must be given once")


def _twice(value: Any, place: str) -> Iterator[str]:
    """The places of the fields that come again."""
    if isinstance(value, _Fields):
        seen: set[str] = set()
        for name, inner in value:
            here = f"{place}.{name}" if place else name
            if name in seen:
                yield here[:200]
            seen.add(name)
            yield from _twice(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _twice(inner, f"{place}[{number}]")
