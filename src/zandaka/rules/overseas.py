"""Purchases abroad: yen of an amount in another currency, and the fee on them (R82, R113).

The fee is taken where the purchase is made outside Japan and in a foreign currency, both, and by a
network that the terms name, where they name one. It is part of the yen of the purchase beside the
price, never the price again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Annotated, Final

import msgspec

from zandaka.ledger.model import Account, Lot, Move
from zandaka.money import MAX_YEN
from zandaka.terms.instrument.paying import FeeRounding
from zandaka.terms.model import Product

#: The name of the fee, in the account that takes it.
OVERSEAS: Final = "overseas"
_WHOLE: Final = 10_000

Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1.")]
Currency = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217.")]
Amount = Annotated[
    str,
    msgspec.Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?$", description="A decimal number, as text."),
]
RateText = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9]{1,9}(\.[0-9]{1,12})?$",
        description="Yen for one of the currency, a decimal number as text.",
    ),
]


class Foreign(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Where a purchase was made, and its amount in the currency there. `rate` is what was asked
    before the command, of whom and for when: it stays with the command."""

    country: Country
    currency: Currency
    amount: Amount
    rate: RateText
    rate_at: datetime | None = None
    rate_source: Annotated[str, msgspec.Meta(max_length=100)] = ""

    @property
    def yen(self) -> int:
        """The price: a fraction of a yen is dropped. Raises ValueError where nothing or more than
        a command may move is left."""
        exact = Decimal(self.amount) * Decimal(self.rate)
        yen = int(exact.to_integral_value(ROUND_FLOOR))
        if not 1 <= yen <= MAX_YEN:
            raise ValueError(f"{self.amount} {self.currency} are {yen} yen")
        return yen


class Fee(msgspec.Struct, frozen=True):
    """The fee of a purchase in yen, and by which terms: those of the day stay with it. `returned`:
    it comes back with the price. `product` names the account that takes it."""

    yen: int
    basis_points: int
    rounding: FeeRounding
    returned: bool
    product: str

    def of(self, price: int) -> "Fee":
        """The same terms on another price."""
        return msgspec.structs.replace(self, yen=fee(price, self.basis_points, self.rounding))

    def price_within(self, total: int) -> int:
        """The largest price that is no more than `total` together with its fee."""
        price = total * _WHOLE // (_WHOLE + self.basis_points)
        while price and price + fee(price, self.basis_points, self.rounding) > total:
            price -= 1
        while price + 1 + fee(price + 1, self.basis_points, self.rounding) <= total:
            price += 1
        return price


def fee(price: int, basis_points: int, rounding: FeeRounding) -> int:
    """Hundredths of a percent of a price, in whole yen."""
    exact = price * basis_points
    if rounding == "ceil":
        exact += _WHOLE - 1
    elif rounding == "half_up":
        exact += _WHOLE // 2
    return exact // _WHOLE


def fee_on(
    product: Product,
    foreign: Foreign | None,
    price: int,
    on: date,
    network: str,
    shop: Collection[str],
) -> Fee | None:
    """The fee that a product's terms of a day take for a purchase that came by `network`, or where
    that is not told by one of those of the `shop` on which it may be spent; None where they take
    none."""
    if foreign is None or foreign.country == "JP" or foreign.currency == "JPY":
        return None
    terms = product.paying
    basis_points = terms.overseas_basis_points(on, _networks(product, network, shop, on))
    if not basis_points:
        return None
    rounding = terms.overseas_fee_rounding
    return Fee(
        fee(price, basis_points, rounding),
        basis_points,
        rounding,
        terms.overseas_fee_refund,
        product.id,
    )


def _networks(product: Product, network: str, shop: Collection[str], on: date) -> Collection[str]:
    """Those by which a purchase may have come."""
    if network:
        return (network,)
    if product.acceptance != "networks":
        return shop
    accepted = product.accepting.networks(on)
    return [one for one in shop if one in accepted]


def fee_back(taken: int, price: int, returned: int) -> int:
    """Of a fee of `taken` yen on `price`, what has come back once `returned` of the price has: in
    proportion, a fraction to the holder's good, and never more than was taken."""
    return min(taken, -(-taken * returned // price)) if price else taken


def split(
    parts: Sequence[tuple[Account | Lot, int]], price: int, payable: Account, fees: Account | None
) -> list[Move]:
    """The transfers of a purchase whose yen come from `parts`: the price to the merchant, and what
    is beyond it to the fees."""
    moves: list[Move] = []
    rest: list[tuple[Account | Lot, int]] = []
    for source, yen in parts:
        part = min(yen, price)
        price -= part
        if part:
            moves.append((source, payable, part, 0))
        if yen > part:
            rest.append((source, yen - part))
    for source, yen in rest:
        assert fees is not None, "only a fee goes beyond the price"
        moves.append((source, fees, yen, 0))
    return moves
