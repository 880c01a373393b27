"""`[sending]` of a product: what it refuses to load, and what the shipped files say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zandaka.terms.load import TermsError, load_terms

TERMS = Path(__file__).parents[2] / "terms"
FUNDS = "webmoney-prepaid-card-funds"


def load(product: str, **sending: Any) -> Any:
    return load_terms(TERMS, {"products": {product: {"sending": sending}}})


def test_the_two_cards_send_as_the_disclosure_says() -> None:
    products = load_terms(TERMS).products
    on = date(2024, 3, 1)
    at_once, claimed = products["au-pay-funds"].sending, products[FUNDS].sending
    assert (at_once.send, claimed.send) == ("at_once", "claim")
    days = claimed.claim_days.at(on)
    assert days is not None
    assert days.value == 21
    for terms in (at_once, claimed):
        assert terms.standard("pay", "mastercard", on) == 61
        assert terms.standard("pay", "webmoney", on) == 71
        assert terms.networks == {"mastercard", "webmoney"}
    assert (at_once.receive_beyond_max, claimed.receive_beyond_max) == ("refuse", "refuse")
    assert claimed.standard("send", "", on) == 21
    assert at_once.standard("send", "", on) == 0
    assert at_once.standard("withdraw", "", on) == claimed.standard("withdraw", "", on) == 0
    for product in ("au-wallet-charge-card", "au-pay-gift-card", "au-pay-gift-card-short"):
        assert products[product].sending.charges == {"au-pay-prepaid-card"}
    assert products["webmoney"].sending.carries_to == {"webmoney-card"}


def test_a_product_that_says_nothing_sends_nothing() -> None:
    sending = load_terms(TERMS).products["demo-prepaid"].sending
    assert (sending.send, sending.charges, sending.carries_to) == ("none", set(), set())


@pytest.mark.parametrize(
    ("product", "sending", "told"),
    [
        ("demo-prepaid", {"send": "at_once"}, "sending.source"),
        ("demo-prepaid", {"send": "claim", "source": "zandaka-default"}, "sending.claim_days"),
        (FUNDS, {"send": "none"}, "sending.claim_days"),
        (FUNDS, {"receive_beyond_max": "hold"}, "sending.receive_beyond_max"),
        (
            "demo-prepaid",
            {"send": "at_once", "receive_beyond_max": "hold", "source": "zandaka-default"},
            "sending.claim_days",
        ),
        ("webmoney", {"charge_channels": ["app"]}, "sending.charge_channels"),
        ("webmoney", {"carries_to": ["webmoney"]}, "sending.carries_to"),
        ("webmoney", {"charges": ["no-such-product"]}, "sending.charges"),
        (
            "au-pay-funds",
            {
                "standard_days": [
                    {
                        "from": date(2010, 4, 1), "of": "send", "network": "mastercard",
                        "days": 1, "source": "zandaka-default",
                    }
                ]
            },
            "sending.standard_days",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(product: str, sending: dict[str, Any], told: str) -> None:
    with pytest.raises(TermsError, match=told.replace(".", r"\.")):
        load(product, **sending)


def test_a_block_that_ends_a_period_ends_its_alarm() -> None:
    since = date(2010, 4, 1)
    block = {"of": "pay", "network": "mastercard", "source": "zandaka-default"}
    terms = (
        load(
            "au-pay-funds",
            standard_days=[
                {**block, "from": since, "days": 61, "alarm_days": 7},
                {**block, "from": date(2025, 1, 1), "ends": True},
            ],
        )
        .products["au-pay-funds"]
        .sending
    )
    assert terms.standard("pay", "mastercard", date(2024, 12, 31)) == 61
    assert terms.alarm("pay", "mastercard", date(2024, 12, 31)) == 7
    assert terms.standard("pay", "mastercard", date(2025, 1, 1)) is None
    assert terms.alarm("pay", "mastercard", date(2025, 1, 1)) == 0
