"""Whether value from another wallet may come in, and until when it is good there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Lot, Moment, State, Usage, Wallet
from zandaka.ledger.records import Record
from zandaka.operations.base import require_in_use, require_open, require_tier
from zandaka.operations.parcels import Why
from zandaka.rules import contracts, limits, lots, medium, months
from zandaka.terms.model import Product, Terms


class Received(msgspec.Struct, frozen=True):
    """The lots in which value arrives, what that uses of caps, and what it does to the card's end
    where it counts as a use of it."""

    lots: list[Lot]
    uses: tuple[Usage, ...] = ()
    records: tuple[Record, ...] = ()
    renewed: medium.Renewed = medium.NOTHING


class Card(Protocol):
    """What says which value may be on a wallet: a book's `Wallet`, or what an edge has read."""

    @property
    def product(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def status(self) -> str: ...


def sent_value(card: Card, terms: Terms) -> Product | None:
    """The product of a card's value that may be sent: its own, or another that it holds."""
    products = terms.products
    own = products[card.product]
    for product in (own, *(products[name] for name in sorted(own.holds))):
        if product.sending.send != "none":
            return product
    return None


def require_able(card: Card, product: Product, terms: Terms) -> None:
    """Refuses a receiver that could not hold what is sent: wrong_form, and tier_too_low. A card
    that was exchanged is asked nothing: the one that replaced it claims what was sent to it."""
    if card.status != "exchanged":
        _require_kind(card, product.id, terms)
        require_tier(product, card.tier)


def _require_kind(card: Card, product: str, terms: Terms) -> Product:
    own = sent_value(card, terms)
    if own is None or own.id != product:
        raise Refusal("wrong_form", product=product, wallet_product=card.product)
    return own


def sent(wallet: Wallet, product: str, yen: int, state: State, moment: Moment) -> Received:
    """Value that another holder sent. Refuses wrong_form where the wallet cannot hold that
    product, tier_too_low, contract_ended, and what passes the month's cap or a balance cap: that of
    the card over all that it holds (R69), which does not look at it where it counts loads, and that
    of the value's own product."""
    require_open(wallet)
    own = _require_kind(wallet, product, moment.terms)
    require_in_use(moment.terms.products[wallet.product], moment)
    require_tier(own, wallet.tier)
    contracts.require_running(wallet, own, state)
    medium.require_good(wallet, moment)
    used = months.use(own, "receive_month_max", wallet.id, yen, state, moment)
    if moment.terms.products[wallet.product].issuing.balance_max_counts == "balance":
        _check_balance(wallet, yen, moment)
    if own.id != wallet.product:
        inside = [lot for lot in wallet.lots if lot.series.product == own.id]
        limits.check_balance(own, lots.total(inside, moment.at), yen, moment)
    lot = _lot(wallet, own, moment.at, moment)
    return Received([lot], used.uses, used.records)


def onto(
    wallet: Wallet,
    why: Why,
    source: str,
    values: Sequence[tuple[int, datetime]],
    state: State,
    moment: Moment,
) -> Received:
    """Value of the product `source` that is loaded onto this card (`charge`) or whose balance it
    takes over, in yen and with the day of its issue. A charge counts as a load; where a card's cap
    is on all that ever came onto it, both count (R68). Refuses not_offered, and what passes a
    cap."""
    terms = moment.terms.products[source].sending
    own = _target(wallet, source, terms.charges if why == "charge" else terms.carries_to, moment)
    yen = sum(part for part, _ in values)
    uses: tuple[Usage, ...] = ()
    if why == "charge":
        limits.check(own, "load_max", yen, moment)
        uses = limits.use(own, "load_day_max", wallet.id, yen, state, moment)
    if own.issuing.balance_max_counts == "loaded":
        uses += limits.use(own, "balance_max", wallet.id, yen, state, moment)
    else:
        _check_balance(wallet, yen, moment)
    renewed = medium.use(own, wallet, why, moment)
    ends_with = renewed.wallets[0] if renewed.wallets else wallet
    coming = [_lot(ends_with, own, issued, moment) for _, issued in values]
    return Received(coming, uses, renewed.records, renewed)


def _target(wallet: Wallet, source: str, offered: frozenset[str], moment: Moment) -> Product:
    require_open(wallet)
    products = moment.terms.products
    own = products[wallet.product]
    require_in_use(own, moment)
    require_tier(own, wallet.tier)
    medium.require_good(wallet, moment)
    if own.id not in offered:
        raise Refusal(
            "not_offered",
            product=source,
            wallet_product=own.id,
            offered=sorted(offered),
            source=products[source].sending.source or products[source].source,
        )
    return own


def _check_balance(wallet: Wallet, yen: int, moment: Moment) -> None:
    product = moment.terms.products[wallet.product]
    limits.check_balance(product, lots.total(wallet.lots, moment.at), yen, moment)


def _lot(wallet: Wallet, product: Product, issued_at: datetime, moment: Moment) -> Lot:
    """Value comes in with the end that the card has, not with one that it brings (R85)."""
    series = moment.series[product.id, "", ""]
    end = medium.end_of_value(moment.terms.products[wallet.product], wallet, moment)
    return Lot(0, wallet.id, series, wallet.id, 0, 0, end, issued_at)
