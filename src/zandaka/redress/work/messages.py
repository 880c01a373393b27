"""Sends what is due. No transaction is open while a provider is called; what came of a try is
committed message by message.

Where a worker is killed between a provider's answer and the commit, the message is sent again when
the lease is over: over HTTP under the same Idempotency-Key, which sends nothing twice; over SMTP,
which knows no keys, with the same Message-ID. Only so can a second copy arrive."""

import time
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import structlog

from zandaka.directory.vault import SealBroken
from zandaka.providers.mail.port import Mail, Sent
from zandaka.providers.sms.port import Sms
from zandaka.redress import contacts, deliveries, references
from zandaka.redress.action import Connection
from zandaka.redress.contacts import Channel, Language
from zandaka.redress.letters import CannotRender, Letter, Place, Text, render
from zandaka.redress.messages import PRIVATE
from zandaka.redress.service import Redress

log = structlog.get_logger(__name__)

BATCH: Final = 25
LEASE: Final = timedelta(minutes=5)
#: What was not begun by then is given back: the lease must outlast whatever is under way.
_WORK_S: Final = LEASE.total_seconds() / 2
#: So many failures in a row are the provider's, not the addresses'.
_AWAY: Final = 3
_REST: Final = timedelta(minutes=1)

_TAKE: Final = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM messages
    WHERE state = 'waiting' AND channel = %(channel)s AND due_at <= %(now)s
    ORDER BY due_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
UPDATE messages m SET due_at = %(lease)s
FROM chosen, recipients r WHERE m.id = chosen.id AND r.id = m.recipient
RETURNING m.id, m.incident, m.recipient, m.template, m.facts::text, m.private, m.until, m.turn,
          r.language, CASE WHEN m.channel = r.channel THEN r.address ELSE r.other_address END
"""
_GIVE_BACK: Final = """
UPDATE messages SET due_at = %s
WHERE id = ANY(%s) AND state = 'waiting' AND due_at = %s
"""
_NOT_YET: Final = "UPDATE messages SET due_at = %s WHERE id = %s AND state = 'waiting'"
_VOID: Final = """
UPDATE messages SET state = 'void', private = NULL WHERE id = %s AND state = 'waiting'
"""


class Due(msgspec.Struct, frozen=True):
    """A message whose turn it is. `private` and `address` are sealed."""

    id: int
    incident: str
    recipient: int
    template: str
    facts: str
    private: bytes | None
    until: datetime | None
    turn: int
    language: Language
    address: bytes


class Messages:
    """Sends the messages of one channel; they wait while no provider is set for it."""

    def __init__(self, channel: Channel) -> None:
        self._channel: Channel = channel

    @property
    def name(self) -> str:
        """As logs and metrics call it."""
        return f"messages-{self._channel}"

    def round(self, redress: Redress) -> bool:
        """Sends one batch."""
        provider = redress.providers.mail if self._channel == "mail" else redress.providers.sms
        if provider is None:
            return False
        with redress.connect() as connection:
            now = redress.clock.now()
            lease = now + LEASE
            asked: dict[str, Any] = {
                "channel": self._channel, "now": now, "lease": lease, "batch": BATCH,
            }  # fmt: skip
            batch = [Due(*row) for row in connection.execute(_TAKE, asked)]
            connection.commit()
            self._work(redress, connection, sorted(batch, key=lambda one: one.id), lease)
        return bool(batch)

    def _work(
        self, redress: Redress, connection: Connection, batch: list[Due], lease: datetime
    ) -> None:
        began, failures = time.monotonic(), 0
        for index, one in enumerate(batch):
            late = time.monotonic() - began > _WORK_S
            if late or failures >= _AWAY:
                rest = [other.id for other in batch[index:]]
                again = redress.clock.now() + (timedelta() if late else _REST)
                connection.execute(_GIVE_BACK, (again, rest, lease))
                connection.commit()
                return
            now = redress.clock.now()
            if self._is_due(redress, connection, one, now):
                written = self._written(redress, one, now)
                sent = written if isinstance(written, Sent) else self._send(redress, *written)
                away = sent.result == "unknown" and sent is not written
                failures = failures + 1 if away else 0
                now = redress.clock.now()
                deliveries.record(connection, one.id, one.turn, sent.result, sent.why, now)
            connection.commit()

    def _is_due(self, redress: Redress, connection: Connection, one: Due, now: datetime) -> bool:
        if one.until is not None and now >= one.until:
            connection.execute(_VOID, (one.id,))
            return False
        terms = redress.terms.incidents.get(one.incident)
        if terms is not None and one.template == "gift_link" and now < terms.gift.since:
            # No link goes out before its day, whatever was asked for (R14).
            connection.execute(_NOT_YET, (terms.gift.since, one.id))
            return False
        return True

    def _written(self, redress: Redress, one: Due, now: datetime) -> tuple[str, Text, str] | Sent:
        """To whom, what and under which reference; or why it cannot be written. That is not the
        address's fault, nor the other messages': it is tried again, and then a person looks."""
        try:
            terms = redress.terms.incidents[one.incident]
            private: dict[str, str] = {}
            if one.private is not None:
                opened = redress.vault.open(PRIVATE, bytes(one.private))
                private = msgspec.json.decode(opened, type=dict[str, str])
            facts = msgspec.json.decode(one.facts, type=dict[str, str])
            letter = Letter(
                one.incident, one.recipient, one.template, facts, private, one.language,
                self._channel,
            )  # fmt: skip
            place = Place(terms, redress.secrets, redress.providers.public_url, now)
            text = render(letter, place)
            to = contacts.opened(redress.vault, one.address)
        except (CannotRender, SealBroken, KeyError, ValueError) as error:
            why = str(error) if isinstance(error, CannotRender) else type(error).__name__
            log.error("message_not_written", message=one.id, template=one.template, why=why)
            return Sent("unknown", why)
        return to, text, references.make(redress.vault, one.id, one.turn)

    def _send(self, redress: Redress, to: str, text: Text, reference: str) -> Sent:
        providers = redress.providers
        if self._channel == "mail":
            assert providers.mail is not None, "asked at the beginning of the round"
            return providers.mail.send(Mail(to, text.subject, text.body, reference))
        assert providers.sms is not None, "asked at the beginning of the round"
        return providers.sms.send(Sms(to, text.body, reference))
