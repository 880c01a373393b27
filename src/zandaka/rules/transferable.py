"""Funds-transfer value: what a holder may send, withdraw and have paid out, on a card of its own
or beside prepaid value."""

from collections.abc import Iterable

from zandaka.ledger.model import Lot, Wallet
from zandaka.terms.model import Product, Terms


def funds_product(wallet: Wallet, terms: Terms) -> Product | None:
    """The product of a wallet's funds-transfer value: its own or one that it holds; None where it
    has no such value."""
    own = terms.products[wallet.product]
    if own.legal_kind == "funds_transfer":
        return own
    held = (terms.products[name] for name in sorted(own.holds))
    return next((one for one in held if one.legal_kind == "funds_transfer"), None)


def lots_of(product: Product, lots: Iterable[Lot]) -> list[Lot]:
    """The lots with value of a product left in them."""
    return [lot for lot in lots if lot.balance and lot.series.product == product.id]
