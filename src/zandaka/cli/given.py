"""A struct's fields as they are given on the command line: from a file, and from `--set` pairs."""

import re
import sys
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from zandaka.cli import fields as shape
from zandaka.errors import Invalid
from zandaka.web.decode import decode
from zandaka.web.twice import refuse_twice

S = TypeVar("S", bound=msgspec.Struct)


def made(kind: type[S], file: Path | None, pairs: list[str], **more: Any) -> S:
    """A struct of `kind` from the fields of `file`, then those of `pairs`, each of which may stand
    in place of one of the file's. `more` are made here, and may not be given.

    Raises Invalid, which names the field and what it takes."""
    fields: dict[str, Any] = {} if file is None else _read(file)
    said: set[str] = set()
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Invalid("--set", f"must look like name=value, not {pair!r}")
        if name in said:
            raise Invalid(name, "must be given once")
        said.add(name)
        fields[name] = _value(value, shape.takes_text(kind, name))
    for name in more:
        if name in fields:
            raise Invalid(name, "is made here, and told when it is done")
    # Through JSON, so that a file, a pair and a request mean the same.
    try:
        made: S = decode(kind, msgspec.json.encode({**fields, **more}))
    except Invalid as error:
        raise Invalid(error.field, f"{error.rule}{_takes(kind, error.field, more)}") from None
    return made


def _takes(kind: type[msgspec.Struct], place: str, without: Collection[str]) -> str:
    """What the field at `place` takes, or which fields there are."""
    asked = re.split(r"[.\[]", place)[0]
    fields = dict(line.split(": ", 1) for line in shape.lines(kind))
    if asked in fields:
        return f"; it takes {fields[asked].partition('  (')[0]}"
    if place != asked:
        return ""
    return "; there are " + ", ".join(name for name in fields if name not in without)


def _read(file: Path) -> dict[str, Any]:
    """The fields that a file names. Raises Invalid with what is wrong with it."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        if file.suffix == ".toml":
            return tomllib.loads(text)
        found = msgspec.json.decode(text)
        refuse_twice(text.encode())
    except OSError as error:
        raise Invalid(str(file), error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise Invalid(str(file), "must be UTF-8") from None
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise Invalid(str(file), str(error)) from None
    if not isinstance(found, dict):
        raise Invalid(str(file), "must be an object of fields")
    return cast("dict[str, Any]", found)


def _value(text: str, is_text: bool) -> Any:
    """JSON where it is JSON, plain text otherwise: names need no quotes, nor do the digits of a
    field that takes text."""
    if is_text and not text.startswith('"'):
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
