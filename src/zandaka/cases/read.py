"""Reads a case file, and refuses whatever it would have to guess at: an unknown key, a name that
nothing has, an instant without its offset, a step before the one above it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import msgspec

from zandaka import ids
from zandaka.cases.checks import KINDS, Check, Scope
from zandaka.cases.errors import CaseError
from zandaka.cases.model import (
    DOES,
    ISSUING,
    NETWORK_MESSAGE,
    STEP_VERBS,
    WORK,
    Case,
    CaseShape,
    PlacedCheck,
    Step,
    StepShape,
)
from zandaka.cases.names import Name, NameKind, article, fits, made_by
from zandaka.cases.outcomes import unknown_keys
from zandaka.cases.places import Place, places
from zandaka.errors import KINDS as CODES
from zandaka.funds.registry import ACTIONS
from zandaka.providers.network.port import Message

T = TypeVar("T")

#: TOML has dates and instants of its own: one in quotes is text and is refused as one.
TOML_TYPES: Final = (date, datetime, time, bytes)

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_RULE: Final = re.compile(r"(R|Z-)[1-9][0-9]*", re.ASCII)
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?P<at>.*)")
_MISSING: Final = re.compile(r"Object missing required field `(?P<key>[^`]*)`(?P<at>.*)")
_STEP_KEYS: Final = frozenset(field.encode_name for field in msgspec.structs.fields(StepShape))
_MAX_GUESTS: Final = 500
#: The name of a network's message.
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
#: Codes, which the runner makes.
_SECRET: Final = frozenset(("secret", "secrets"))
#: The codes that a book gives: those of 422.
_REFUSALS: Final = frozenset(code for code, kind in CODES.items() if kind.status == 422)


def read_case(path: Path) -> Case:
    """The case in a file. Raises CaseError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CaseError(str(path), f"cannot be read: {problem}") from problem
    return parse_case(text, path)


