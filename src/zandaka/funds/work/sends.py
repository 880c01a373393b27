"""From the end of its last day on, a send that nobody claimed goes back to its sender (R109)."""

from typing import Final

from zandaka import ids
from zandaka.instants import JST
from zandaka.operations.return_send import ReturnSend
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 500
_TIMEOUT_S: Final = 60.0

_ENDED: Final = """
SELECT operation FROM sends WHERE state = 'pending' AND ends_at <= %s
ORDER BY ends_at LIMIT %s
"""


class ReturnedSends:
    """One batch a round. Two machines may ask the same: the key is the send's own, for the day, so
    that what was refused on one day is asked again on the next."""

    name = "returned_sends"

    def round(self, redress: Redress) -> bool:
        """Whether anything went back. Raises Outage: then it is done again."""
        now = redress.clock.now()
        day = now.astimezone(JST).date()
        with redress.connect() as connection:
            rows = connection.execute(_ENDED, (now, _BATCH)).fetchall()
        waiting = [
            redress.ledger.submit_key(
                ReturnSend(send=ids.OperationId(send)),
                "funds",
                command_key("return_send", send, day),
            )
            for (send,) in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted for answer in answers)
