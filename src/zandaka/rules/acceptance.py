"""Where value may be spent."""

from collections.abc import Sequence
from datetime import datetime

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Merchant, Moment


def usable(lots: Sequence[Lot], merchant: Merchant, moment: Moment) -> list[Lot]:
    """The lots that are good now and accepted at `merchant`.

    Raises Refusal value_expired where everything left has expired, not_accepted_here where what
    is good belongs to another region."""
    at = moment.at
    good = [lot for lot in lots if lot.expires_at is None or lot.expires_at > at]
    accepted = [lot for lot in good if accepts(merchant, lot, moment)]
    if any(lot.balance for lot in accepted):
        return accepted
    if any(lot.balance for lot in good):
        product = moment.terms.products[good[0].series.product]
        raise Refusal(
            "not_accepted_here",
            prefecture=merchant.prefecture,
            accepted_in=sorted({lot.series.prefecture for lot in good if lot.balance}),
            source=product.source_for("acceptance"),
        )
    expired = [lot for lot in lots if lot.balance]
    if expired:
        raise Refusal("value_expired", expired_at=max(map(_expiry, expired)))
    return accepted


def accepts(merchant: Merchant, lot: Lot, moment: Moment) -> bool:
    """Whether the lot's terms let it be spent at this merchant."""
    series = lot.series
    return (
        series.prefecture == merchant.prefecture
        or moment.terms.products[series.product].acceptance == "any"
    )


def _expiry(lot: Lot) -> datetime:
    assert lot.expires_at is not None, "only lots with an expiry expire"
    return lot.expires_at
