"""Cash machines are asked until they have answered: to pay and, where two persons want a payout
returned, to let it be."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from zandaka.funds import payout_alarms
from zandaka.funds.payout_alarms import Said
from zandaka.providers.money.port import MoneyOrder, MoneyProvider
from zandaka.redress.action import Connection
from zandaka.redress.service import Redress, command_key

#: Who acts where nobody does.
CALLER: Final = "funds"
_BATCH: Final = 200
#: While one process asks, no other does; an answer that was lost is asked for again after it.
_LEASE: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(minutes=5)
#: 2 seconds to this power and more are longer than the longest wait.
_WAITS: Final = 9

_NEW: Final = """
INSERT INTO payout_tries (payout, attempt, yen, terminal, state, by, at, ask_at)
SELECT p.operation, p.attempt, p.yen, p.terminal, 'waiting', %(by)s, %(now)s, %(now)s
FROM payouts p
WHERE p.state = 'ordered' AND p.way = 'atm' AND NOT EXISTS (
    SELECT FROM payout_tries t WHERE t.payout = p.operation AND t.attempt = p.attempt
)
ORDER BY p.operation LIMIT %(batch)s
ON CONFLICT (payout, attempt) DO NOTHING
"""
# Counted before it is asked: what was never asked can be settled without a machine.
_LEASED: Final = """
UPDATE payout_tries SET ask_at = %(until)s, asked = asked + 1
WHERE id IN (
    SELECT id FROM payout_tries WHERE ask_at <= %(now)s
    ORDER BY ask_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
RETURNING id, payout, attempt, terminal, yen, asked, state
"""
# Persons may have decided meanwhile: then it is asked otherwise, at once.
_AGAIN: Final = "UPDATE payout_tries SET ask_at = %s WHERE id = %s AND state = %s"
_NOW: Final = "SELECT state FROM payout_tries WHERE id = %s FOR UPDATE"
_TOLD: Final = """
UPDATE payout_tries SET state = %s, code = %s, by = %s, at = %s, ask_at = NULL WHERE id = %s
"""
_ENOUGH: Final = "UPDATE payout_tries SET ask_at = NULL WHERE id = %s"


class _Asked(msgspec.Struct, frozen=True):
    """A try whose machine is asked, as it stood."""

    id: int
    payout: int
    attempt: int
    terminal: str
    yen: int
    asked: int
    state: str


class AskMachines:
    """Has cash machines pay out. The key is the payout's: however often it is asked, and by
    whomever, the money comes once. A machine's own answer needs no second person: it is what has
    happened."""

    name = "payouts.atm"

    def round(self, redress: Redress) -> bool:
        atm = redress.providers.atm
        if atm is None:
            return False
        now = redress.clock.now()
        asked = {"now": now, "until": now + _LEASE, "by": CALLER, "batch": _BATCH}
        with redress.connect() as connection, connection.transaction():
            connection.execute(_NEW, asked)
            rows = connection.execute(_LEASED, asked).fetchall()
        for row in rows:
            one = _Asked(*row)
            said, why = _ask(atm, one)
            with redress.connect() as connection, connection.transaction():
                if said is None:
                    wait = timedelta(seconds=2 ** min(one.asked, _WAITS))
                    again = now + min(_LONGEST_WAIT, wait)
                    connection.execute(_AGAIN, (again, one.id, one.state))
                else:
                    _keep(connection, one, said, why, redress.clock.now())
        return bool(rows)


def _ask(atm: MoneyProvider, one: _Asked) -> tuple[Said | None, str]:
    """What the machine says has become of the money; None where it does not say."""
    order = MoneyOrder(
        command_key("atm", one.payout, one.attempt).hex(), one.terminal, one.yen
    )  # fmt: skip
    paying = one.state == "waiting"
    answer = atm.move(order) if paying else atm.cancel(order)
    if answer.result == "unknown":
        return None, answer.why
    # Denied to pay, nothing came out; denied to cancel, it had come out already.
    return ("paid" if paying == (answer.result == "done") else "returned"), answer.why[:200]


def _keep(connection: Connection, one: _Asked, said: Said, why: str, now: datetime) -> None:
    """Writes a final answer down. What was settled otherwise meanwhile stays, and is an alarm."""
    row = connection.execute(_NOW, (one.id,)).fetchone()
    assert row is not None, "a try is never deleted"
    if row[0] in ("waiting", "cancelling"):
        connection.execute(_TOLD, (said, why, CALLER, now, one.id))
        return
    connection.execute(_ENOUGH, (one.id,))
    if row[0] != said:
        payout_alarms.keep(connection, one.id, said, row[0], why, now)
