"""From the deadline on: what nobody chose lapses (R15)."""

from typing import Final

from zandaka import ids
from zandaka.operations.lapse_gift import LapseGift
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 2_000
_TIMEOUT_S: Final = 60.0

# Not what a person still has to decide, nor what the provider's failure left open, nor a coupon of
# which another part is just being given: a lapse takes all that is owed to a coupon.
_MARK: Final = """
UPDATE entitlements SET state = 'lapsed', taken_by = 'lapsing'
WHERE id IN (
    SELECT e.id FROM entitlements e
    WHERE e.incident = %(incident)s AND e.state = 'open' AND (e.recipient IS NULL OR e.linked)
      AND (e.recipient IS NOT NULL OR e.unreached)
      AND NOT EXISTS (SELECT FROM gift_links l
                      WHERE l.recipient = e.recipient AND l.again > %(now)s)
      AND NOT EXISTS (SELECT FROM claims c
                      WHERE c.coupon = e.coupon AND c.kind IN ('application', 'bank')
                        AND c.state IN ('open', 'checked'))
      AND NOT EXISTS (SELECT FROM entitlements o
                      WHERE o.coupon = e.coupon AND o.wallet = e.wallet AND o.id <> e.id
                        AND o.state IN ('gift', 'bank'))
    ORDER BY e.id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""
_LAPSING: Final = """
SELECT id, wallet, coupon, incident FROM entitlements
WHERE state = 'lapsed' AND taken_by = 'lapsing' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_LAPSED: Final = "UPDATE entitlements SET taken_by = 'lapse' WHERE id = ANY(%s)"


class GiftLapse:
    """One batch of each incident a round."""

    name = "gift_lapse"

    def round(self, redress: Redress) -> bool:
        """Whether anything lapsed. Raises Outage: then it is done again, under the same keys."""
        now = redress.clock.now()
        marked = 0
        with redress.connect() as connection:
            for terms in redress.terms.incidents.values():
                if now < terms.gift.until:
                    continue
                with connection.transaction():
                    values = {"incident": terms.id, "now": now, "most": _BATCH}
                    marked += connection.execute(_MARK, values).rowcount
            with connection.transaction():
                rows = connection.execute(_LAPSING, (_BATCH,)).fetchall()
                waiting = [
                    redress.ledger.submit_key(
                        LapseGift(
                            wallet=ids.WalletId(wallet),
                            coupon=ids.WalletId(coupon),
                            reason="nobody had chosen a gift by the deadline",
                            incident=incident,
                        ),
                        "redress",
                        command_key("lapse_gift", identifier),
                    )
                    for identifier, wallet, coupon, incident in rows
                ]
                for future in waiting:
                    # Refused means that nothing was left: another part of the coupon's took it.
                    future.result(_TIMEOUT_S)
                connection.execute(_LAPSED, ([row[0] for row in rows],))
        return bool(marked or rows)
