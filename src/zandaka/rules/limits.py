"""Caps on amounts, checked where value is posted. A day is a calendar day in Japan (R67)."""

from datetime import date

from zandaka.errors import Refusal
from zandaka.ledger.model import Moment, State, Usage
from zandaka.terms.model import LimitKind, Product


def check(product: Product, kind: LimitKind, yen: int, moment: Moment) -> None:
    """Refuses limit_exceeded where `yen` passes a cap that looks at one amount alone."""
    cap = product.limit(kind, moment.day)
    if cap is not None and yen > cap:
        raise _exceeded(product, kind, cap, 0, yen, moment)


def use_day(
    product: Product, kind: LimitKind, wallet: int, yen: int, state: State, moment: Moment
) -> tuple[Usage, ...]:
    """The wallet's use of a per-day cap after `yen` more; empty where the terms set none.
    Refuses limit_exceeded where the cap would be passed."""
    cap = product.limit(kind, moment.day)
    if cap is None:
        return ()
    usage = state.usage.get((wallet, kind))
    used = usage.yen if usage is not None and usage.period == moment.day else 0
    if used + yen > cap:
        raise _exceeded(product, kind, cap, used, yen, moment)
    return (Usage(wallet, kind, moment.day, used + yen),)


def give_back_day(
    kind: LimitKind, wallet: int, yen: int, day: date, state: State
) -> tuple[Usage, ...]:
    """The wallet's use of a per-day cap after `yen` used on `day` came back. A day that is over
    has no use left to lower."""
    usage = state.usage.get((wallet, kind))
    if usage is None or usage.period != day:
        return ()
    return (Usage(wallet, kind, day, max(0, usage.yen - yen)),)


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
