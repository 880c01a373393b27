"""Forgets how to reach holders who have left (R16). Whichever edge they left by - API, command
line, a case - the operation in the journal is what says so."""

from typing import Final

from zandaka.redress.service import Redress

_BATCH: Final = 1_000

_BEGIN: Final = """
INSERT INTO leave_cursors SELECT book, 0 FROM books b
WHERE NOT EXISTS (SELECT FROM leave_cursors c WHERE c.book = b.book) ON CONFLICT DO NOTHING
"""
_CURSORS: Final = """
SELECT book, operation FROM leave_cursors ORDER BY book FOR UPDATE SKIP LOCKED
"""
# A wallet that was left names nobody any more: the operation that opened it does.
_LEFT: Final = """
SELECT l.id, o.request ->> 'holder', l.recorded_at
FROM operations l
JOIN wallets w ON w.id = l.wallet AND w.book = l.book
JOIN operations o ON o.id = w.opened_by AND o.book = w.book
WHERE l.verb = 'leave' AND l.code = ''
  AND l.id > %(after)s AND l.id >= %(book)s::bigint << 40 AND l.id < (%(book)s::bigint + 1) << 40
ORDER BY l.id LIMIT %(batch)s
"""
# Who has another wallet stays, and so does who registered anew since.
_FORGET: Final = """
DELETE FROM contacts c USING unnest(%s::text[], %s::timestamptz[]) AS gone (holder, at)
WHERE c.holder = gone.holder AND c.changed_at <= gone.at
  AND NOT EXISTS (SELECT FROM wallets w WHERE w.holder = c.holder)
"""
_MOVE_ON: Final = "UPDATE leave_cursors SET operation = %s WHERE book = %s"


class ForgetContacts:
    """Reads each book on from where it was left."""

    name = "contacts"

    def round(self, redress: Redress) -> bool:
        """Whether anybody had left."""
        found = False
        with redress.connect() as connection, connection.transaction():
            connection.execute(_BEGIN)
            for book, after in connection.execute(_CURSORS).fetchall():
                left = connection.execute(
                    _LEFT, {"book": book, "after": after, "batch": _BATCH}
                ).fetchall()
                if left:
                    found = True
                    connection.execute(
                        _FORGET, ([one[1] for one in left], [one[2] for one in left])
                    )
                    connection.execute(_MOVE_ON, (left[-1][0], book))
        return found
