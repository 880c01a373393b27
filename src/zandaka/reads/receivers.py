"""Both cards of a send, for whoever has to know them before a book is asked: they may be in two."""

from typing import Any

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]


class Card(msgspec.Struct, frozen=True):
    """What says which value may be on a wallet: what it is of, how far its holder is known, and
    whether another card has replaced it."""

    product: str
    tier: str
    status: str


def card(connection: Connection, wallet: int) -> Card | None:
    """None where there is no such wallet."""
    row = connection.execute(
        "SELECT product, tier, status FROM wallets WHERE book = %s AND id = %s",
        (ids.book_of(wallet), int(wallet)),
    ).fetchone()
    return None if row is None else Card(*row)
