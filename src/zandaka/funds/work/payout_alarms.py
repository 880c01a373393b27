"""Tells whoever listens where a payout was settled otherwise than the money went."""

from typing import Final

from zandaka import ids
from zandaka.instants import jst_date
from zandaka.operations.raise_alarm import RaiseAlarm
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 200
_PATIENCE: Final = 30.0

_UNTOLD: Final = """
SELECT id, payout, yen, at FROM payout_alarms WHERE operation IS NULL
ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_TOLD: Final = "UPDATE payout_alarms SET operation = %s WHERE id = %s"


class RaisePayoutAlarms:
    """An alarm is an operation that moves nothing, so that it reaches webhooks as everything else
    does; its row waits for a person."""

    name = "payouts.alarms"

    def round(self, redress: Redress) -> bool:
        """Whether there was anything to tell. Raises Outage: then it is done again."""
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_UNTOLD, (_BATCH,)).fetchall()
            sent = [
                (
                    number,
                    redress.ledger.submit_key(
                        RaiseAlarm(
                            subject=ids.OperationId(payout),
                            about="settled_otherwise",
                            due_on=jst_date(at),
                            yen=yen,
                        ),
                        "funds",
                        command_key("payout alarm", number),
                    ),
                )
                for number, payout, yen, at in rows
            ]
            for number, future in sent:
                connection.execute(_TOLD, (future.result(_PATIENCE).operation, number))
        return bool(rows)
