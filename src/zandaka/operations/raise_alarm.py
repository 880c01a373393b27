"""Raise an alarm (警告): a standard period is about to pass (R108, R109), a payout was settled
otherwise than the money went, or it came back and its holder has left."""

from datetime import date
from typing import ClassVar, Literal

import msgspec

from zandaka import ids
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.ledger.records import Record
from zandaka.operations.base import OnPast

#: What waits: a merchant to be paid, a send to be claimed, a withdrawal to be credited. Or that a
#: payout was `settled_otherwise` than its money went, or that what came back is owed to somebody
#: who has left (`holder_left`).
About = Literal["pay", "send", "withdraw", "settled_otherwise", "holder_left"]


class Alarm(Record, kw_only=True, eq=False):
    """That somebody was told. It is never changed."""

    table = "alarms"
    changing = ("about",)
    open_where = "false"

    subject: int
    about: About
    due_on: date
    yen: int

    @property
    def under_way(self) -> bool:
        return False


class AlarmRaised(msgspec.Struct, frozen=True):
    """`yen` of `subject` wait, and its standard period ends with the day `due_on`; or they went
    another way than the books have it, or came back for somebody who has left: then that was told
    on that day."""

    subject: ids.OperationId
    wallet: ids.WalletId
    about: About
    due_on: date
    yen: int


class RaiseAlarm(OnPast, frozen=True, kw_only=True, tag="raise_alarm"):
    """Tells whoever listens that `subject` has not come to its end, came to another than it was
    settled as, or is owed to a holder who has left. Moves no value."""

    verb: ClassVar[str] = "raise_alarm"

    subject: ids.OperationId
    about: About
    due_on: date
    yen: int

    @property
    def on(self) -> ids.OperationId:
        return self.subject

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.subject)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.subject)
        wallet = ids.WalletId(past.wallet)
        return Decision(
            AlarmRaised(self.subject, wallet, self.about, self.due_on, self.yen),
            records=[
                Alarm(
                    wallet=past.wallet, subject=past.id, about=self.about, due_on=self.due_on,
                    yen=self.yen,
                )
            ],
            wallet=past.wallet,
        )  # fmt: skip
