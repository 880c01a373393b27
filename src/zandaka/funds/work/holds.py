"""What the house does by itself about payments: it writes down which holds have run out, and gives
back what was kept apart above a balance cap."""

from datetime import date
from typing import Any, Final

from zandaka import ids
from zandaka.instants import jst_date
from zandaka.operations.end_hold import EndHold
from zandaka.operations.release import Release
from zandaka.redress.service import Redress, command_key
from zandaka.rules import suspense
from zandaka.terms.model import Terms

_BATCH: Final = 500
_TIMEOUT_S: Final = 60.0

_ENDED: Final = """
SELECT id FROM holds WHERE expires_at <= %s AND uses <> '[]'::jsonb ORDER BY expires_at LIMIT %s
"""
# The wallets that have something kept apart and room for some of it, or no cap on it any more; and
# those of which it has expired, which takes no room: it would not end with its card by now.
_WITH_ROOM: Final = """
SELECT w.id, b.batch
FROM (SELECT DISTINCT wallet FROM parked WHERE parts <> '[]'::jsonb) p
JOIN wallets w ON w.id = p.wallet
JOIN books b ON b.book = w.book
JOIN unnest(%(products)s::text[], %(caps)s::bigint[]) AS t(product, cap) ON t.product = w.product
WHERE t.cap IS NULL
   OR t.cap > (SELECT coalesce(sum(a.balance), 0) FROM accounts a
               WHERE a.wallet = w.id AND (a.expires_at IS NULL OR a.expires_at > %(now)s))
   OR EXISTS (SELECT FROM parked q, jsonb_array_elements(q.parts) part
              JOIN accounts a ON a.id = (part ->> 'lot')::bigint
              WHERE q.wallet = w.id AND a.expires_at <= %(now)s
                AND (a.balance > 0 OR w.expires_at IS NULL OR w.expires_at <= %(now)s))
ORDER BY w.id LIMIT %(limit)s
"""


def caps(terms: Terms, day: date) -> dict[str, list[Any]]:
    """The products and, beside each, the balance cap above which its value is kept apart; None
    where none is."""
    products = list(terms.products.values())
    found = [suspense.cap_on(one, day) for one in products]
    return {"products": [one.id for one in products], "caps": found}


class EndedHolds:
    """A batch of holds that have run out, one round. The key is the hold's own for the minute: a
    book whose clock is behind refuses, and is asked again."""

    name = "ended_holds"

    def round(self, redress: Redress) -> bool:
        """Whether any was written down. Raises Outage: then it is done again."""
        now = redress.clock.now()
        with redress.connect() as connection:
            rows = connection.execute(_ENDED, (now, _BATCH)).fetchall()
        minute = now.replace(second=0, microsecond=0).isoformat()
        waiting = [
            redress.ledger.submit_key(
                EndHold(hold=ids.OperationId(hold)),
                "funds",
                command_key("end_hold", hold, minute),
            )
            for (hold,) in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted for answer in answers)


class ReleasedValue:
    """A batch of wallets with room for what is kept apart, one round. Asked again after any change
    of the wallet's book: what moves is what fits by then, however often it is asked."""

    name = "released_value"

    def round(self, redress: Redress) -> bool:
        """Whether anything moved. Raises Outage: then it is done again."""
        now = redress.clock.now()
        asked = {**caps(redress.terms, jst_date(now)), "now": now, "limit": _BATCH}
        with redress.connect() as connection:
            rows = connection.execute(_WITH_ROOM, asked).fetchall()
        waiting = [
            redress.ledger.submit_key(
                Release(wallet=ids.WalletId(wallet)),
                "funds",
                command_key("release", wallet, batch),
            )
            for wallet, batch in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted for answer in answers)
