"""What happened to links and orders: appended, never changed. Facts hold nothing private."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from zandaka.redress.action import Connection

_KEEP: Final = """
INSERT INTO gift_events (recipient, gift_order, at, event, facts) VALUES (%s, %s, %s, %s, %s)
"""


def happened(
    connection: Connection,
    event: str,
    recipient: int,
    at: datetime,
    order: UUID | None = None,
    facts: Mapping[str, str | int] | None = None,
) -> None:
    """Appends one event in the caller's transaction."""
    connection.execute(
        _KEEP, (recipient, order, at, event, msgspec.json.encode(facts or {}).decode())
    )
