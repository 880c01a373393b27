"""What persons say became of payouts, and where somebody said otherwise than was settled."""

from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

_SETTLEMENTS: Final = """
SELECT s.id, s.payout, p.wallet, p.way, p.yen, s.result, s.reason, s.evidence, s.state,
       s.proposed_at, s.proposed_by, s.decided_at, s.decided_by, s.why, t.state, p.state
FROM payout_settlements s
JOIN payouts p ON p.operation = s.payout
LEFT JOIN payout_tries t ON t.payout = s.payout AND t.attempt = s.attempt
WHERE s.id < %(before)s AND (s.state = 'proposed' OR NOT %(waiting)s)
ORDER BY s.id DESC LIMIT %(limit)s
"""
_ALARMS: Final = """
SELECT a.id, a.payout, p.wallet, p.way, a.yen, a.said, a.stood, a.code, a.at, a.operation
FROM payout_alarms a JOIN payouts p ON p.operation = a.payout
WHERE a.closed_at IS NULL AND a.id > %s ORDER BY a.id LIMIT %s
"""


class SettlementView(msgspec.Struct, frozen=True):
    """A person's word on a payout. `state` is `proposed` until another person has `approved` or
    `rejected` it; `try_state` and `payout_state` are how the payout itself stands: a machine that
    was asked to cancel may have said that it has paid."""

    settlement: int
    payout: ids.OperationId
    wallet: ids.WalletId
    way: str
    yen: int
    result: str
    reason: str
    evidence: str
    state: str
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str | None
    why: str
    try_state: str | None
    payout_state: str


class PayoutAlarmView(msgspec.Struct, frozen=True):
    """`yen` of a payout that stood as `stood` when a machine or a bank `said` otherwise: paid what
    was returned, or not paid what was told as paid. `told_by` is the operation that told of it."""

    alarm: int
    payout: ids.OperationId
    wallet: ids.WalletId
    way: str
    yen: int
    said: str
    stood: str
    code: str
    at: datetime
    told_by: ids.OperationId | None


def settlements(
    connection: Connection, before: int, limit: int, *, waiting: bool = False
) -> list[SettlementView]:
    """Those with a number below `before`, newest first; with `waiting` only what is to be
    decided."""
    rows = connection.execute(_SETTLEMENTS, {"before": before, "limit": limit, "waiting": waiting})
    return [
        SettlementView(row[0], ids.OperationId(row[1]), ids.WalletId(row[2]), *row[3:])
        for row in rows
    ]


def alarms(connection: Connection, after: int, limit: int) -> list[PayoutAlarmView]:
    """Those that no person has closed, after the number `after`, oldest first."""
    return [
        PayoutAlarmView(
            row[0], ids.OperationId(row[1]), ids.WalletId(row[2]), *row[3:9],
            told_by=None if row[9] is None else ids.OperationId(row[9]),
        )
        for row in connection.execute(_ALARMS, (after, limit))
    ]  # fmt: skip
