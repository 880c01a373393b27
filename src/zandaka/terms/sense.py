"""What is right part by part in a product file and means nothing together.

Files are asked when they are read. Terms that were kept are not: they were in force as they are."""

from collections.abc import Iterator, Mapping
from typing import Final

from zandaka.terms.errors import TermsError
from zandaka.terms.instrument.media import MediaTerms
from zandaka.terms.model import Product

#: Forms that are no coupon.
_NO_COUPON: Final = ("number", "card")


def require_sense(file_name: str, product: Product, products: Mapping[str, Product]) -> None:
    """Raises TermsError."""
    for key, rule in (
        *_endless(product, products),
        *_uncounted(product),
        *_nobody_s(product),
        *_nowhere(product),
    ):
        raise TermsError(file_name, key, rule)


def _endless(product: Product, products: Mapping[str, Product]) -> Iterator[tuple[str, str]]:
    """Ways to come by value of `per_lot` without a coupon that brings its end: it would be good for
    ever."""
    if product.expiry_policy == "per_lot":
        for form in _NO_COUPON:
            if form in product.forms:
                yield "expiry_policy", f'"per_lot" is of coupons: a {form} brings no end of its own'
        if product.holds:
            yield "holds", 'does not go with expiry_policy "per_lot", which is of coupons'
        if product.sending.send != "none":
            yield "sending.send", 'does not go with expiry_policy "per_lot", which is of coupons'
    sending = product.sending
    for key, named in (
        ("holds", product.holds),
        ("sending.charges", sending.charges),
        ("sending.carries_to", sending.carries_to),
    ):
        for name in sorted(named):
            if products[name].expiry_policy == "per_lot":
                yield key, f'the expiry_policy of {name!r} is "per_lot", which is of coupons'


def _uncounted(product: Product) -> Iterator[tuple[str, str]]:
    """How to count an end that the product does not count."""
    if product.media.issue_month_counted and product.expiry_policy != "medium":
        yield "media.issue_month", 'goes with expiry_policy = "medium", and only then'
    if product.media.uses != MediaTerms().uses and product.expiry_policy != "months_after_use":
        yield "media.counts_as_use", 'goes with expiry_policy = "months_after_use", and only then'


def _nobody_s(product: Product) -> Iterator[tuple[str, str]]:
    """Funds-transfer value is a claim of its holder from the load on (R100): there is none on a
    bearer's card (R61)."""
    if product.legal_kind == "funds_transfer" and product.tier == "anonymous":
        yield "tier", 'funds-transfer value has a known holder: "contact_checked" or further'


def _nowhere(product: Product) -> Iterator[tuple[str, str]]:
    """A fee on purchases by a network on which nothing is accepted would never be taken."""
    if product.acceptance == "networks":
        known = {place.network for place in product.accepting.places}
        for network in product.paying.overseas_fees:
            if network and network not in known:
                yield "paying.overseas_fee", f"no accepting.place is of the network {network!r}"
