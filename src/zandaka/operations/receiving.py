"""Whether value from another wallet may come in, and until when it is good there."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from zandaka.errors import Refusal
from zandaka.instants import JST, UTC
from zandaka.ledger.model import Lot, Moment, State, Usage, Wallet
from zandaka.ledger.records import Record
from zandaka.operations.base import require_in_use, require_open, require_tier
from zandaka.rules import limits, lots, months
from zandaka.rules.business_calendar import end_of_day, last_day_of_months
from zandaka.rules.expiry import months_after_load
from zandaka.terms.model import Product


class Received(msgspec.Struct, frozen=True):
    """The lots in which value arrives, and what that uses."""

    lots: list[Lot]
    uses: tuple[Usage, ...] = ()
    records: tuple[Record, ...] = ()


def sent_value(wallet: Wallet, moment: Moment) -> Product | None:
    """The product of a card's value that may be sent: its own, or another that it holds."""
    products = moment.terms.products
    own = products[wallet.product]
    for product in (own, *(products[name] for name in sorted(own.holds))):
        if product.sending.send != "none":
            return product
    return None


def sent(wallet: Wallet, product: str, yen: int, state: State, moment: Moment) -> Received:
    """Value that another holder sent. Refuses wrong_form where the wallet cannot hold that
    product, tier_too_low, and what passes the month's cap or the balance cap."""
    require_open(wallet)
    own = sent_value(wallet, moment)
    if own is None or own.id != product:
        raise Refusal("wrong_form", product=product, wallet_product=wallet.product)
    _require_good(wallet, own, moment)
    used = months.use(own, "receive_month_max", wallet.id, yen, state, moment)
    _check_balance(wallet, yen, moment)
    lot = _lot(wallet, own, moment.at, moment)
    return Received([lot], used.uses, used.records)


def charged(
    wallet: Wallet,
    source: str,
    values: Sequence[tuple[int, datetime]],
    state: State,
    moment: Moment,
) -> Received:
    """Value of the product `source` that is loaded onto this card, in yen and with the day of its
    issue. It counts as a load. Refuses not_offered, and what passes a cap."""
    own = _target(wallet, source, moment.terms.products[source].sending.charges, moment)
    yen = sum(part for part, _ in values)
    limits.check(own, "load_max", yen, moment)
    uses = limits.use(own, "load_day_max", wallet.id, yen, state, moment)
    _check_balance(wallet, yen, moment)
    return Received([_lot(wallet, own, issued, moment) for _, issued in values], uses)


def carried(
    wallet: Wallet, source: str, values: Sequence[tuple[int, datetime]], moment: Moment
) -> Received:
    """A balance of the product `source` that this card takes over, with its own end (R85). Refuses
    not_offered, and what passes the balance cap."""
    own = _target(wallet, source, moment.terms.products[source].sending.carries_to, moment)
    _check_balance(wallet, sum(part for part, _ in values), moment)
    return Received([_lot(wallet, own, issued, moment) for _, issued in values])


def _target(wallet: Wallet, source: str, offered: frozenset[str], moment: Moment) -> Product:
    require_open(wallet)
    products = moment.terms.products
    if wallet.product not in offered:
        raise Refusal(
            "not_offered",
            product=source,
            wallet_product=wallet.product,
            offered=sorted(offered),
            source=products[source].sending.source or products[source].source,
        )
    own = products[wallet.product]
    _require_good(wallet, own, moment)
    return own


def _require_good(wallet: Wallet, product: Product, moment: Moment) -> None:
    """Who may, and whether the card has not come to its end."""
    require_in_use(moment.terms.products[wallet.product], moment)
    require_tier(product, wallet.tier)
    if wallet.expires_at is not None and wallet.expires_at <= moment.at:
        raise Refusal("value_expired", expired_at=wallet.expires_at)


def _check_balance(wallet: Wallet, yen: int, moment: Moment) -> None:
    product = moment.terms.products[wallet.product]
    limits.check_balance(product, lots.total(wallet.lots, moment.at), yen, moment)


def _lot(wallet: Wallet, product: Product, issued_at: datetime, moment: Moment) -> Lot:
    series = moment.series[product.id, "", ""]
    return Lot(0, wallet.id, series, wallet.id, 0, 0, _end(wallet, product, moment), issued_at)


def _end(wallet: Wallet, product: Product, moment: Moment) -> datetime | None:
    """Until when value of `product` that comes in now is good: with the card, where that says."""
    match product.expiry_policy:
        case "medium":
            return wallet.expires_at
        case "months_after_load":
            return months_after_load(product, moment.at)
        case "months_after_use":
            return _end_by_use(wallet, product, moment)
        case _:
            return None


def _end_by_use(wallet: Wallet, product: Product, moment: Moment) -> datetime | None:
    """Coming in is no use of the card: it has the end that what is on the card has."""
    ends = [lot.expires_at for lot in wallet.lots if lot.expires_at is not None]
    if ends and max(ends) > moment.at:
        return max(ends)
    day = moment.at.astimezone(JST).date()
    counted = product.validity_months(day)
    if counted is None:
        return wallet.expires_at
    return end_of_day(last_day_of_months(day, counted)).astimezone(UTC)
