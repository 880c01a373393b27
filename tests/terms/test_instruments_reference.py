"""The page of instruments is true: its products, figures and readings are those of the terms."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from zandaka.terms.load import load_terms

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "instruments.md").read_text(encoding="utf-8")
TERMS = load_terms(ROOT / "terms")
TREE = cast("dict[str, Any]", msgspec.json.decode(TERMS.content))
ON = date(2024, 4, 1)

PRODUCTS = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", PAGE, re.MULTILINE))
READINGS = re.findall(
    r"^\| R[^|]* \| `([a-z_.]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE
)


def test_every_instrument_is_there() -> None:
    written = {one.id for one in TERMS.products.values() if one.source.startswith("webmoney-")}
    assert PRODUCTS.keys() == written


@pytest.mark.parametrize("product", sorted(PRODUCTS))
def test_the_figures_are_caps_or_amounts_of_the_terms(product: str) -> None:
    one = TERMS.products[product]
    caps = {dated.at(ON) for dated in one.limits.values()}
    figures = {cap.value for cap in caps if cap is not None} | set(one.issuing.amounts_on(ON))
    told = {
        int(text.replace(",", ""))
        for text in re.findall(r"\d+,\d{3}(?:,\d{3})?", PRODUCTS[product])
    }
    assert told <= figures
    assert max(told) == max(figures) or one.legal_kind == "funds_transfer"


def _at(tree: Any, key: str) -> Any:
    for part in key.split("."):
        tree = cast("dict[str, Any]", tree).get(part) if isinstance(tree, dict) else None
    return tree


def _words(cell: str) -> list[Any]:
    return [
        {"true": True, "false": False}.get(word, word.strip('"'))
        for word in re.findall(r"`([^`]+)`", cell)
    ]


def test_there_are_readings() -> None:
    assert len(READINGS) > 15


@pytest.mark.parametrize(("key", "shipped", "other", "cases"), READINGS)
def test_each_other_reading_is_shown_by_a_case(
    key: str, shipped: str, other: str, cases: str
) -> None:
    said: list[Any] = []
    for name in _words(cases):
        text = (ROOT / "cases" / f"{name}.toml").read_text(encoding="utf-8")
        products = tomllib.loads(text)["terms"]["products"]
        said += [found for one in products.values() if (found := _at(one, key)) is not None]
    assert said, "no case says it"
    if words := _words(other):
        assert said[0] in words
        assert all(one in words for one in said if not isinstance(one, list))
    shipped_now = [
        found
        for one in TREE["products"].values()
        if (found := _at(one, key)) is not None
    ]  # fmt: skip
    # A key that no file writes has the shipped reading as its rule.
    if words := _words(shipped):
        assert words[0] in shipped_now or not set(map(str, shipped_now)) & set(
            map(str, _words(other))
        )
