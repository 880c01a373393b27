"""Of which incident an action was, where it does not name it: what it names is. So the audit trail
is found by incident, whatever was done."""

from collections.abc import Mapping
from typing import Any, Final, LiteralString

from zandaka.redress.action import Connection

#: A field of actions or their outcomes, and whose number it is.
NAMED: Final[dict[str, LiteralString]] = {
    "claim": "SELECT incident FROM claims WHERE id = %s",
    "refund": "SELECT incident FROM bank_refunds WHERE id = %s",
    "file": "SELECT incident FROM bank_files WHERE id = %s",
    "plan": "SELECT incident FROM plans WHERE id = %s",
    "proposal": "SELECT incident FROM publication_proposals WHERE id = %s",
    "order": "SELECT incident FROM gift_orders WHERE id = %s",
    "recipient": "SELECT incident FROM recipients WHERE id = %s",
    "message": "SELECT incident FROM messages WHERE id = %s",
    "choice": """
        SELECT r.incident FROM gift_choices c JOIN recipients r ON r.id = c.recipient
        WHERE c.id = %s
    """,
}


def incident(connection: Connection, asked: Mapping[str, Any], outcome: Mapping[str, Any]) -> str:
    """The incident that was asked for or is named by a number; empty where there is neither."""
    if asked.get("incident"):
        return str(asked["incident"])
    named = {**outcome, **asked}
    for field, query in NAMED.items():
        if named.get(field):
            row = connection.execute(query, (named[field],)).fetchone()
            return "" if row is None else str(row[0])
    return ""
