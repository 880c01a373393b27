"""What is known of an incident: which functions failed, from when until when, and for whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec

from zandaka.terms.incident_model import Function, Instant

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Interval = tuple[datetime, datetime]


class Failure(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """A function failed from an instant on, strictly before `until`; None: it still fails. The
    notice gives no clock times, so a person enters them (R1)."""

    function: Function
    since: Instant
    until: Instant | None = None


class IncidentContent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of what is known. Without `campaigns` value of every campaign counts, without
    `products` that of every product; with both, value that is in both."""

    functions: tuple[Failure, ...]
    campaigns: tuple[Name, ...] = ()
    products: tuple[Name, ...] = ()
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""

    def intervals(self, function: Function, known_at: datetime) -> list[Interval]:
        """When the function failed, as far as it is known at `known_at`: joined where they touch,
        in order, none of them empty. An interval without an end ends just after `known_at`."""
        end = known_at + datetime.resolution
        return join(
            (one.since, one.until or end)
            for one in self.functions
            if one.function == function and one.since < (one.until or end)
        )


def join(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants in as few intervals as can be (ends exclusive), in order."""
    joined: list[Interval] = []
    for since, until in sorted(intervals):
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(until, joined[-1][1])
        else:
            joined.append((since, until))
    return joined
