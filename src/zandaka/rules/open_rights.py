"""Of which days payments are still somebody's right (R103)."""

from datetime import date, datetime, timedelta

import msgspec

from zandaka.instants import jst_date
from zandaka.rules.periods import last_day, right_ends
from zandaka.terms.instrument.sending import SendingTerms

#: No network has an empty name: what any other than those with a period of their own stands for.
_OTHER = ""


class OpenDays(msgspec.Struct, frozen=True):
    """Payments of the days from `first` to `last` to which the right has not ended: of the
    `networks` among those `known` to have a period of their own, and of others where it says so."""

    first: date
    last: date
    networks: tuple[str, ...]
    known: tuple[str, ...]
    other: bool

    @property
    def whole(self) -> bool:
        """Whether it is those of every network."""
        return self.other and self.networks == self.known


def open_days(terms: SendingTerms, at: datetime) -> list[OpenDays]:
    """The days, earliest first, of which at `at` something that was paid may be a right yet, unless
    the merchant was paid. What has no period lasts until then."""
    known = tuple(sorted(terms.networks))
    today = jst_date(at)
    days = [
        day for of, blocks in terms.standard_days.items() if of[0] == "pay" for day in blocks.starts
    ]
    longest = max(
        (
            block.value
            for of, blocks in terms.standard_days.items()
            if of[0] == "pay"
            for block in blocks.blocks
            if block is not None
        ),
        default=0,
    )
    # Before, nothing changes but on a day on which other terms came into force.
    days += [today - timedelta(days=back) for back in range(longest + 2)]
    found: list[OpenDays] = []
    for day in sorted({date.min, *days}):
        networks = tuple(name for name in known if _lasts(terms, name, day, at))
        one = OpenDays(day, date.max, networks, known, _lasts(terms, _OTHER, day, at))
        if found:
            before = found[-1]
            if (before.networks, before.other) == (networks, one.other):
                continue
            found[-1] = msgspec.structs.replace(before, last=day - timedelta(days=1))
        found.append(one)
    return [one for one in found if one.networks or one.other]


def _lasts(terms: SendingTerms, network: str, day: date, at: datetime) -> bool:
    due = last_day(terms, "pay", network, day)
    ends = None if due is None else right_ends(terms, due.last)
    return ends is None or at < ends
