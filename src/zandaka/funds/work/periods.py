"""Once a day in Japan: who looks after it is told of what is about to pass its standard period."""

from typing import Final

from zandaka.instants import JST
from zandaka.operations.raise_alarm import RaiseAlarm
from zandaka.reads.periods import waiting
from zandaka.redress.service import Redress, command_key

_TIMEOUT_S: Final = 60.0

_LOOKED: Final = "SELECT FROM period_looks WHERE day = %s"
_LOOK: Final = "INSERT INTO period_looks (day, at) VALUES (%s, %s) ON CONFLICT DO NOTHING"


class StandardPeriods:
    """All of a day's alarms in one round. An alarm is an operation that moves nothing, so that it
    reaches webhooks as everything else does."""

    name = "standard_periods"

    def round(self, redress: Redress) -> bool:
        """Whether there was anything to tell. Raises Outage: then it is done again, and each alarm
        is raised once all the same."""
        now = redress.clock.now()
        today = now.astimezone(JST).date()
        with redress.connect() as connection:
            if connection.execute(_LOOKED, (today,)).fetchone() is not None:
                return False
            found = [
                one
                for one in waiting(connection, redress.terms, now, through=today)
                if not one.alarm
            ]
        answers = [
            redress.ledger.submit_key(
                RaiseAlarm(subject=one.subject, about=one.about, due_on=one.due_on, yen=one.yen),
                "funds",
                command_key("alarm", one.about, int(one.subject)),
            )
            for one in found
        ]
        for answer in answers:
            answer.result(_TIMEOUT_S)
        with redress.connect() as connection, connection.transaction():
            connection.execute(_LOOK, (today, now))
        return bool(found)
