"""What a withdrawal costs (R110-R112): a fee beside the amount or out of it, and a number of free
ones a calendar month.

The free ones of a month are the first that succeed (R110). One that is free by then is reserved
with the order; a withdrawal that fails gives it back, and whichever succeeds next has it, also one
that was ordered before and for which a fee was kept. A usage counts those of the newest month that
has any, as orders ask for it; those of a month before it are counted from the payouts."""

from datetime import date
from typing import Final

import msgspec

from zandaka.ledger.model import State, Usage
from zandaka.terms.instrument.withdrawing import Route
from zandaka.terms.model import Product

#: The routes of a withdrawal, each with free ones of its own.
ROUTES: Final[tuple[Route, ...]] = ("bank", "atm", "automatic")


class Price(msgspec.Struct, frozen=True):
    """`pays` is paid out, `fee` kept for the issuer, both in yen: together what leaves the wallet.
    `free` is the limit kind under which a free one is reserved, empty where none is."""

    pays: int
    fee: int
    free: str
    uses: tuple[Usage, ...]


def free_kind(route: Route) -> str:
    """Under which name the free ones of a month are counted."""
    return f"free_{route}_month_max"


def free_on(product: Product, route: Route, day: date) -> int:
    """How many of the month of `day` are free."""
    terms = product.withdrawing.routes.get(route)
    return 0 if terms is None else terms.free_on(day)


def month_of(day: date) -> date:
    """The calendar month in which a withdrawal ordered on `day` counts."""
    return day.replace(day=1)


def price(
    product: Product, route: Route, wallet: int, yen: int, state: State, day: date
) -> Price | None:
    """What ordering `yen` by `route` on a day means; None where the terms do not offer it."""
    terms = product.withdrawing.routes.get(route)
    fee = None if terms is None else terms.fee_on(day)
    if terms is None or fee is None:
        return None
    taken = take_free(product, route, wallet, state, day) if fee else ()
    if taken or not fee:
        return Price(yen, 0, free_kind(route) if taken else "", taken)
    inside = product.withdrawing.fee_taken == "inside"
    return Price(yen - fee if inside else yen, fee, "", ())


def take_free(
    product: Product, route: Route, wallet: int, state: State, day: date
) -> tuple[Usage, ...]:
    """One more of the free ones of the month of `day`; empty where none is left, and where the
    month `is_over`. A card that replaced another has the same ones."""
    if is_over(route, wallet, state, day):
        return ()
    wallet, kind, month = state.successor(wallet), free_kind(route), month_of(day)
    usage = state.usage.get((wallet, kind))
    used = usage.yen if usage is not None and usage.period == month else 0
    return (Usage(wallet, kind, month, used + 1),) if used < free_on(product, route, day) else ()


def is_over(route: Route, wallet: int, state: State, day: date) -> bool:
    """Whether the usage is of a month after that of `day`, and tells nothing of it any more."""
    usage = state.usage.get((state.successor(wallet), free_kind(route)))
    return usage is not None and usage.period > month_of(day)


def give_free_back(kind: str, wallet: int, day: date, state: State) -> tuple[Usage, ...]:
    """The free ones of the month of `day` after one of them failed."""
    wallet = state.successor(wallet)
    usage = state.usage.get((wallet, kind))
    month = month_of(day)
    if usage is None or usage.period != month:
        # What has returned is not counted among the payouts either.
        return ()
    return (Usage(wallet, kind, month, max(0, usage.yen - 1)),)
