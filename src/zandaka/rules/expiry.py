"""Until when value is good. Ends are exclusive instants (R10)."""

from datetime import date, datetime
from functools import cache

from zandaka.instants import JST, UTC
from zandaka.rules.business_calendar import end_of_day, last_day_of_months
from zandaka.terms.model import Product


def months_after_load(product: Product, at: datetime) -> datetime | None:
    """The end of value loaded at `at`: the last day of the product's months, counted from the
    day after the load (R76's way of counting). None where the terms set no end."""
    day = at.astimezone(JST).date()
    months = product.validity_months(day)
    if months is None:
        return None
    return end_of_day(last_day_of_months(day, months)).astimezone(UTC)


def passes_total_validity(product: Product, issued_at: datetime, expires_at: datetime) -> bool:
    """Whether value issued at `issued_at` and good until `expires_at` reaches the product's total
    validity, extensions counted in (Z-4). Exactly that long counts as too long (R91)."""
    day = issued_at.astimezone(JST).date()
    months = product.max_total_validity_months(day)
    return months is not None and expires_at >= _end_of_months(day, months)


@cache
def _end_of_months(day: date, months: int) -> datetime:
    """Asked for a million lots that were issued on a few days."""
    return end_of_day(last_day_of_months(day, months))
