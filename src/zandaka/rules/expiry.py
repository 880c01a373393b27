"""Until when value is good. Ends are exclusive instants (R10)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from zandaka.errors import Refusal
from zandaka.instants import JST, UTC
from zandaka.ledger.model import Lot, Moment
from zandaka.rules.business_calendar import end_of_day, last_day_of_months
from zandaka.terms.model import Product


def months_after_load(product: Product, at: datetime) -> datetime | None:
    """The end of value loaded at `at`: the last day of the product's months, counted from the
    day after the load (R76's way of counting). None where the terms set no end."""
    day = at.astimezone(JST).date()
    months = product.validity_months(day)
    return None if months is None else _end_of_months(day, months).astimezone(UTC)


def months_from_issue(product: Product, at: datetime) -> datetime | None:
    """The end of a medium issued at `at`: the last day of the month that lies the product's months
    after the month of issue or, where `issue_month` is counted, of the month before (R77). None
    where the terms set no end."""
    day = at.astimezone(JST).date()
    months = product.validity_months(day)
    if months is None:
        return None
    return end_of_month(day.year, day.month + months - product.media.issue_month_counted)


def end_of_month(year: int, month: int) -> datetime:
    """The first instant after a month in Japan, in UTC; `month` may be beyond 12."""
    year, month = year + month // 12, month % 12 + 1
    return datetime(year, month, 1, tzinfo=JST).astimezone(UTC)


def printed_end(printed: str) -> datetime:
    """The end that a medium shows: of the month `2029-03`, or of the day `2029-03-31`. Raises
    ValueError where there is no such month or day."""
    if len(printed) == len("2029-03"):
        first = date.fromisoformat(f"{printed}-01")
        return end_of_month(first.year, first.month)
    return end_of_day(date.fromisoformat(printed)).astimezone(UTC)


def passes_total_validity(product: Product, issued_at: datetime, expires_at: datetime) -> bool:
    """Whether value issued at `issued_at` and good until `expires_at` reaches the product's total
    validity, extensions counted in (Z-4). Exactly that long counts as too long (R91), unless the
    terms say that it is `within`."""
    day = issued_at.astimezone(JST).date()
    months = product.max_total_validity_months(day)
    if months is None:
        return False
    end = _end_of_months(day, months)
    return expires_at > end if product.media.exactly_is_within else expires_at >= end


def require_not_expired(left: Sequence[Lot], moment: Moment) -> None:
    """Refuses value_expired where there is something left and the end of all of it has come: with
    the last of these ends, and where the terms say when value ends."""
    ended = [
        (lot.expires_at, lot.series.product)
        for lot in left
        if lot.expires_at is not None and lot.expires_at <= moment.at
    ]
    if ended and len(ended) == len(left):
        expired_at, product = max(ended)
        source = moment.terms.products[product].source_for("expiry_policy")
        raise Refusal("value_expired", expired_at=expired_at, source=source)


def history_since(product: Product, now: datetime) -> datetime:
    """Since when a holder sees the history: so many months before `now` as the terms say, the
    corresponding day or the month's last counted in (R117); for ever where they say nothing."""
    day = now.astimezone(JST).date()
    found = product.media.history.at(day)
    if found is None:
        return datetime.min.replace(tzinfo=UTC)
    index = day.year * 12 + day.month - 1 - found.value
    year, month = index // 12, index % 12 + 1
    first = date(year, month, min(day.day, monthrange(year, month)[1]))
    return datetime(first.year, first.month, first.day, tzinfo=JST).astimezone(UTC)


@cache
def _end_of_months(day: date, months: int) -> datetime:
    """Asked for a million lots that were issued on a few days."""
    return end_of_day(last_day_of_months(day, months))
