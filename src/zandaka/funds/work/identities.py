"""Checks of identity at work: the provider is asked until it has decided, and the holder's wallets
are told."""

from datetime import timedelta
from typing import Final

from zandaka import ids
from zandaka.operations.base import as_tier
from zandaka.operations.identify import Identify
from zandaka.redress.service import Redress, command_key

CALLER: Final = "funds"
_BATCH: Final = 200
#: Seconds to wait for the books.
_PATIENCE: Final = 30.0
_LEASE: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(minutes=30)

_LEASED: Final = """
UPDATE identity_checks SET ask_at = %(until)s, asked = asked + 1
WHERE id IN (
    SELECT id FROM identity_checks WHERE state = 'asking' AND ask_at <= %(now)s
    ORDER BY ask_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
RETURNING id, evidence, asked
"""
_DECIDED: Final = """
UPDATE identity_checks SET state = %s, tier = %s, code = %s, decided_at = %s, ask_at = NULL
WHERE id = %s AND state = 'asking'
"""
_LATER: Final = """
UPDATE identity_checks SET ask_at = %s, code = %s WHERE id = %s AND state = 'asking'
"""
# The oldest of a holder first, and one at a time: another machine leaves the next alone until then.
_TELLING: Final = """
SELECT id, holder, tier, evidence, NOT EXISTS (
    SELECT FROM identity_checks n WHERE n.holder = c.holder AND n.state = 'known' AND n.id > c.id
) FROM identity_checks c
WHERE state = 'known' AND NOT told AND NOT EXISTS (
    SELECT FROM identity_checks o
    WHERE o.holder = c.holder AND o.state = 'known' AND NOT o.told AND o.id < c.id
)
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
# A holder has few wallets. One that is closed has nothing to be told.
_WALLETS: Final = """
SELECT id FROM wallets WHERE holder = %s AND holder <> '' AND status IN ('open', 'stopped')
ORDER BY id
"""


def command(wallet: ids.WalletId, tier: str, evidence: str, check: int) -> tuple[Identify, bytes]:
    """What tells one wallet of a check, and its key: the same for whoever tells it."""
    return (
        Identify(wallet=wallet, tier=as_tier(tier), evidence=evidence),
        command_key("identity", check, int(wallet)),
    )


class AskIdentities:
    """Asks the provider. What is not decided is asked again, ever less often."""

    name = "identities.ask"

    def round(self, redress: Redress) -> bool:
        provider = redress.providers.identity
        if provider is None:
            return False
        now = redress.clock.now()
        asked = {"now": now, "until": now + _LEASE, "batch": _BATCH}
        with redress.connect() as connection, connection.transaction():
            rows = connection.execute(_LEASED, asked).fetchall()
        for check, evidence, times in rows:
            answer = provider.ask(evidence)
            why = answer.why[:200]
            with redress.connect() as connection, connection.transaction():
                if answer.result == "unknown":
                    wait = min(_LONGEST_WAIT, timedelta(seconds=2 ** min(times, 20)))
                    connection.execute(_LATER, (now + wait, why, check))
                else:
                    known = answer.result == "checked"
                    state, tier = ("known", answer.tier) if known else ("failed", None)
                    connection.execute(_DECIDED, (state, tier, why, now, check))
        return bool(rows)


class TellWallets:
    """Tells the wallets that a holder has of the newest check. A wallet opened later is told where
    it is opened."""

    name = "identities.tell"

    def round(self, redress: Redress) -> bool:
        """Whether anything was told. Raises Outage: then it is done again."""
        with redress.connect() as connection, connection.transaction():
            row = connection.execute(_TELLING).fetchone()
            if row is None:
                return False
            check, holder, tier, evidence, newest = row
            waiting = [
                redress.ledger.submit_key(told, CALLER, key)
                for (wallet,) in connection.execute(_WALLETS, (holder,)).fetchall()
                if newest
                for told, key in [command(ids.WalletId(wallet), tier, evidence, check)]
            ]
            for future in waiting:
                future.result(_PATIENCE)
            connection.execute("UPDATE identity_checks SET told = true WHERE id = %s", (check,))
        return True
