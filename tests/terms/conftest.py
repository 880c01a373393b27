"""A small terms folder that a test spoils in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

SOURCES = """
[law]
title_ja = "法"
title_en = "Law"
publisher = "State"
date = 2020-01-01
"""

PRODUCT = """
id = "coupon"
name = { ja = "クーポン", en = "Coupon" }
legal_kind = "free"
forms = ["paper"]
expiry_policy = "per_lot"
acceptance = "any"
lapse_to = "campaign_funding"
restore_borne_by = "merchant"
beyond_max_total_validity = "flag"
source = "law 1"

[[pay_max]]
from = 2023-01-01
yen = 1_000
source = "law 2"
"""

CAMPAIGN = """
id = "spring"
name = { ja = "春", en = "Spring" }
product = "coupon"
prefectures = ["13", "26"]
validity = "checkout_day_end"
beyond_max = "cap"
source = "law 3"

[[period]]
from = 2023-01-01
through = 2023-06-30
source = "law 3"

[[max_nights]]
from = 2023-01-01
nights = 7
source = "law 3"

[[amount]]
from = 2023-01-01
day_type = "weekday"
yen = 2_000
source = "law 4"

[[amount]]
from = 2023-01-01
day_type = "holiday"
yen = 1_000
source = "law 4"

[[prefecture_amount]]
prefecture = "13"
from = 2023-01-01
day_type = "weekday"
yen = 500
source = "law 5"
"""

#: (file, text to find, what to put in its place)
Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A terms folder that loads."""
    for name, text in (
        ("sources.toml", SOURCES),
        ("products/coupon.toml", PRODUCT),
        ("campaigns/spring.toml", CAMPAIGN),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces a text that occurs in a file; an empty one to find appends."""

    def change(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        changed = text.replace(old, new, 1) if old else text + new
        path.write_text(changed, encoding="utf-8")
        return folder

    return change
