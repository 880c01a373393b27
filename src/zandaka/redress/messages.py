"""What holders are told: written in the transaction that gives the reason, sent by
`work/messages.py`. A message names what it tells (`once`), so that nobody is told twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
import psycopg

from zandaka.directory.vault import Vault

Connection = psycopg.Connection[tuple[Any, ...]]

#: Under which private variables are sealed.
PRIVATE: Final = "message"
_CHUNK: Final = 10_000

_TELL: Final = """
INSERT INTO messages
    (once, incident, recipient, template, facts, private, not_before, due_at, until, channel)
SELECT given.once, %(incident)s, given.recipient, %(template)s, given.facts, given.private,
       %(not_before)s, %(not_before)s, %(until)s,
       CASE WHEN r.first_lost AND r.other_address IS NOT NULL
            THEN CASE r.channel WHEN 'mail' THEN 'sms' ELSE 'mail' END ELSE r.channel END
FROM unnest(%(once)s::text[], %(recipient)s::bigint[], %(facts)s::text[]::json[],
            %(private)s::bytea[]) AS given (once, recipient, facts, private)
JOIN recipients r ON r.id = given.recipient AND r.incident = %(incident)s
ON CONFLICT (once) DO NOTHING
"""


class Told(msgspec.Struct, frozen=True):
    """One of many messages. `facts` are the template's: ids and figures, nothing secret."""

    once: str
    recipient: int
    facts: Mapping[str, str] = {}


def tell(
    connection: Connection,
    *,
    once: str,
    incident: str,
    recipient: int,
    template: str,
    facts: Mapping[str, str],
    not_before: datetime,
    until: datetime | None = None,
    private: Mapping[str, str] | None = None,
    vault: Vault | None = None,
) -> None:
    """Has `recipient` told, from `not_before` on and strictly before `until`, in the transaction
    of the caller. Where `once` was told before, nothing happens. A recipient of another incident
    is told nothing.

    `private` variables are sealed by `vault`, and erased once the message was taken or lost."""
    sealed = None
    if private is not None:
        assert vault is not None, "private variables need a vault"
        sealed = vault.seal(PRIVATE, msgspec.json.encode(dict(private)).decode())
    _write(
        connection, incident, template, not_before, until,
        [Told(once, recipient, facts)], [sealed],
    )  # fmt: skip


def tell_many(
    connection: Connection,
    *,
    incident: str,
    template: str,
    not_before: datetime,
    until: datetime | None = None,
    messages: Iterable[Told],
) -> int:
    """Has a million told what `tell` tells one; returns how many messages are new."""
    waiting, made = iter(messages), 0
    while chunk := list(islice(waiting, _CHUNK)):
        nothing = [None] * len(chunk)
        made += _write(connection, incident, template, not_before, until, chunk, nothing)
    return made


def withdraw(connection: Connection, once: str) -> bool:
    """Takes a message back that was not sent yet. False where it was, or is not known. One that
    is under way at this moment may still arrive."""
    gone = connection.execute(
        "UPDATE messages SET state = 'void', private = NULL WHERE once = %s AND state = 'waiting'",
        (once,),
    )
    return gone.rowcount == 1


def _write(
    connection: Connection,
    incident: str,
    template: str,
    not_before: datetime,
    until: datetime | None,
    given: Sequence[Told],
    private: Sequence[bytes | None],
) -> int:
    made = connection.execute(
        _TELL,
        {
            "incident": incident,
            "template": template,
            "not_before": not_before,
            "until": until,
            "once": [one.once for one in given],
            "recipient": [one.recipient for one in given],
            "facts": [msgspec.json.encode(dict(one.facts)).decode() for one in given],
            "private": list(private),
        },
    )
    return made.rowcount
