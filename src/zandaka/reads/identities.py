"""How far holders are known: SELECTs."""

from typing import Any

import msgspec
import psycopg

from zandaka.terms.model import Tier

Connection = psycopg.Connection[tuple[Any, ...]]


class Known(msgspec.Struct, frozen=True):
    """The check that counts for a holder: its number, how far it went, where it is kept."""

    check: int
    tier: Tier
    evidence: str


def known(connection: Connection, holder: str) -> Known | None:
    """The newest check of a holder that was decided; None where there is none."""
    row = connection.execute(
        "SELECT id, tier, evidence FROM identity_checks"
        " WHERE holder = %s AND state = 'known' ORDER BY id DESC LIMIT 1",
        (holder,),
    ).fetchone()
    return None if row is None else Known(*row)
