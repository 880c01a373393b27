"""Caps on amounts, checked where value is posted. A day is a calendar day in Japan (R67), a month
a calendar month there (R106): which of them a cap is about is the end of its name."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Moment, State, Usage
from zandaka.terms.model import LimitKind, Product

#: The one period of what counts for ever: all that was loaded, where `balance_max` caps that.
_EVER: Final = date(2000, 1, 1)


def check(product: Product, kind: LimitKind, yen: int, moment: Moment) -> None:
    """Refuses limit_exceeded where `yen` passes a cap that looks at one amount alone."""
    cap = product.limit(kind, moment.day)
    if cap is not None and yen > cap:
        raise _exceeded(product, kind, cap, 0, yen, moment)


def period(kind: str, day: date) -> date:
    """The first day of the period in which `day` counts for a cap of this kind."""
    if kind == "balance_max":
        return _EVER
    return day.replace(day=1) if kind.endswith("_month_max") else day


def use(
    product: Product, kind: LimitKind, wallet: int, yen: int, state: State, moment: Moment
) -> tuple[Usage, ...]:
    """The wallet's use of a cap on a day or month after `yen` more; empty where the terms set
    none. Refuses limit_exceeded where the cap would be passed."""
    cap = product.limit(kind, moment.day)
    if cap is None:
        return ()
    begun = period(kind, moment.day)
    usage = state.usage.get((wallet, kind))
    used = usage.yen if usage is not None and usage.period == begun else 0
    if used + yen > cap:
        raise _exceeded(product, kind, cap, used, yen, moment)
    return (Usage(wallet, kind, begun, used + yen),)


def count(
    product: Product, kind: LimitKind, wallet: int, yen: int, state: State, moment: Moment
) -> tuple[Usage, ...]:
    """`use` of what cannot be refused any more: it counts, also beyond the cap."""
    if product.limit(kind, moment.day) is None:
        return ()
    begun = period(kind, moment.day)
    usage = state.usage.get((wallet, kind))
    used = usage.yen if usage is not None and usage.period == begun else 0
    return (Usage(wallet, kind, begun, used + yen),)


def give_back(kind: LimitKind, wallet: int, yen: int, day: date, state: State) -> tuple[Usage, ...]:
    """The wallet's use of a cap after `yen` used on `day` came back: of a card that was exchanged,
    the new one's, which took it over. A period that is over has no use left to lower."""
    wallet = state.successor(wallet)
    usage = state.usage.get((wallet, kind))
    begun = period(kind, day)
    if usage is None or usage.period != begun:
        return ()
    return (Usage(wallet, kind, begun, max(0, usage.yen - yen)),)


def told(after: Iterable[Usage], state: State) -> tuple[LimitUsed, ...]:
    """What an outcome says of `after`, the uses that a command leaves: the change of each."""
    found: list[LimitUsed] = []
    for one in after:
        before = state.usage.get((one.wallet, one.limit_kind))
        used = before.yen if before is not None and before.period == one.period else 0
        if one.yen != used:
            wallet = ids.WalletId(one.wallet)
            found.append(LimitUsed(wallet, one.limit_kind, one.period, one.yen - used))
    return tuple(found)


def check_balance(product: Product, held: int, yen: int, moment: Moment) -> None:
    """Refuses limit_exceeded where a balance of `held` and `yen` more pass the cap: the balance
    after the load counts, not the sum of loads (R68)."""
    cap = product.limit("balance_max", moment.day)
    if cap is not None and held + yen > cap:
        raise _exceeded(product, "balance_max", cap, held, yen, moment)


def _exceeded(
    product: Product, kind: LimitKind, cap: int, used: int, yen: int, moment: Moment
) -> Refusal:
    return Refusal(
        "limit_exceeded",
        limit=kind,
        limit_yen=cap,
        used_yen=used,
        yen=yen,
        source=product.limit_source(kind, moment.day),
    )
