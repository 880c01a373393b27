"""A struct's fields as they are given on the command line: from a file, and from `--set` pairs."""

import sys
import tomllib
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from zandaka import ids
from zandaka.cli import fields as shape
from zandaka.errors import Invalid

S = TypeVar("S", bound=msgspec.Struct)


def made(kind: type[S], file: Path | None, pairs: list[str], **more: Any) -> S:
    """A struct of `kind` from the fields of `file`, then those of `pairs`, then `more`.

    Raises Invalid and msgspec.ValidationError, which name the field."""
    fields: dict[str, Any] = {}
    if file is not None:
        fields = _read(file)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Invalid("--set", f"must look like name=value, not {pair!r}")
        fields[name] = _value(value, shape.takes_text(kind, name))
    # Through JSON, so that a file, a pair and a request mean the same.
    written = msgspec.json.encode({**fields, **more})
    return msgspec.json.decode(written, type=kind, dec_hook=ids.from_json)


def _read(file: Path) -> dict[str, Any]:
    """The fields that a file names. Raises Invalid with what is wrong with it."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        found = tomllib.loads(text) if file.suffix == ".toml" else msgspec.json.decode(text)
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
