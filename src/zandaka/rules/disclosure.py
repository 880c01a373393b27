"""What holders of a product are told (the Act's 情報提供): who issues it, in which amounts, until
when it is good, where it is accepted, what it costs. Each figure with its source."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from zandaka.terms.model import LIMIT_KINDS, LegalKind, Product, Terms


class Named(msgspec.Struct, frozen=True):
    """A name in both languages."""

    ja: str
    en: str


class IssuerView(msgspec.Struct, frozen=True):
    """Who issues it, and how it is registered for this legal kind; `registered_as`, `bureau` and
    `number` are empty where the kind needs no registration (R62, R94)."""

    name: Named
    registered_as: str
    bureau: str
    number: str
    source: str


class BalanceBaseView(msgspec.Struct, frozen=True):
    """At least so many hundredths of a percent of what is unused on each of these days of a year
    are preserved."""

    base_dates: list[str]
    basis_points: int


class WeekBaseView(msgspec.Struct, frozen=True):
    """What was owed in a week that ends on `week_ends` is preserved within so many business days
    of its last day, and in `days_at_most` where these take longer."""

    week_ends: str
    business_days: int
    days_at_most: int


class PreservationView(msgspec.Struct, frozen=True):
    """How the issuer preserves value of this legal kind (R87-R90, R96-R98): `method` is `deposit`,
    `guarantee_contract` or `trust_contract`, `counterparties` with whom; `balance` or `week` what
    it is reckoned by; `duty` what the law asks for, `right` what holders have of it."""

    method: str
    counterparties: list[Named]
    balance: BalanceBaseView | None
    week: WeekBaseView | None
    duty: Named
    right: Named
    source: str


class CapView(msgspec.Struct, frozen=True):
    """A cap in yen that exactly passes."""

    limit: str
    yen: int
    source: str


class ExpiryView(msgspec.Struct, frozen=True):
    """Until when value is good: the rule, and the months that it counts (none: the medium shows its
    end, or there is none)."""

    policy: str
    months: int | None
    source: str


class PlaceView(msgspec.Struct, frozen=True):
    """Where it is accepted: a network's shops; empty `groups` are all of them, empty `channels`
    every way to pay."""

    network: str
    groups: list[str]
    channels: list[str]
    source: str


class FeeView(msgspec.Struct, frozen=True):
    """What something costs: yen, or hundredths of a percent; `free_a_month` are free. `network`:
    only what comes by it; empty for all."""

    fee: str
    network: str
    yen: int | None
    basis_points: int | None
    free_a_month: int
    source: str


class PeriodView(msgspec.Struct, frozen=True):
    """Days within which a payment, a send or a withdrawal is done, 0: at once; `network` is empty
    for all."""

    of: str
    network: str
    days: int
    source: str


class ProductView(msgspec.Struct, frozen=True):
    """A product on a day. 1 yen of it is 1 yen (R63). `holds` are the products whose value may be
    on the same medium; `amounts` those in which it is issued (none: any up to the cap); `charges`
    and `carries_to` the products onto which it goes; `send` how it is sent to others (`none`,
    `at_once`, `claim`); `ends` what the end of a contract does (`pay_out`, `to_prepaid`);
    `preservation` is none of value outside the Act; `exchange`: whether a damaged card is
    exchanged; `refund_grounds` why it may be paid back."""

    id: str
    name: Named
    on: date
    status: str
    legal_kind: str
    issuer: IssuerView | None
    preservation: PreservationView | None
    forms: list[str]
    holds: list[str]
    tier: str
    expiry: ExpiryView
    amounts: list[int]
    limits: list[CapView]
    acceptance: str
    accepted_at: list[PlaceView]
    charges: list[str]
    carries_to: list[str]
    send: str
    ends: str | None
    fees: list[FeeView]
    standard_periods: list[PeriodView]
    exchange: bool
    refund_grounds: list[str]
    source: str


#: Value outside the Act needs no registration.
_REGISTERED: Final[dict[LegalKind, tuple[str, ...]]] = {
    "prepaid": ("prepaid_third_party", "prepaid_own_business"),
    "funds_transfer": ("funds_transfer_type_2",),
}


def product_view(terms: Terms, product: Product, on: date) -> ProductView:
    """What is in force on a day in Japan."""
    months = product.validity.at(on)
    return ProductView(
        id=product.id,
        name=Named(product.name_ja, product.name_en),
        on=on,
        status=product.issuing.status(on),
        legal_kind=product.legal_kind,
        issuer=_issuer(terms, product),
        preservation=_preservation(terms, product, on),
        forms=sorted(product.forms),
        holds=sorted(product.holds),
        tier=product.tier,
        expiry=ExpiryView(
            product.expiry_policy,
            None if months is None else months.value,
            product.source_for("expiry_policy") if months is None else months.source,
        ),
        amounts=list(product.issuing.amounts_on(on)),
        limits=[
            CapView(kind, cap, product.limit_source(kind, on))
            for kind in LIMIT_KINDS
            if (cap := product.limit(kind, on)) is not None
        ],
        acceptance=product.acceptance,
        accepted_at=[
            PlaceView(place.network, sorted(place.groups), sorted(place.channels), found.source)
            for place in product.accepting.places
            if (found := place.dated.at(on)) is not None
        ],
        charges=sorted(product.sending.charges),
        carries_to=sorted(product.sending.carries_to),
        send=product.sending.send,
        ends=product.withdrawing.ends,
        fees=list(_fees(terms, product, on)),
        standard_periods=[
            PeriodView(of, network, found.value, found.source)
            for (of, network), blocks in sorted(product.sending.standard_days.items())
            if (found := blocks.at(on)) is not None
        ],
        exchange=product.media.exchange,
        refund_grounds=sorted(product.media.refund_grounds),
        source=product.source,
    )


def _issuer(terms: Terms, product: Product) -> IssuerView | None:
    issuer = terms.issuers.get(product.issuing.issuer)
    if issuer is None:
        return None
    name = Named(issuer.name_ja, issuer.name_en)
    for kind in _REGISTERED.get(product.legal_kind, ()):
        found = issuer.registrations.get(kind)
        if found is not None:
            return IssuerView(name, kind, found.bureau, found.number, found.source)
    return IssuerView(name, "", "", "", issuer.source)


def _preservation(terms: Terms, product: Product, on: date) -> PreservationView | None:
    issuer = terms.issuers.get(product.issuing.issuer)
    found = None if issuer is None else issuer.preservation(product.legal_kind, on)
    if found is None:
        return None
    balance, week = found.balance, found.week
    return PreservationView(
        found.method,
        [Named(one.ja, one.en) for one in found.counterparties],
        balance and BalanceBaseView(balance.base_dates, balance.basis_points),
        week and WeekBaseView(week.week_ends, week.business_days, week.days_at_most),
        Named(found.duty.ja, found.duty.en),
        Named(found.right.ja, found.right.en),
        found.source,
    )


def _fees(terms: Terms, product: Product, on: date) -> Iterator[FeeView]:
    yield from _overseas(terms, product, on)
    for route, way in sorted(product.withdrawing.routes.items()):
        found = way.fee.at(on)
        if found is not None:
            free = way.free_on(on)
            yield FeeView(f"withdraw_{route}", "", found.value, None, free, found.source)
    end = product.withdrawing.end_fee.at(on)
    if end is not None:
        yield FeeView("end_contract", "", end.value, None, 0, end.source)


def _overseas(terms: Terms, product: Product, on: date) -> Iterator[FeeView]:
    """The fee of a card, on whichever of the values on it a purchase takes (R113)."""
    cards = (card for card in terms.products.values() if product.id in card.holds)
    told: set[FeeView] = set()
    for card in (product, *sorted(cards, key=lambda one: one.id)):
        for network, series in sorted(card.paying.overseas_fees.items()):
            found = series.at(on)
            if found is None:
                continue
            view = FeeView("overseas", network, None, found.value, 0, found.source)
            if view not in told:
                told.add(view)
                yield view
