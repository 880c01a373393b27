"""A field given twice is refused wherever it stands and however it is written; no other body is."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.errors import Invalid
from zandaka.rules.stay import Stay
from zandaka.web.decode import decode
from zandaka.web.twice import refuse_twice

texts = st.text(alphabet=':"{}[],\\ a金\n', max_size=6)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@given(values, st.booleans(), st.sampled_from((None, 1)))
def test_a_body_without_any_is_taken(value: Any, ascii_only: bool, indent: int | None) -> None:
    refuse_twice(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode())


@given(st.dictionaries(texts, values, min_size=1, max_size=4), st.data())
def test_one_that_comes_again_is_named(fields: dict[str, Any], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(sorted(fields)))
    written = [f"{json.dumps(name)} : {json.dumps(value)}" for name, value in fields.items()]
    where = data.draw(st.integers(0, len(written)))
    written.insert(where, f"{json.dumps(again)}:{json.dumps(data.draw(values))}")
    body = "{" + ", ".join(written) + "}"
    inside = data.draw(st.sampled_from(("", "list", "object")))
    place = again
    if inside == "list":
        body, place = f"[0, {body}]", f"[1].{again}"
    elif inside == "object":
        body, place = f'{{"a": {body}}}', f"a.{again}"
    with pytest.raises(Invalid) as refused:
        refuse_twice(body.encode())
    assert refused.value.field == place
    assert refused.value.rule == "must be given once"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"check_in":"2023-02-24","nights":1,"nights":1}', "nights"),
        (b'{"check_in":"2023-02-24","nights" : 1 , "nights"\n:2}', "nights"),
        (b'{"check_in":"2023-02-24","nights":1,"\\u006eights":7}', "nights"),
        (b'{"kind":"stay","kind":"stay","check_in":"2023-02-24","nights":1}', "kind"),
    ],
)
def test_also_where_both_say_the_same_or_one_is_written_otherwise(body: bytes, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(Stay, body)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("number", "rule"), [(b"9" * 5_000, "out of range"), (b"[" * 5_000 + b"]" * 5_000, "nested")]
)
def test_what_nobody_could_read_is_refused_as_such(number: bytes, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(msgspec.defstruct("Any", [("a", Any)]), b'{"a":%b}' % number)
    assert rule in refused.value.rule
