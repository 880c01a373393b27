"""The tables of docs/reference/cases.md, made from the code they speak of, so that they are true.

`python -m zandaka.cases.reference PAGE` writes them into the page anew."""

import inspect as python
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import inspect

from zandaka import ids
from zandaka.cases.checks import KINDS
from zandaka.cases.checks.redress_claims import ClaimName
from zandaka.cases.model import ISSUING, STEP_VERBS
from zandaka.cases.names import CouponName, OperationName, WalletName
from zandaka.cases.outcomes import OUTCOMES
from zandaka.funds.registry import ACTIONS
from zandaka.providers.network.port import Message, NetworkReply

_NAMES: dict[type, str] = {
    ids.WalletId: "name of a wallet or coupon",
    ids.OperationId: "name of a payment, hold or other step",
    ids.LotId: "name of a load, or of a coupon in the wallet",
    CouponName: "name of a coupon",
    WalletName: "name of a wallet or coupon",
    OperationName: "name of a payment or other step",
    ClaimName: "name of the step that took a claim in",
}
_PLAIN: dict[type[inspect.Type], str] = {
    inspect.AnyType: "value",
    inspect.BoolType: "true or false",
    inspect.DateTimeType: "instant",
    inspect.DateType: "day",
    inspect.StrType: "text",
    inspect.UUIDType: "UUID",
}
_PART = re.compile(r"(<!-- (verbs|actions|network|checks) -->\n).*?(<!-- end -->)", re.DOTALL)


def verbs() -> str:
    """Every verb of a step with its fields and what it answers."""
    text: list[str] = []
    for verb, command in STEP_VERBS.items():
        text += [f"#### `{verb}`", "", _doc(command), ""]
        text += _table(command, without=("secrets", "secret"))
        answers = ", ".join(f"`{name}`" for name in _keys(inspect.type_info(OUTCOMES[verb])))
        if verb in ISSUING:
            text += ["", "In a case `guests = n` stands in place of `secrets`."]
        text += ["", f"Answers {answers}.", ""]
    return "\n".join(text)


def actions() -> str:
    """Every action of redress with its fields and what it answers."""
    text: list[str] = []
    for verb, action in ACTIONS.items():
        answers = ", ".join(f"`{name}`" for name in _keys(inspect.type_info(action.outcome)))
        text += [f"#### `{verb}`", "", _doc(action), "", *_table(action, without=())]
        text += ["", f"Answers {answers}.", ""]
    return "\n".join(text)


def network() -> str:
    """The fields of a network's message and of its reply."""
    answers = ", ".join(f"`{name}`" for name in _keys(inspect.type_info(NetworkReply)))
    text = [*_table(Message, without=("message",)), "", f"Answers {answers}.", ""]
    return "\n".join(text)


def checks() -> str:
    """Every kind of check with its keys."""
    text: list[str] = []
    for kind, check in KINDS.items():
        text += [f"#### `{kind}`", "", _doc(check), "", *_table(check, without=("at",)), ""]
    return "\n".join(text)


def _doc(shape: type) -> str:
    return " ".join((python.getdoc(shape) or "").split())


def _table(shape: type[msgspec.Struct], without: tuple[str, ...]) -> Iterator[str]:
    yield "| Key | Value | |"
    yield "|---|---|---|"
    info = inspect.type_info(shape)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        if field.encode_name not in without:
            words = _words(field.type).replace("|", "\\|")
            yield f"| `{field.encode_name}` | {words} | {_default(field)} |"


def _default(field: inspect.Field) -> str:
    if field.required:
        return "required"
    default = field.default
    if default in (msgspec.NODEFAULT, msgspec.UNSET, None, "", ()):
        return ""
    if isinstance(default, bool):
        return f"default {str(default).lower()}"
    return f"default {default:_}" if isinstance(default, int) else f"default `{default}`"


def _words(kind: inspect.Type) -> str:
    match kind:
        case inspect.Metadata():
            return _words(kind.type)
        case inspect.UnionType():
            known = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            return " or ".join(_words(one) for one in known)
        case inspect.IntType():
            low = "" if kind.ge is None else f", {kind.ge} or more"
            high = "" if kind.le is None or kind.le > 10**9 else f", at most {kind.le:_}"
            return f"whole number{low}{high}"
        case inspect.CustomType():
            return _NAMES[kind.cls]
        case inspect.LiteralType():
            return " or ".join(f"`{value}`" for value in kind.values)
        case inspect.DictType():
            return f"table: {_words(kind.key_type)} = {_words(kind.value_type)}"
        case inspect.VarTupleType():
            return f"list of {_words(kind.item_type)}"
        case inspect.StructType():
            tag = "" if kind.tag is None else f'`kind = "{kind.tag}"`, '
            return f"{{ {tag}" + ", ".join(f"`{key}`" for key in _keys(kind)) + " }"
        case _:
            return _PLAIN[type(kind)]


def _keys(shape: inspect.Type) -> Iterator[str]:
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        yield field.encode_name


def page(text: str) -> str:
    """The page with its tables made anew."""
    parts = {"verbs": verbs, "actions": actions, "network": network, "checks": checks}
    return _PART.sub(lambda found: f"{found[1]}{parts[found[2]]()}{found[3]}", text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
