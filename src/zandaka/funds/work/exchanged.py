"""What comes back to an exchanged card goes on to the card that replaced it."""

from typing import Final

from zandaka import ids
from zandaka.operations.forward import Forward
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 200
_TIMEOUT_S: Final = 60.0

# Few cards are ever exchanged. A transfer is looked at once: its number is part of the key.
_STRAYED: Final = """
SELECT w.id, w.loaded_into, max(t.id)
FROM wallets w
JOIN accounts a ON a.wallet = w.id AND a.kind = 'lot' AND a.balance > a.held
JOIN transfers t ON t.book = a.book AND t.credit = a.id
WHERE w.status = 'exchanged' AND (a.expires_at IS NULL OR a.expires_at > %s)
GROUP BY w.id, w.loaded_into ORDER BY w.id LIMIT %s
"""


class Strayed:
    """One batch a round, under keys of the newest transfer: two machines move it once."""

    name = "exchanged"

    def round(self, redress: Redress) -> bool:
        """Whether anything went on. Raises Outage: then it is done again."""
        now = redress.clock.now()
        with redress.connect() as connection:
            rows = connection.execute(_STRAYED, (now, _BATCH)).fetchall()
        waiting = [
            redress.ledger.submit_key(
                Forward(wallet=ids.WalletId(old), to=ids.WalletId(card)),
                "funds",
                command_key("forward", old, newest),
            )
            for old, card, newest in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted and not answer.replayed for answer in answers)
