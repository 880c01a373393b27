"""What an action or a verb asks for, in words: the fields that `--help` lists, and
how `--set` reads each."""

from collections.abc import Iterator

import msgspec
from msgspec import inspect as types

_WORDS: dict[type[types.Type], str] = {
    types.StrType: "text",
    types.IntType: "number",
    types.BoolType: "true or false",
    types.DateType: "day such as 2023-02-24",
    types.DateTimeType: "instant such as 2023-02-24T17:30:00+09:00",
    types.AnyType: "any",
}


def lines(kind: type[msgspec.Struct]) -> Iterator[str]:
    """A line for each field: its name, what it takes, and what it is unless given."""
    for one in _fields(kind):
        unless = "" if one.required else "  (may be left out)"
        yield f"{one.encode_name}: {_said(one.type)}{unless}"


def takes_text(kind: type[msgspec.Struct], name: str) -> bool:
    """Whether the field is text, so that `13` is the text 13 and no number."""
    return any(
        one.encode_name == name and any(_is_text(kind) for kind in _kinds(one.type))
        for one in _fields(kind)
    )


def _fields(kind: type[msgspec.Struct]) -> tuple[types.Field, ...]:
    info = types.type_info(kind)
    assert isinstance(info, types.StructType), "fields are a struct's"
    return info.fields


def _kinds(kind: types.Type) -> tuple[types.Type, ...]:
    """What it may be, without being left out."""
    found = kind.types if isinstance(kind, types.UnionType) else (kind,)
    return tuple(
        one.type if isinstance(one, types.Metadata) else one
        for one in found
        if not isinstance(one, types.NoneType)
    )


def _is_text(kind: types.Type) -> bool:
    texts = (types.StrType, types.DateType, types.DateTimeType, types.CustomType)
    return isinstance(kind, texts) or (
        isinstance(kind, types.LiteralType) and all(isinstance(one, str) for one in kind.values)
    )


def _said(kind: types.Type) -> str:
    return " or ".join(dict.fromkeys(_one(one) for one in _kinds(kind)))


def _briefly(kind: types.Type) -> str:
    return _said(kind).partition(" such as")[0]


def _one(kind: types.Type) -> str:
    match kind:
        case types.LiteralType():
            return " | ".join(str(one) for one in kind.values if one != "")
        case types.EnumType():
            return " | ".join(str(one.value) for one in kind.cls)
        case types.StructType():
            tag = () if kind.tag is None else (f"{kind.tag_field}: {kind.tag}",)
            inner = (
                f"{one.encode_name}{'' if one.required else '?'}: {_briefly(one.type)}"
                for one in kind.fields
            )
            return "{" + ", ".join((*tag, *inner)) + "}"
        case types.ListType() | types.VarTupleType() | types.SetType() | types.FrozenSetType():
            return f"[{_briefly(kind.item_type)}, ...]"
        case types.DictType():
            return f"{{name: {_briefly(kind.value_type)}, ...}}"
        case types.CustomType():
            return f"{getattr(kind.cls, 'prefix', '')}0-12"
        case _:
            return _WORDS.get(type(kind), type(kind).__name__.removesuffix("Type").lower())
