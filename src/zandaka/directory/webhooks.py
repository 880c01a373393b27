"""Webhooks: who is told what has happened, and the secrets that sign it (Standard Webhooks)."""

import base64
import secrets as random
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
import psycopg

from zandaka import ids

Connection = psycopg.Connection[tuple[Any, ...]]

#: Bytes of a signing secret. Standard Webhooks asks for 24 to 64.
SECRET_BYTES: Final = 32


class Progress(msgspec.Struct, frozen=True):
    """How far one book has been told. `last_error` stays until a delivery succeeds."""

    book: int
    operation: ids.OperationId
    failures: int
    next_at: datetime
    last_error: str | None


class Webhook(msgspec.Struct, frozen=True):
    """What may be shown of a webhook. `rotating`: deliveries carry two signatures."""

    id: UUID
    url: str
    verbs: list[str]
    rotating: bool
    created_at: datetime
    disabled_at: datetime | None
    progress: list[Progress]


def show_secret(secret: bytes) -> str:
    """The secret as Standard Webhooks writes it: `whsec_` and base64."""
    return "whsec_" + base64.b64encode(secret).decode()


def create(connection: Connection, url: str, verbs: Sequence[str]) -> tuple[UUID, bytes]:
    """A webhook that is told of what happens from now on, and its secret. The caller commits."""
    identifier, secret = uuid4(), random.token_bytes(SECRET_BYTES)
    connection.execute(
        "INSERT INTO webhooks (id, url, secret, verbs) VALUES (%s, %s, %s, %s)",
        (identifier, url, secret, list(verbs)),
    )
    connection.execute(
        "INSERT INTO webhook_cursors (webhook, book, operation)"
        " SELECT %s, book, operation FROM books",
        (identifier,),
    )
    return identifier, secret


def get(connection: Connection, identifier: UUID) -> Webhook | None:
    """The webhook of that id with its progress."""
    row = connection.execute(
        "SELECT id, url, verbs, old_secret IS NOT NULL, created_at, disabled_at"
        " FROM webhooks WHERE id = %s",
        (identifier,),
    ).fetchone()
    if row is None:
        return None
    progress = connection.execute(
        "SELECT book, operation, failures, next_at, last_error FROM webhook_cursors"
        " WHERE webhook = %s ORDER BY book",
        (identifier,),
    )
    return Webhook(
        *row, progress=[Progress(one[0], ids.OperationId(one[1]), *one[2:]) for one in progress]
    )


def listed(connection: Connection) -> list[Webhook]:
    """All webhooks, oldest first."""
    ids = connection.execute("SELECT id FROM webhooks ORDER BY created_at, id").fetchall()
    found = [get(connection, row[0]) for row in ids]
    return [one for one in found if one is not None]


def rotate(connection: Connection, identifier: UUID) -> bytes | None:
    """A new secret; the old one signs beside it until `end_rotation`. None where there is no
    such webhook."""
    secret = random.token_bytes(SECRET_BYTES)
    changed = connection.execute(
        "UPDATE webhooks SET old_secret = secret, secret = %s WHERE id = %s", (secret, identifier)
    )
    return secret if changed.rowcount else None


def end_rotation(connection: Connection, identifier: UUID) -> bool:
    """From now on the new secret signs alone."""
    return bool(
        connection.execute(
            "UPDATE webhooks SET old_secret = NULL WHERE id = %s", (identifier,)
        ).rowcount
    )


def delete(connection: Connection, identifier: UUID) -> bool:
    """Takes a webhook away. False where there is none."""
    return bool(connection.execute("DELETE FROM webhooks WHERE id = %s", (identifier,)).rowcount)
