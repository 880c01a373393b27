"""Where value may be spent."""

from collections.abc import Sequence

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Merchant, Moment
from zandaka.rules.expiry import require_not_expired


def usable(
    lots: Sequence[Lot], merchant: Merchant, moment: Moment, network: str = "", channel: str = ""
) -> list[Lot]:
    """The lots that are good now and accepted at `merchant`, for a payment that comes by a network
    and channel where these are told.

    Raises Refusal value_expired where everything left has expired, not_accepted_here where what
    is good belongs to another region, or to other shops, networks or channels."""
    at = moment.at
    accepted: list[Lot] = []
    good: list[Lot] = []
    for lot in lots:
        if lot.balance and (lot.expires_at is None or lot.expires_at > at):
            good.append(lot)
            if accepts(merchant, lot, moment, network, channel):
                accepted.append(lot)
    if accepted:
        return accepted
    if good:
        product = moment.terms.products[good[0].series.product]
        if product.acceptance == "networks":
            raise Refusal(
                "not_accepted_here",
                networks=sorted(merchant.networks),
                accepted_in=product.accepting.networks(moment.day),
                source=product.accepting.refusing(merchant.networks, network, moment.day)
                or product.source_for("acceptance"),
            )
        raise Refusal(
            "not_accepted_here",
            prefecture=merchant.prefecture,
            accepted_in=sorted({lot.series.prefecture for lot in good}),
            source=product.source_for("acceptance"),
        )
    require_not_expired([lot for lot in lots if lot.balance], moment)
    return accepted


def accepts(
    merchant: Merchant, lot: Lot, moment: Moment, network: str = "", channel: str = ""
) -> bool:
    """Whether the lot's terms let it be spent at this merchant."""
    series = lot.series
    if series.prefecture == merchant.prefecture:
        return True
    product = moment.terms.products[series.product]
    if product.acceptance == "networks":
        return product.accepting.accepts(
            merchant.networks, merchant.groups, network, channel, moment.day
        )
    return product.acceptance == "any"
