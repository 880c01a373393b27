"""What follows for a claim once its awards have been carried out: whoever called is told, and what
the books refused waits for a person."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import psycopg

from zandaka.redress import messages

Connection = psycopg.Connection[tuple[Any, ...]]

# In one order by everybody. Of two machines that end a claim's last awards at once the second
# waits, and sees the first one's.
_LOCK: Final = "SELECT id FROM claims WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_REOPEN: Final = """
UPDATE claims c SET state = 'checked'
WHERE c.id = ANY(%s) AND c.state = 'approved'
  AND EXISTS (SELECT FROM awards a WHERE a.claim = c.id AND a.state = 'refused'
              AND a.id::text IN (SELECT json_array_elements_text(c.decision -> 'awards')))
"""
# The awards of the claim's last decision: of an earlier one the caller has been told.
_RESTORED: Final = """
SELECT c.id, c.incident, c.recipient, max(a.id), sum(a.yen) FILTER (WHERE a.state = 'done'),
       bool_and((a.outcome ->> 'good_until')::timestamptz <= %s) FILTER (WHERE a.state = 'done')
FROM claims c JOIN awards a ON a.claim = c.id
WHERE c.id = ANY(%s) AND c.recipient IS NOT NULL
  AND a.id::text IN (SELECT json_array_elements_text(c.decision -> 'awards'))
GROUP BY c.id HAVING bool_and(a.state <> 'decided') AND bool_or(a.state = 'done') ORDER BY c.id
"""


def finish(connection: Connection, claims: Collection[int], now: datetime) -> None:
    """Tells whoever called what was given back, once all of a decision's awards have been carried
    out, and has a claim of which something was refused decided again. The caller commits."""
    if not claims:
        return
    numbers = sorted(claims)
    connection.execute(_LOCK, (numbers,))
    connection.execute(_REOPEN, (numbers,))
    restored = connection.execute(_RESTORED, (now, numbers)).fetchall()
    for claim, incident, recipient, award, yen, over in restored:
        messages.tell(
            connection,
            once=f"call-restored:{award}",
            incident=incident,
            recipient=recipient,
            template="call_restored",
            # What is no longer good is on its way to become a gift, and cannot be paid with.
            facts={"claim": str(claim), "yen": str(yen), "as_gift": "yes" if over else ""},
            not_before=now,
        )
