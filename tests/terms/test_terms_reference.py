"""The reference page is true: its example loads, its errors are raised, no key is left out."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from zandaka.rules.coupon import coupon_amount
from zandaka.rules.stay import Stay
from zandaka.terms import model, shapes
from zandaka.terms.instrument import issuing
from zandaka.terms.load import TermsError, load_terms

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "terms.md").read_text(encoding="utf-8")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The page's example, each block saved under the name in its first line."""
    for name, text in re.findall(r"```toml\n# terms/(\S+)\n(.*?)```", PAGE, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_loads_and_grants(example: Path) -> None:
    terms = load_terms(example)
    # Thursday to Sunday, across the day the prefecture starts to add 500.
    grant = coupon_amount(terms.campaigns["midori-autumn"], "10", Stay(date(2026, 9, 30), 3))
    assert [line.yen for line in grant.lines] == [2_000, 2_000, 500, 2_000, 500]
    assert terms.products["midori-coupon"].limit("pay_day_max", date(2026, 9, 30)) == 50_000


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("products/midori-coupon.toml", "our-terms Art. 8", "ourterms Art. 8"),
        ("campaigns/midori-autumn.toml", 'prefecture = "10"', 'prefecture = "27"'),
    ],
)
def test_the_errors_read_as_shown(example: Path, file: str, old: str, new: str) -> None:
    path = example / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TermsError) as refused:
        load_terms(example)
    assert f"\n{refused.value}\n" in PAGE


@pytest.mark.parametrize(
    "shape",
    [shapes.SourceShape, shapes.ProductShape, shapes.CampaignShape, *shapes.Shape.__subclasses__()],
)
def test_every_key_is_explained(shape: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(shape):
        name = field.encode_name
        shown = (f"`{name}`", f"`[{name}]`", f"`[[{name}]]`", f".{name}]]`", f"{name} =")
        assert any(one in PAGE for one in shown), name


@pytest.mark.parametrize(
    "words",
    [
        model.LegalKind,
        model.Form,
        model.Tier,
        issuing.Status,
        issuing.BalanceMaxCounts,
        model.ExpiryPolicy,
        model.Acceptance,
        model.LapseTo,
        model.RestoreBorneBy,
        model.BeyondMaxTotalValidity,
        model.DayType,
        model.Validity,
        model.BeyondMax,
    ],
)
def test_every_word_of_a_list_is_explained(words: object) -> None:
    assert get_args(words)
    for word in get_args(words):
        assert f'"{word}"' in PAGE, word
