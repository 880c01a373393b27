"""What a verb says when the database goes away under it: nobody knows what came of it, and the key
is how to find out."""

from typing import Final

import psycopg

from zandaka.errors import KINDS, Outage

#: What is raised then: by a book, by a session, by a wait for either.
AWAY: Final = (Outage, psycopg.OperationalError, TimeoutError)


def sentence(key: str) -> str:
    """What happened and what to do: the same request again, under the key that it was asked with,
    also where that was made up here."""
    kind = KINDS["outage"]
    again = f"--key {key}"
    return f"outage: {kind.en} {kind.next_en} ({again})\n{kind.ja}{kind.next_ja}"
