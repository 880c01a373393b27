"""What was sent or received in a month, by either reading of a month: the calendar's, or the month
up to the day (R106)."""

from datetime import date
from typing import Final

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Moment, State, Usage
from zandaka.ledger.records import Record
from zandaka.rules import limits
from zandaka.rules.business_calendar import last_day_of_months
from zandaka.terms.model import LimitKind, Product


class MonthUse(Record, kw_only=True, eq=False):
    """`yen` used of a month's cap on `day`, until `over`. They go on with the card that replaces
    the wallet."""

    changing = ("wallet", "over")
    open_where = "NOT over"

    day: date
    yen: int
    over: bool = False

    @property
    def under_way(self) -> bool:
        return not self.over


class MonthSent(MonthUse, kw_only=True, eq=False):
    table = "month_sent"


class MonthReceived(MonthUse, kw_only=True, eq=False):
    table = "month_received"


KINDS: Final[dict[LimitKind, type[MonthUse]]] = {
    "send_month_max": MonthSent,
    "receive_month_max": MonthReceived,
}


class Use(msgspec.Struct, frozen=True):
    """What a decision writes of a month's cap."""

    uses: tuple[Usage, ...] = ()
    records: tuple[Record, ...] = ()


def counts_until(day: date) -> date:
    """The last day on which a use of `day` counts in the month up to that day: 2024-01-31 counts
    through 2024-02-29 (Civil Code Art. 140, 143)."""
    return last_day_of_months(day, 1)


def use(
    product: Product, kind: LimitKind, wallet: int, yen: int, state: State, moment: Moment
) -> Use:
    """A month's cap after `yen` more. Refuses limit_exceeded."""
    if product.sending.month == "calendar":
        return Use(limits.use(product, kind, wallet, yen, state, moment))
    cap = product.limit(kind, moment.day)
    if cap is None:
        return Use()
    record = KINDS[kind]
    before = state.records_of(record, wallet)
    used = sum(one.yen for one in before if counts_until(one.day) >= moment.day)
    if used + yen > cap:
        raise Refusal(
            "limit_exceeded", limit=kind, limit_yen=cap, used_yen=used, yen=yen,
            source=product.limit_source(kind, moment.day),
        )  # fmt: skip
    # What counts no more is taken out of the look-ups of the next one.
    gone = [
        msgspec.structs.replace(one, over=True)
        for one in before
        if counts_until(one.day) < moment.day
    ]
    return Use(records=(record(wallet=wallet, day=moment.day, yen=yen), *gone))


def give_back(
    product: Product,
    kind: LimitKind,
    wallet: int,
    yen: int,
    operation: int,
    day: date,
    state: State,
) -> Use:
    """A month's cap after what `operation` used on `day` came back."""
    if product.sending.month == "calendar":
        return Use(limits.give_back(kind, wallet, yen, day, state))
    used = state.record(KINDS[kind], operation)
    if used is None or used.over:
        return Use()
    return Use(records=(msgspec.structs.replace(used, over=True),))
