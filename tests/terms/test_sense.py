"""What is right part by part and means nothing together is refused where it is read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import TermsError, load_terms, stored_terms
from zandaka.terms.tree import canonical, overlaid, read_tree

COUPON = "regional-coupon"
SAYS: dict[str, Any] = {"source": "zandaka-default"}

#: product, what it says too, and the key and the rule that are told
SPOILED: list[tuple[str, dict[str, Any], str, str]] = [
    ("webmoney-steam", {"expiry_policy": "per_lot"}, "expiry_policy", "a number brings no end"),
    ("webmoney-card", {"expiry_policy": "per_lot", "validity": []},
     "expiry_policy", "a card brings no end"),
    (COUPON, {"holds": ["au-pay-funds"]}, "holds", 'does not go with expiry_policy "per_lot"'),
    ("webmoney-card", {"holds": [COUPON]}, "holds", "'regional-coupon' is \"per_lot\""),
    (COUPON, {"sending": {**SAYS, "send": "at_once"}}, "sending.send", '"per_lot"'),
    ("webmoney", {"sending": {**SAYS, "charges": [COUPON]}},
     "sending.charges", "'regional-coupon'"),
    ("webmoney", {"sending": {**SAYS, "carries_to": [COUPON]}},
     "sending.carries_to", "'regional-coupon'"),
    ("webmoney-card", {"media": {**SAYS, "issue_month": "counted"}},
     "media.issue_month", 'expiry_policy = "medium"'),
    ("webmoney", {"media": {**SAYS, "counts_as_use": "pay"}},
     "media.counts_as_use", 'expiry_policy = "months_after_use"'),
    ("webmoney-card", {"paying": {"overseas_fee": [
        {"from": date(2024, 1, 1), "network": "mastercard", "basis_points": 400, **SAYS}
    ]}}, "paying.overseas_fee", "network 'mastercard'"),
    ("au-pay-funds", {"tier": "anonymous"}, "tier", "has a known holder"),
    ("webmoney-card", {"legal_kind": "funds_transfer"}, "tier", "has a known holder"),
]  # fmt: skip


@pytest.mark.parametrize(("product", "says", "key", "rule"), SPOILED)
def test_the_file_the_key_and_the_rule_are_told(
    product: str, says: dict[str, Any], key: str, rule: str
) -> None:
    with pytest.raises(TermsError) as refused:
        load_terms(REPOSITORY_TERMS, {"products": {product: says}})
    assert str(refused.value).startswith(f"products/{product}.toml: {key}: ")
    assert rule in str(refused.value)


def test_terms_that_were_kept_are_read_as_they_stand() -> None:
    product, says, *_ = SPOILED[0]
    tree = overlaid(read_tree(Path(REPOSITORY_TERMS)), {"products": {product: says}})
    assert stored_terms(canonical(tree)).products[product].expiry_policy == "per_lot"
