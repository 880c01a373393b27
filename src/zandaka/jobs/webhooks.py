"""Webhooks are delivered in the order of each book, at least once (Standard Webhooks).

The operations are the outbox: they were written in the same commit as the value. A cursor for
each webhook and book says how far it has been told. No transaction is open while a receiver is
called."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID

import httpx
import msgspec
import psycopg
import structlog

from zandaka import ids
from zandaka.clock import Clock
from zandaka.jobs.webhook_target import TargetRefused, TargetRule
from zandaka.ledger import written

log = structlog.get_logger(__name__)

Connection = psycopg.Connection[tuple[Any, ...]]

_SCAN: Final = 1000
_EVENTS: Final = 50
_TIMEOUT_S: Final = 10.0
_FIRST_RETRY_S: Final = 2.0
_LAST_RETRY_S: Final = 3600.0


class Due(msgspec.Struct, frozen=True):
    """A webhook that has something to be told of a book, or to be tried again."""

    webhook: UUID
    book: int
    operation: int
    failures: int
    url: str
    secrets: tuple[bytes, ...]
    verbs: list[str]


class Event(msgspec.Struct, frozen=True):
    """One operation as it is told. `id` is the same each time it is tried."""

    operation: int
    id: str
    body: bytes


class Send(Protocol):
    """Tells a receiver. Raises DeliveryFailed."""

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> None: ...


class DeliveryFailed(Exception):
    """The receiver did not say yes. The text is kept as the webhook's last error."""


def sign(secrets: tuple[bytes, ...], identifier: str, timestamp: int, body: bytes) -> str:
    """The webhook-signature header: one `v1` signature a secret, so that a receiver may change
    its own while two are in use."""
    content = b"%b.%d.%b" % (identifier.encode(), timestamp, body)
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
        for secret in secrets
    )


class Sender:
    """Calls receivers over HTTP. `rule` says which addresses may be called."""

    def __init__(self, rule: TargetRule) -> None:
        self._rule = rule
        self._client = httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            target = self._rule.resolve(url)
            with self._client.stream(
                "POST",
                target.url,
                content=body,
                headers={**headers, "host": target.host},
                extensions={"sni_hostname": target.name},
            ) as response:
                # The answer's body is not read: it is not ours to keep, and it may never end.
                status = response.status_code
        except TargetRefused as error:
            raise DeliveryFailed(f"The URL {error}.") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise DeliveryFailed(f"{type(error).__name__}: {error}"[:300]) from error
        if not 200 <= status < 300:
            raise DeliveryFailed(f"The receiver answered {status}.")

    def close(self) -> None:
        """Ends the connections that are kept open."""
        self._client.close()


def due(connection: Connection, now: datetime) -> list[Due]:
    """What is to be told now: books that went on since, and deliveries whose wait is over."""
    with connection.transaction():
        # A book opened after the webhook was made is told of from its beginning.
        connection.execute(_NEW_BOOKS)
        rows = connection.execute(_DUE, (now,)).fetchall()
    return [
        Due(
            webhook, book, operation, failures, url,
            tuple(bytes(secret) for secret in (secret, old) if secret is not None), verbs,
        )
        for webhook, book, operation, failures, url, secret, old, verbs in rows
    ]  # fmt: skip


def deliver(connect: Callable[[], Connection], one: Due, send: Send, clock: Clock) -> int:
    """Tells one webhook of one book, in order, until nothing is left or it says no. Returns how
    many events it took."""
    with connect() as connection:
        events, end = _events(connection, one)
        connection.commit()
        taken = 0
        for event in events:
            now = clock.now()
            timestamp = int(now.timestamp())
            headers = {
                "content-type": "application/json",
                "user-agent": "Zandaka-Webhooks",
                "webhook-id": event.id,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": sign(one.secrets, event.id, timestamp, event.body),
            }
            try:
                send(one.url, event.body, headers)
            except DeliveryFailed as failure:
                wait = min(_FIRST_RETRY_S * 2 ** min(one.failures, 20), _LAST_RETRY_S)
                log.info("webhook_failed", webhook=str(one.webhook), error=str(failure))
                connection.execute(
                    "UPDATE webhook_cursors SET failures = failures + 1, next_at = %s,"
                    " last_error = %s WHERE webhook = %s AND book = %s",
                    (clock.now() + timedelta(seconds=wait), str(failure), one.webhook, one.book),
                )
                connection.commit()
                return taken
            _advance(connection, one, event.operation)
            connection.commit()
            taken += 1
        if end > one.operation:
            _advance(connection, one, end)
    return taken


def _advance(connection: Connection, one: Due, operation: int) -> None:
    connection.execute(
        "UPDATE webhook_cursors SET operation = greatest(operation, %s), failures = 0,"
        " next_at = now(), last_error = NULL WHERE webhook = %s AND book = %s",
        (operation, one.webhook, one.book),
    )


def _events(connection: Connection, one: Due) -> tuple[list[Event], int]:
    rows = connection.execute(
        _EVENTS_SQL,
        {"book": one.book, "after": one.operation, "scan": _SCAN, "verbs": one.verbs},
    ).fetchall()
    chosen = [row for row in rows if row[1] is not None]
    if len(chosen) > _EVENTS:
        chosen = chosen[:_EVENTS]
        end = chosen[-1][0]
    else:
        end = rows[-1][0] if rows else one.operation
    return [_event(row) for row in chosen], end


def _event(row: tuple[Any, ...]) -> Event:
    operation, verb, caller, wallet, effective_at, recorded_at, outcome = row
    name = str(ids.OperationId(operation))
    body = msgspec.json.encode(
        {
            "type": verb,
            "timestamp": recorded_at,
            "data": {
                "operation": name,
                "caller": caller,
                "wallet": str(ids.WalletId(wallet)) if wallet else None,
                "effective_at": effective_at,
                "recorded_at": recorded_at,
                "outcome": msgspec.Raw(written.answer(outcome.encode())),
            },
        }
    )
    return Event(operation, f"evt_{name}", body)


_NEW_BOOKS = """
INSERT INTO webhook_cursors (webhook, book, operation)
SELECT w.id, b.book, b.book::bigint << 40 FROM webhooks w CROSS JOIN books b
WHERE NOT EXISTS (SELECT FROM webhook_cursors c WHERE c.webhook = w.id AND c.book = b.book)
ON CONFLICT DO NOTHING
"""
_DUE = """
SELECT c.webhook, c.book, c.operation, c.failures, w.url, w.secret, w.old_secret, w.verbs
FROM webhook_cursors c JOIN webhooks w ON w.id = c.webhook JOIN books b ON b.book = c.book
WHERE w.disabled_at IS NULL AND c.next_at <= %s AND b.operation > c.operation
ORDER BY c.next_at
"""
# Scanned as far as it goes, told only where subscribed and accepted: the others come back as
# bare ids, so that the cursor passes them.
_EVENTS_SQL = """
SELECT o.id,
       CASE WHEN told THEN o.verb END, CASE WHEN told THEN o.caller END,
       CASE WHEN told THEN o.wallet END, CASE WHEN told THEN o.effective_at END,
       CASE WHEN told THEN o.recorded_at END, CASE WHEN told THEN o.outcome::text END
FROM (
    SELECT *, code = '' AND verb = ANY(%(verbs)s) AS told FROM operations
    WHERE book = %(book)s AND id > %(after)s ORDER BY id LIMIT %(scan)s
) o ORDER BY o.id
"""
