"""What can go wrong, said once. Three kinds: a `Refusal` is expected and final for its key; an
`Outage` is answered by asking again with the same key; anything else is a bug."""

import tomllib
from importlib.resources import files
from typing import Final

import msgspec


class ErrorKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of `errors.toml`: how HTTP says it and what a person is told. `ja`/`en` say what
    happened, `next_ja`/`next_en` what to do."""

    code: str
    status: int
    ja: str
    en: str
    next_ja: str
    next_en: str


class Refusal(Exception):
    """The rules say no. Nothing has moved; the refusal itself is kept as an attempt.

    `code` is one of `KINDS`, `source` the rule or term that decided, `params` the facts."""

    def __init__(self, code: str, /, *, source: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.source = source
        self.params = params


class Invalid(Exception):
    """A request that cannot be read: names the field and the rule it breaks. Never stored."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule


class Misfit(ValueError):
    """What a struct says, as it is made, of a field that does not fit the others. A ValueError, so
    that it is told wherever a struct is read; who reads requests tells it as Invalid."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field} {rule}")
        self.field = field
        self.rule = rule


class KeyReused(Exception):
    """The idempotency key already stands for another request of the same caller."""


class Outage(Exception):
    """The outcome is not known here. Ask again with the same key: once it is known, it is told."""


def _kinds() -> dict[str, ErrorKind]:
    written = tomllib.loads(files("zandaka").joinpath("errors.toml").read_text(encoding="utf-8"))
    return {
        code: msgspec.convert({"code": code, **kind}, ErrorKind) for code, kind in written.items()
    }


#: Every code there is, in order of precedence: where several would apply, the first is told.
KINDS: Final = _kinds()
