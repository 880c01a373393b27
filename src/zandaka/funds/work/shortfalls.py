"""What holders owe is taken from value on their cards, where the terms have the house do it."""

from typing import Final

from zandaka import ids
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 200
_TIMEOUT_S: Final = 60.0
#: As the journal has it.
_REASON: Final = "by the terms: paying.collect_shortfall"

# The cards that stand for those that owe, and have something that could pay. Of a stopped one a
# person decides: it may owe what a thief has bought.
_WITH_VALUE: Final = """
WITH RECURSIVE owing AS (
    SELECT wallet AS id FROM shortfalls WHERE left_yen > 0
    UNION
    SELECT w.loaded_into FROM owing o JOIN wallets w ON w.id = o.id AND w.status = 'exchanged'
)
SELECT w.id, b.batch
FROM owing o
JOIN wallets w ON w.id = o.id AND w.status = 'open'
JOIN books b ON b.book = w.book
WHERE w.product = ANY(%(products)s) AND EXISTS (
    SELECT FROM accounts a
    WHERE a.wallet = w.id AND a.balance > a.held
      AND (a.expires_at IS NULL OR a.expires_at > %(now)s)
)
ORDER BY w.id LIMIT %(limit)s
"""


class CollectShortfalls:
    """A batch of wallets, one round. Asked again after any change of the wallet's book: what is
    taken is what is owed and there by then, however often it is asked."""

    name = "shortfalls"

    def round(self, redress: Redress) -> bool:
        """Whether anything was taken. Raises Outage: then it is done again."""
        products = [
            one.id
            for one in redress.terms.products.values()
            if one.paying.collect_shortfall == "automatic"
        ]
        if not products:
            return False
        asked = {"products": products, "now": redress.clock.now(), "limit": _BATCH}
        with redress.connect() as connection:
            rows = connection.execute(_WITH_VALUE, asked).fetchall()
        waiting = [
            redress.ledger.submit_key(
                CollectShortfall(wallet=ids.WalletId(wallet), reason=_REASON),
                "funds",
                command_key("collect shortfall", wallet, batch),
            )
            for wallet, batch in rows
        ]
        answers = [future.result(_TIMEOUT_S) for future in waiting]
        return any(answer.accepted and not answer.replayed for answer in answers)