def parse_case(text: str, path: Path) -> Case:
    """The case in `text`; `path` is what its messages call it. Raises CaseError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise CaseError(str(path), f"is not TOML: {problem}") from problem
    return _Reader(path).case(document, places(text))


class _Reader:
    """Reads one file from top to bottom, and knows the names made so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._where = str(path)
        self._names: dict[str, NameKind] = {}
        self._now: datetime | None = None
        self._networks: frozenset[str] = frozenset()

    def case(self, document: dict[str, Any], order: list[Place]) -> Case:
        head = {key: value for key, value in document.items() if key not in ("step", "check")}
        self._plain(head, "")
        shape = self._convert(document, CaseShape)
        for text in (shape.title.ja, shape.title.en):
            self._require(bool(text.strip()), "title needs ja and en")
        self._require(bool(shape.rules), "rules names no rule, such as R8")
        for rule in shape.rules:
            self._require(_RULE.fullmatch(rule), f"rules: {rule!r} is no rule, such as R8 or Z-4")
        self._require(1 <= shape.books <= 64, "books must be 1 to 64")
        self._require(bool(shape.step), "no [[step]]: nothing happens")
        counts = [sum(place.what == what for place in order) for what in ("step", "check")]
        self._require(
            counts == [len(shape.step), len(shape.check)],
            "write every step and check under a line of its own, [[step]] or [[check]], and keep"
            " such a line out of texts: their order is the order of the file",
        )
        overlay = dict(shape.terms)
        folder = overlay.pop("folder", None)
        self._require(folder is None or isinstance(folder, str), "terms.folder must be text")
        self._now = shape.clock
        self._networks = frozenset(shop.id for shop in shape.merchant if shop.id in shop.networks)
        scope = Scope(
            merchants=frozenset(shop.id for shop in shape.merchant),
            incidents=frozenset(str(step.get("incident", "")) for step in shape.step),
            coupons=frozenset(),
            books=shape.books,
        )
        story = self._story(shape, order, scope)
        self._require(any(self._says(one) for one in story), "nothing is expected or checked")
        return Case(
            file=self._path,
            title=shape.title,
            rules=shape.rules,
            clock=story[0].at if shape.clock is None else shape.clock,
            books=shape.books,
            terms_folder=None if folder is None else self._path.parent / folder,
            overlay=overlay,
            shops=shape.merchant,
            holders=shape.holder,
            out_of_stock=shape.out_of_stock,
            unreachable=shape.unreachable,
            rates=shape.rate,
            story=story,
        )

    @staticmethod
    def _says(one: Step | PlacedCheck) -> bool:
        return isinstance(one, PlacedCheck) or bool(one.expect)

    def _story(
        self, shape: CaseShape, order: list[Place], scope: Scope
    ) -> tuple[Step | PlacedCheck, ...]:
        steps, checks = iter(shape.step), iter(shape.check)
        story: list[Step | PlacedCheck] = []
        numbers = {"step": 0, "check": 0}
        for place in order:
            number = numbers[place.what] = numbers[place.what] + 1
            self._where = f"{self._path}:{place.line}: {place.what} {number}"
            if place.what == "step":
                story.append(self._step(next(steps), number, place.line))
            else:
                coupons = frozenset(n for n, kind in self._names.items() if kind == "coupon")
                here = msgspec.structs.replace(scope, coupons=coupons)
                story.append(self._check(next(checks), number, place.line, here))
        self._where = str(self._path)
        return tuple(story)

    # -- steps

    def _step(self, table: dict[str, Any], number: int, line: int) -> Step:
        self._plain(table, "")
        verb = table.get("do")
        known = ", ".join(DOES)
        self._require(verb in DOES, f"do must be one of {known}, not {verb!r}")
        own = {key: value for key, value in table.items() if key in _STEP_KEYS}
        fields = {key: value for key, value in table.items() if key not in _STEP_KEYS}
        shape = self._convert(own, StepShape)
        at = self._moved(shape.at)
        self._require(
            shape.guests is None or shape.do in ISSUING, f"unknown key `guests` for {shape.do}"
        )
        guests = 1 if shape.guests is None else shape.guests
        self._require(1 <= guests <= _MAX_GUESTS, f"guests must be 1 to {_MAX_GUESTS}")
        self._require("secrets" not in fields, "unknown key `secrets`: give guests = n")
        self._require("secret" not in fields, "unknown key `secret`: the runner makes codes")
        self._require(
            shape.expect is None or shape.outage != "unreachable",
            "a command that reached no book has no outcome to expect",
        )
        self._expected(shape.do, shape.expect)
        if shape.do in ISSUING:
            fields = {**fields, "secrets": [b""] * guests}
        if shape.do == "exchange":
            fields = {**fields, "secret": b""}
        self._fields(shape, fields)
        made = self._made(shape, guests)
        return Step(
            number=number,
            line=line,
            at=at,
            do=shape.do,
            fields={key: value for key, value in fields.items() if key not in _SECRET},
            made=made,
            key=shape.key,
            by=shape.by or ("operator:case" if shape.do in ACTIONS else "case"),
            guests=guests,
            disturbed=shape.outage,
            expect=shape.expect,
        )

    def _fields(self, shape: StepShape, fields: dict[str, Any]) -> None:
        if shape.do in STEP_VERBS:
            self._convert(fields, STEP_VERBS[shape.do])
            return
        self._require(shape.outage is None, f"outage: {shape.do} goes to no book")
        if shape.do == NETWORK_MESSAGE:
            self._message(shape, fields)
            return
        if shape.do == WORK:
            self._require(not fields and not shape.expect, "work has no fields and answers nothing")
        elif not any(True for _ in earlier(fields)):
            self._convert(fields, ACTIONS[shape.do])
        for name in earlier([fields, shape.expect]):
            made, _, key = name.partition(".")
            self._require(
                self._names.get(made) == "action"
                or (self._names.get(made) == "coupon" and key == "inquiry"),
                f'"${name}": no action above has that name',
            )

    def _message(self, shape: StepShape, fields: dict[str, Any]) -> None:
        """A message's name is its key, and who tells it is the network."""
        self._require(
            shape.by in self._networks,
            "by must be a network: a [[merchant]] that has its own id among its networks",
        )
        self._require("message" not in fields, "unknown key `message`: a message's name is its key")
        self._require(
            not shape.key or _LABEL.fullmatch(shape.key),
            f"key: {shape.key!r} must be up to 64 letters, digits, dots, hyphens and underscores",
        )
        self._convert({**fields, "message": shape.key or "m"}, Message)

    def _made(self, shape: StepShape, guests: int) -> tuple[str, ...]:
        names = (shape.made,) if isinstance(shape.made, str) else shape.made
        if isinstance(shape.made, str) and guests > 1:
            names = tuple(f"{shape.made}-{guest}" for guest in range(1, guests + 1))
        self._require(
            not names or len(names) == guests or shape.do == NETWORK_MESSAGE,
            f"as must give {guests} names",
        )
        for name in names:
            self._require(
                _NAME.fullmatch(name) and not _is_id(name),
                f"as: {name!r} must be small letters, digits and hyphens, and no identifier",
            )
            kind = made_by(shape.do)
            self._require(
                name not in self._names or (bool(shape.key) and self._names[name] == kind),
                f"as: the name {name!r} is taken",
            )
            self._names[name] = kind
        return names

    def _expected(self, verb: str, expect: dict[str, Any] | None) -> None:
        if expect is None:
            return
        self._require(bool(expect), "expect says nothing")
        code = expect.get("refused")
        from_kinds = code is None or (isinstance(code, str) and code in _REFUSALS)
        self._require(from_kinds, f"expect.refused: {code!r} is no code of a refusal")
        reused = expect.get("key_reused")
        self._require(
            reused is None or expect == {"key_reused": True},
            "expect.key_reused = true stands alone: such a request has no outcome",
        )
        self._require(
            "unanswered" not in expect or expect == {"unanswered": True},
            "expect.unanswered = true stands alone: there is no reply",
        )
        for key in unknown_keys(verb, expect):
            raise CaseError(self._where, f"unknown key `{key}`: {verb} never answers it")

    # -- checks

    def _check(self, table: dict[str, Any], number: int, line: int, scope: Scope) -> PlacedCheck:
        self._plain(table, "")
        kinds = [kind for kind in KINDS if kind in table]
        known = ", ".join(KINDS)
        self._require(bool(kinds), f"no kind of check: give one of {known}")
        self._require(len(kinds) == 1, f"two checks in one: {' and '.join(kinds)}")
        check: Check = self._convert(table, KINDS[kinds[0]])
        try:
            self._name_keys(check)
            check.require_said()
            check.require_known(scope)
        except ValueError as problem:
            raise CaseError(self._where, str(problem)) from problem
        return PlacedCheck(number, line, self._moved(check.at), kinds[0], check)

    def _name_keys(self, check: Check) -> None:
        """Checks names that are keys of a table: msgspec takes keys as they come."""
        info = msgspec.inspect.type_info(type(check))
        assert isinstance(info, msgspec.inspect.StructType)
        for field in info.fields:
            kind = field.type
            if isinstance(kind, msgspec.inspect.DictType) and isinstance(
                kind.key_type, msgspec.inspect.CustomType
            ):
                said = getattr(check, field.name)
                if isinstance(said, dict):
                    for key in cast("dict[str, object]", said):
                        self._placeholder(kind.key_type.cls, key)

    # -- shared

    def _moved(self, at: datetime | None) -> datetime:
        """The clock after a step or check that says `at`, or stays where it is."""
        if at is not None:
            before = self._now
            self._require(
                before is None or at >= before,
                f"at {at.isoformat()} lies before what stands above it",
            )
            self._now = at
        if self._now is None:
            raise CaseError(self._where, "at is missing, and the case has no clock to start from")
        return self._now

    def _placeholder(self, wanted: type, value: object) -> Any:
        """Stands in for an identifier while a file is read: the name is checked, nothing is
        looked up."""
        if not isinstance(value, str):
            raise ValueError("must be a name in quotes")
        kind = self._names.get(value)
        if issubclass(wanted, Name):
            if kind is None:
                raise ValueError(f"nothing above is named {value!r}")
            if kind not in wanted.kinds:
                raise ValueError(
                    f"{value!r} names {article(kind)}, not "
                    f"{' or '.join(article(one) for one in sorted(wanted.kinds))}"
                )
            return wanted(value)
        assert issubclass(wanted, ids.Id), wanted
        if kind is not None:
            if not fits(kind, wanted):
                raise ValueError(f"{value!r} names {article(kind)}, which cannot stand here")
            return wanted(0)
        if not _is_id(value):
            raise ValueError(f"nothing above is named {value!r}")
        return wanted.parse(value)

    def _convert(self, value: object, shape: type[T]) -> T:
        try:
            return msgspec.convert(
                value, shape, builtin_types=TOML_TYPES, dec_hook=self._placeholder
            )
        except msgspec.ValidationError as problem:
            raise CaseError(self._where, readable(str(problem))) from problem

    def _plain(self, value: object, key: str) -> None:
        """Refuses what means nothing here wherever it stands: fractions, and times that are not
        an instant."""
        if isinstance(value, Mapping):
            for name, one in cast("Mapping[str, object]", value).items():
                self._plain(one, f"{key}.{name}".lstrip("."))
        elif isinstance(value, list):
            for one in cast("list[object]", value):
                self._plain(one, key)
        self._require(not isinstance(value, float), f"{key}: amounts are whole yen")
        self._require(not isinstance(value, time), f"{key}: a time alone is no instant")
        self._require(
            not isinstance(value, datetime) or value.tzinfo is not None,
            f"{key}: an instant needs its offset, such as 2023-02-24T23:59:59+09:00",
        )

    def _require(self, holds: object, rule: str) -> None:
        if not holds:
            raise CaseError(self._where, rule)


def earlier(value: object) -> Iterator[str]:
    """The references to what earlier actions answered, each as `name.key`, within a value."""
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
    elif isinstance(value, Mapping):
        for one in cast("Mapping[str, object]", value).values():
            yield from earlier(one)
    elif isinstance(value, list):
        for one in cast("list[object]", value):
            yield from earlier(one)


def _is_id(text: str) -> bool:
    for kind in (ids.WalletId, ids.OperationId, ids.LotId):
        try:
            kind.parse(text)
        except ValueError:
            continue
        return True
    return False


def readable(message: str) -> str:
    """msgspec's message in the words of somebody who writes cases."""
    for pattern, words in ((_UNKNOWN, "unknown key `{}`"), (_MISSING, "the key `{}` is missing")):
        found = pattern.fullmatch(message)
        if found is not None:
            return words.format(found["key"]) + found["at"].replace("$.", "").replace("$", "")
    return message.replace("`$.", "`")
