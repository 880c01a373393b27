"""On which days a hold counts towards a limit: that of its authorisation, and those of its
increases."""

from collections.abc import Iterable
from datetime import date

from zandaka import ids
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import State, Usage
from zandaka.rules import limits
from zandaka.terms.model import LimitKind

#: Days, oldest first, and yen on each.
Uses = tuple[tuple[date, int], ...]


def grown(uses: Uses, day: date, yen: int) -> Uses:
    """`yen` more on `day`, which is no earlier than the last one."""
    if uses and uses[-1][0] == day:
        return (*uses[:-1], (day, uses[-1][1] + yen))
    return (*uses, (day, yen))


def parted(uses: Uses, yen: int) -> tuple[Uses, Uses]:
    """What a capture of `yen` takes, and what is left: what was held first is captured first, so
    that what is let go is the newest."""
    taken: list[tuple[date, int]] = []
    left: list[tuple[date, int]] = []
    for day, used in uses:
        part = min(used, yen)
        yen -= part
        if part:
            taken.append((day, part))
        if used > part:
            left.append((day, used - part))
    return tuple(taken), tuple(left)


def total(uses: Uses) -> int:
    """Yen of all days."""
    return sum(yen for _, yen in uses)


def give_back(kind: LimitKind, wallet: int, uses: Uses, state: State) -> tuple[Usage, ...]:
    """The wallet's use of a cap after all of `uses` came back. Only the newest period of a cap is
    known, so at most one day of them has anything to give."""
    for day, yen in uses:
        found = limits.give_back(kind, wallet, yen, day, state)
        if found:
            return found
    return ()


def told(
    kind: str, wallet: int, uses: Uses, after: Iterable[Usage], state: State
) -> tuple[LimitUsed, ...]:
    """What an outcome says of `after`, of which `uses` are the days: never nothing, since an
    outcome that is silent counts on the day of the authorisation."""
    found = limits.told(after, state)
    return found or tuple(LimitUsed(ids.WalletId(wallet), kind, day, 0) for day, _ in uses[:1])
