"""From the deadline on: what nobody chose lapses (R15)."""

from typing import Final

from zandaka import ids
from zandaka.operations.lapse_gift import LapseGift
from zandaka.redress.service import Redress, command_key

_BATCH: Final = 2_000
_TIMEOUT_S: Final = 60.0

# Not what a person still has to decide, nor what the provider's failure left open, nor what a bank
# refund is about to take.
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
      AND NOT EXISTS (SELECT FROM claims c
                      WHERE c.recipient = e.recipient AND c.kind = 'bounce'
                        AND c.state IN ('open', 'checked'))
      AND NOT EXISTS (SELECT FROM bank_refunds r
                      WHERE r.incident = e.incident AND r.coupon = e.coupon
                        AND r.adds_to IS NULL AND r.state NOT IN ('applied', 'denied'))
    ORDER BY e.id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""
_LAPSING: Final = """
SELECT id, wallet, coupon, incident, yen - given FROM entitlements
WHERE state = 'lapsed' AND taken_by = 'lapsing' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_LAPSED: Final = "UPDATE entitlements SET taken_by = 'lapse' WHERE id = ANY(%s)"
_REFUSED: Final = """
INSERT INTO claims (incident, kind, coupon, facts, taken_in_at, taken_in_by)
VALUES (%s, 'gift', %s, json_build_object('event', 'lapse_refused', 'yen', %s::bigint,
        'why', %s::text), %s, 'house')
"""


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
                            # Its own and no more: to the same coupon other conversions, wallets
                            # and incidents may owe something that has time yet.
                            yen=yen,
                            reason="nobody had chosen a gift by the deadline",
                            incident=incident,
                        ),
                        "redress",
                        command_key("lapse_gift", identifier),
                    )
                    for identifier, wallet, coupon, incident, yen in rows
                ]
                for (_, _, coupon, incident, yen), future in zip(rows, waiting, strict=True):
                    answer = future.result(_TIMEOUT_S)
                    if not answer.accepted:
                        # The books owe less than was written down here: a person looks.
                        connection.execute(_REFUSED, (incident, coupon, yen, answer.code, now))
                connection.execute(_LAPSED, ([row[0] for row in rows],))
        return bool(marked or rows)
