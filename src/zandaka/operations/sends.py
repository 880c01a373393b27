"""What a send leaves under way until it is claimed or comes back."""

from datetime import datetime, timedelta
from typing import Final, Literal

from zandaka.instants import JST
from zandaka.ledger.records import Record
from zandaka.rules.business_calendar import end_of_day

#: `claiming`: on its way to a wallet in another book.
State = Literal["pending", "claiming", "claimed", "returned"]
OPEN: Final = ("pending", "claiming")


class SendUnderWay(Record, kw_only=True, eq=False):
    """A send to be claimed from `claim_from` on and strictly before `ends_at`; from then on it is
    the sender's again, returned or not yet (R109)."""

    table = "sends"
    changing = ("state",)
    open_where = "state IN ('pending', 'claiming')"

    receiver: int
    yen: int
    claim_from: datetime
    ends_at: datetime
    state: State = "pending"

    @property
    def under_way(self) -> bool:
        return self.state in OPEN


def claimable(at: datetime, days: int) -> tuple[datetime, datetime]:
    """From when and until when (exclusive) a send ordered at `at` may be claimed: `days` from the
    day after the order. 21 days from 2024-03-01: 03-02 to 03-22 (R109)."""
    day = at.astimezone(JST).date()
    return end_of_day(day), end_of_day(day + timedelta(days=days))
