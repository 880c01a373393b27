"""Standing orders as rows: what a holder has done again and again, and each time it was."""

from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids
from zandaka.errors import Refusal

Connection = psycopg.Connection[tuple[Any, ...]]
#: `load`: whenever a payment leaves less than the threshold, `yen` are loaded. `withdraw`: whenever
#: value that comes in makes it the threshold or more, `yen` are withdrawn.
StandingKind = Literal["load", "withdraw"]

_LIST: Final = """
SELECT s.id, s.wallet, s.kind, s.threshold, s.yen, s.source, s.account, s.set_at, s.ended_at,
       r.state, r.code, r.at
FROM standing_orders s
LEFT JOIN LATERAL (
    SELECT state, code, at FROM standing_runs WHERE standing_order = s.id ORDER BY id DESC LIMIT 1
) r ON true
WHERE s.wallet = %s ORDER BY s.id DESC LIMIT 100
"""


# One step along the line of cards.
_OUTDATED: Final = """
UPDATE standing_orders s SET ended_at = %s
FROM wallets w
WHERE s.ended_at IS NULL AND w.id = s.wallet AND w.status = 'exchanged' AND EXISTS (
    SELECT FROM standing_orders n
    WHERE n.wallet = w.loaded_into AND n.kind = s.kind AND n.ended_at IS NULL
)
"""
_FOLLOW: Final = """
UPDATE standing_orders s SET wallet = w.loaded_into
FROM wallets w
WHERE s.ended_at IS NULL AND w.id = s.wallet AND w.status = 'exchanged'
"""


class StandingOrder(msgspec.Struct, frozen=True):
    """A standing order, and what became of it the last time."""

    standing_order: int
    wallet: ids.WalletId
    kind: str
    threshold_yen: int
    yen: int
    source: str
    account: int
    set_at: datetime
    ended_at: datetime | None
    last_state: str | None
    last_code: str | None
    last_at: datetime | None


def of_wallet(connection: Connection, wallet: int) -> list[StandingOrder]:
    """All of a wallet, newest first."""
    return [
        StandingOrder(row[0], ids.WalletId(row[1]), *row[2:])
        for row in connection.execute(_LIST, (wallet,))
    ]


def follow_cards(connection: Connection, now: datetime) -> None:
    """Standing orders of cards that were exchanged go on for the new ones (R83), unless something
    else was set there meanwhile: then that is what the holder wants."""
    follows = True
    while follows:
        connection.execute(_OUTDATED, (now,))
        follows = connection.execute(_FOLLOW).rowcount > 0


def require_own(connection: Connection, wallet: int, by: str) -> str:
    """The holder of a wallet. Refuses unknown_wallet where a holder names one that is not its own,
    wrong_form for a bearer's."""
    row = connection.execute(
        "SELECT holder, form FROM wallets WHERE book = %s AND id = %s",
        (ids.book_of(wallet), int(wallet)),
    ).fetchone()
    role, _, subject = by.partition(":")
    if row is None or (role == "holder" and row[0] != subject):
        raise Refusal("unknown_wallet")
    if not row[0]:
        raise Refusal("wrong_form", form=row[1])
    return str(row[0])
