"""Finishes what was sent between books and not settled, after a crash or an outage."""

from typing import Any

import psycopg

from zandaka.ledger.command import Answer
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit

_OPEN = """
SELECT o.id, o.outcome::text, o.recorded_at
FROM transits t JOIN operations o ON o.book = t.book AND o.id = t.operation
WHERE NOT t.settled AND o.recorded_at < now() - make_interval(secs => %s)
ORDER BY o.recorded_at LIMIT 100
"""


def settle_open(
    connection: psycopg.Connection[tuple[Any, ...]], ledger: Ledger, older_than_s: float
) -> int:
    """Takes the steps of every transit older than that; returns how many. Steps that were taken
    before are answered from the journal. Raises Outage."""
    with connection.transaction():
        rows = connection.execute(_OPEN, (older_than_s,)).fetchall()
    for operation, outcome, recorded_at in rows:
        transit.finish(ledger, Answer(operation, "", outcome.encode(), recorded_at, True))
    return len(rows)
