"""What comes back to an exchanged card goes on to the card that replaced it."""

from typing import Final

from zandaka import ids
from zandaka.funds.work.holds import caps
from zandaka.instants import jst_date
from zandaka.operations.forward import Forward
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 200
_TIMEOUT_S: Final = 60.0

# Few cards are ever exchanged. What has no room on the new one is looked for again once there is.
_STRAYED: Final = """
SELECT DISTINCT w.id, w.loaded_into, b.batch
FROM wallets w
JOIN accounts a ON a.wallet = w.id AND a.kind = 'lot' AND a.balance > a.held
JOIN books b ON b.book = w.book
JOIN unnest(%(products)s::text[], %(caps)s::bigint[]) AS t(product, cap) ON t.product = w.product
WHERE w.status = 'exchanged' AND (a.expires_at IS NULL OR a.expires_at > %(now)s)
  AND (t.cap IS NULL
       OR t.cap > (SELECT coalesce(sum(n.balance), 0) FROM accounts n
                   WHERE n.wallet = w.loaded_into
                     AND (n.expires_at IS NULL OR n.expires_at > %(now)s)))
ORDER BY w.id LIMIT %(limit)s
"""


class Strayed:
    """One batch a round. Asked again after any change of the book: what moves is what fits by then,
    however often it is asked."""

    name = "exchanged"

    def round(self, redress: Redress) -> bool:
        """Whether anything went on. Raises Outage: then it is done again."""
        now = redress.clock.now()
        with redress.connect() as connection:
            asked = {**caps(redress.terms, jst_date(now)), "now": now, "limit": _BATCH}
            rows = connection.execute(_STRAYED, asked).fetchall()
        waiting = [
            redress.ledger.submit_key(
                Forward(wallet=ids.WalletId(old), to=ids.WalletId(card)),
                "funds",
                command_key("forward", old, batch),
            )
            for old, card, batch in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted and not answer.replayed for answer in answers)
