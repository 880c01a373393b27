"""API keys: who may call, in which role. The key itself is shown once and never stored."""

import secrets as random
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg

from zandaka.directory.secrets import Secrets

Connection = psycopg.Connection[tuple[Any, ...]]
Role = Literal["issuer", "merchant", "holder", "operator", "lodging"]


class Principal(msgspec.Struct, frozen=True):
    """Whoever calls: `subject` is a merchant's or lodging's id, a holder's or operator's name, or a
    name of the issuer's systems. Two operators have two keys: that is how a second person is told
    from the first."""

    key_id: str
    role: Role | Literal["public"]
    subject: str

    @property
    def caller(self) -> str:
        """Under which idempotency keys are kept: two keys of one subject share them."""
        return f"{self.role}:{self.subject}"


#: Who has no key. What it may do proves by its fields for whom it is done.
ANYBODY: Final = Principal("", "public", "")


class ApiKey(msgspec.Struct, frozen=True):
    """What may be shown of a key."""

    id: str
    role: Role
    subject: str
    created_at: datetime
    revoked_at: datetime | None


def create(
    connection: Connection, secrets: Secrets, role: Role, subject: str
) -> tuple[Principal, str]:
    """A new key and its clear text, which cannot be had again. The caller commits."""
    identifier = f"key-{random.token_hex(8)}"
    text = f"zk_{role}_{random.token_urlsafe(32)}"
    connection.execute(
        "INSERT INTO api_keys (id, role, subject, secret) VALUES (%s, %s, %s, %s)",
        (identifier, role, subject, secrets.of_api_key(text)),
    )
    return Principal(identifier, role, subject), text


def revoke(connection: Connection, identifier: str) -> bool:
    """Ends a key for good. False where there is no such key; ending it twice is no error."""
    changed = connection.execute(
        "UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = %s", (identifier,)
    )
    return changed.rowcount == 1


def listed(connection: Connection, after: str, limit: int) -> list[ApiKey]:
    """At most `limit` keys in the order of their ids, those after `after`."""
    rows = connection.execute(
        "SELECT id, role, subject, created_at, revoked_at FROM api_keys WHERE id > %s"
        " ORDER BY id LIMIT %s",
        (after, limit),
    )
    return [ApiKey(*row) for row in rows]


def version(connection: Connection) -> tuple[int, int]:
    """Two counts that change with every key made or revoked: no key is ever taken away."""
    row = connection.execute("SELECT count(*), count(revoked_at) FROM api_keys").fetchone()
    assert row is not None, "a count has a row"
    return row[0], row[1]


def valid(connection: Connection) -> Iterator[tuple[bytes, Principal]]:
    """Every key that is not revoked, by its keyed hash."""
    rows = connection.execute(
        "SELECT secret, id, role, subject FROM api_keys WHERE revoked_at IS NULL"
    )
    for secret, identifier, role, subject in rows:
        yield bytes(secret), Principal(identifier, role, subject)
