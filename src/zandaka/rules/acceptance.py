"""Where value may be spent."""

from collections.abc import Sequence

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Merchant, Moment


def usable(lots: Sequence[Lot], merchant: Merchant, moment: Moment) -> list[Lot]:
    """The lots that are good now and accepted at `merchant`.

    Raises Refusal value_expired where everything left has expired, not_accepted_here where what
    is good belongs to another region."""
    at = moment.at
    accepted: list[Lot] = []
    good: list[Lot] = []
    for lot in lots:
        if lot.balance and (lot.expires_at is None or lot.expires_at > at):
            good.append(lot)
            if accepts(merchant, lot, moment):
                accepted.append(lot)
    if accepted:
        return accepted
    if good:
        product = moment.terms.products[good[0].series.product]
        raise Refusal(
            "not_accepted_here",
            prefecture=merchant.prefecture,
            accepted_in=sorted({lot.series.prefecture for lot in good}),
            source=product.source_for("acceptance"),
        )
    ends = [lot.expires_at for lot in lots if lot.balance and lot.expires_at is not None]
    if ends:
        raise Refusal("value_expired", expired_at=max(ends))
    return accepted


def accepts(merchant: Merchant, lot: Lot, moment: Moment) -> bool:
    """Whether the lot's terms let it be spent at this merchant."""
    series = lot.series
    return (
        series.prefecture == merchant.prefecture
        or moment.terms.products[series.product].acceptance == "any"
    )
