"""Expected and got. What is expected may be less than what there is; what is said must be exact."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, cast

import msgspec

from zandaka.instants import JST

#: Where a value was expected and nothing was there.
NOTHING: Final = "(nothing)"

_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


class Difference(msgspec.Struct, frozen=True):
    """One place in which a case and the ledger disagree."""

    what: str
    expected: str
    got: str


def differences(expected: object, got: object, what: str = "") -> list[Difference]:
    """Every difference: a table may name fewer keys than there are, a list has all its items,
    yen and instants are equal to the last yen and microsecond."""
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            return [Difference(what, shown(cast("object", expected)), shown(got))]
        table = cast("Mapping[str, object]", got)
        return [
            found
            for key, value in cast("Mapping[str, object]", expected).items()
            for found in differences(value, table.get(key, NOTHING), f"{what}.{key}".lstrip("."))
        ]
    if isinstance(expected, list | tuple):
        wanted = cast("Sequence[object]", expected)
        if not isinstance(got, list | tuple):
            return [Difference(what, shown(wanted), shown(got))]
        items = cast("Sequence[object]", got)
        if len(items) != len(wanted):
            return [Difference(what, shown(wanted), shown(items))]
        return [
            found
            for number, (one, other) in enumerate(zip(wanted, items, strict=True), 1)
            for found in differences(one, other, f"{what}[{number}]")
        ]
    return [] if _same(expected, got) else [Difference(what, shown(expected), shown(got))]


def _same(expected: object, got: object) -> bool:
    # A truth value is an integer to Python; to a reader `true` is not 1.
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, datetime):
        return _instant(got) == expected
    if isinstance(expected, date):
        return got == expected or got == expected.isoformat()
    return expected == got


def _instant(value: object) -> datetime | None:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else None


def shown(value: object) -> str:
    """A value as a case file would write it, instants in Japan's time."""
    instant = _instant(value)
    if instant is not None:
        return instant.astimezone(JST).isoformat()
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value).items()
        return "{" + ", ".join(f"{key} = {shown(one)}" for key, one in items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(one) for one in cast("Sequence[Any]", value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}"
    if isinstance(value, str) and value != NOTHING:
        return f'"{value}"'
    return str(value)
