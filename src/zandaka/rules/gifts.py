"""Gifts: which amounts a brand can give, and how a sum becomes codes (R11, R12)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from zandaka.terms.incident_model import Brand, GiftTerms

#: Seconds after which an order that got no answer is asked for again, by how often it was asked.
_BACKOFF_S: Final = (5, 15, 60, 300, 900, 3600)


class Part(msgspec.Struct, frozen=True):
    """One code of `yen` of a brand."""

    brand: str
    yen: int


class Line(msgspec.Struct, frozen=True):
    """`yen` of the `part`-th code are for what is owed under `entitlement`."""

    part: int
    entitlement: int
    yen: int


def gives(brand: Brand, yen: int) -> bool:
    """Whether one code of the brand can be worth exactly `yen`: its minimum, and steps above it."""
    return brand.minimum <= yen <= brand.maximum and (yen - brand.minimum) % brand.step == 0


def split(yen: int, brand: Brand, fallback: Brand) -> tuple[Part, ...]:
    """Codes that are worth `yen` together, largest first: as much as possible of the chosen brand,
    in as few codes as that needs; what it cannot give, of `fallback`.

    Raises ValueError where both together cannot give it."""
    amounts = _amounts(yen, brand)
    rest = yen - sum(amounts)
    others = _amounts(rest, fallback) if rest else ()
    if sum(others) != rest:
        raise ValueError(f"{rest} of {yen} yen cannot be given")
    return (
        *(Part(brand.id, amount) for amount in amounts),
        *(Part(fallback.id, amount) for amount in others),
    )


def _amounts(yen: int, brand: Brand) -> tuple[int, ...]:
    steps = (brand.maximum - brand.minimum) // brand.step
    largest = brand.minimum + steps * brand.step
    best: tuple[int, int, int] = (0, 0, 0)
    # More codes lower what is left over only by what their minimum adds modulo the step, and that
    # repeats: beyond `step` more codes than are needed there is nothing new.
    needed = -(-yen // largest)
    for count in range(max(1, needed - 1), min(yen // brand.minimum, needed + brand.step) + 1):
        used = min(count * steps, (yen - count * brand.minimum) // brand.step)
        total = count * brand.minimum + used * brand.step
        if total > best[0]:
            best = (total, count, used)
        if total == yen:
            break
    _, count, used = best
    amounts: list[int] = []
    for _ in range(count):
        more = min(steps, used)
        used -= more
        amounts.append(brand.minimum + more * brand.step)
    return tuple(amounts)


def lines(parts: Sequence[Part], owed: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Which code is for which of `owed`, pairs of an entitlement and its yen, in their order. Both
    must add up to the same."""
    assert sum(part.yen for part in parts) == sum(yen for _, yen in owed), "to the yen"
    waiting = iter(owed)
    entitlement, left = 0, 0
    for number, part in enumerate(parts):
        room = part.yen
        while room:
            if not left:
                entitlement, left = next(waiting)
            taken = min(room, left)
            yield Line(number, entitlement, taken)
            room -= taken
            left -= taken


def deadline(terms: GiftTerms, again: datetime | None) -> datetime:
    """The instant from which nothing may be chosen any more (R15). `again` is the longer time of
    whom the provider let down."""
    return terms.until if again is None else max(terms.until, again)


def again_until(terms: GiftTerms, at: datetime) -> datetime:
    """Until when somebody may choose anew whose order came to nothing at `at`: the provider's
    failure does not cost the holder the deadline."""
    return max(terms.until, at + timedelta(days=terms.again_days))


def is_short(terms: GiftTerms, at: datetime) -> bool:
    """Whether a link that goes out at `at` leaves so little time that a person must know (R20)."""
    return terms.until - at <= timedelta(days=terms.short_days)


def backoff(tries: int) -> timedelta:
    """How long to wait after the `tries`-th time without an answer."""
    return timedelta(seconds=_BACKOFF_S[min(tries, len(_BACKOFF_S)) - 1])
