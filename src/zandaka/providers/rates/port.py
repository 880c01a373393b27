"""What a provider of exchange rates does."""

from datetime import datetime
from typing import Protocol

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """Yen for one unit of a currency, as decimal text; since when it is in force, and by whom."""

    currency: str
    yen: str
    at: datetime
    source: str


class NoRate(Exception):
    """There is no rate of that currency now. Asked again later there may be one."""


class RateProvider(Protocol):
    """Asked before a command, never inside one. May be called from several threads."""

    def rate(self, currency: str, at: datetime) -> Rate:
        """The rate in force at an instant. Raises NoRate."""
        ...
