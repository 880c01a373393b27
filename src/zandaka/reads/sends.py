"""Sends to be claimed, as sender and receiver see them."""

from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

#: `over`: nobody claimed it in time, so it is the sender's again, moved back or not yet.
SendState = Literal["waits", "claimed", "over"]

_COLUMNS: Final = "operation, wallet, receiver, yen, claim_from, ends_at, state"
_ONE: Final = f"SELECT {_COLUMNS} FROM sends WHERE book = %s AND operation = %s"  # noqa: S608
# By either side; a wallet sends and receives a handful a month. What was sent to a card that was
# exchanged since is claimed by the one that replaced it.
_OF_WALLET: Final = f"""
WITH RECURSIVE cards AS (
    SELECT %(wallet)s::bigint AS id
    UNION ALL
    SELECT w.id FROM cards c JOIN wallets w ON w.loaded_into = c.id AND w.status = 'exchanged'
)
SELECT {_COLUMNS} FROM (
    SELECT * FROM sends WHERE receiver = ANY(ARRAY(SELECT id FROM cards))
    UNION
    SELECT * FROM sends WHERE wallet = ANY(ARRAY(SELECT id FROM cards))
) s WHERE operation < %(before)s ORDER BY operation DESC LIMIT %(limit)s
"""  # noqa: S608 - the only interpolations are the constants above


class SendView(msgspec.Struct, frozen=True):
    """A send that is claimed from `claim_from` on and strictly before `ends_at`."""

    send: ids.OperationId
    wallet: ids.WalletId
    to: ids.WalletId
    yen: int
    claim_from: datetime
    ends_at: datetime
    state: SendState


def send(connection: Connection, operation: int, at: datetime) -> SendView | None:
    """A send that is to be claimed; None where there is none of that number."""
    row = connection.execute(_ONE, (ids.book_of(operation), int(operation))).fetchone()
    return None if row is None else _view(row, at)


def of_wallet(
    connection: Connection, wallet: int, at: datetime, before: int, limit: int
) -> list[SendView]:
    """At most `limit` sends from or to a wallet or a card that it replaced, the highest number
    first, below `before`."""
    rows = connection.execute(
        _OF_WALLET, {"wallet": int(wallet), "before": before, "limit": limit}
    ).fetchall()
    return [_view(row, at) for row in rows]


def _view(row: tuple[Any, ...], at: datetime) -> SendView:
    operation, wallet, receiver, yen, claim_from, ends_at, state = row
    seen: SendState = "waits"
    if state == "claimed":
        seen = "claimed"
    elif state == "returned" or (state == "pending" and at >= ends_at):
        seen = "over"
    return SendView(
        ids.OperationId(operation), ids.WalletId(wallet), ids.WalletId(receiver), yen, claim_from,
        ends_at, seen,
    )  # fmt: skip
