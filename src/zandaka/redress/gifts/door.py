"""The way in: a code to the registered address, and a session for whoever knows it.

These two are no actions. An action's outcome is kept, and a session must not be; an action that
is refused changes nothing, and a wrong code must count: docs/decisions/0014."""

import secrets as random
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import msgspec

from zandaka.directory.secrets import Secrets
from zandaka.errors import Refusal
from zandaka.redress import contacts, messages, recipients
from zandaka.redress.action import Connection
from zandaka.redress.contacts import Channel
from zandaka.redress.gifts import links, session
from zandaka.redress.gifts.events import happened
from zandaka.redress.service import Redress
from zandaka.rules import contact, gift_codes

_FIND: Final = """
SELECT l.recipient, l.generation, r.incident, l.again
FROM gift_links l JOIN recipients r ON r.id = l.recipient WHERE l.token = %s
"""
_SENT: Final = """
SELECT sent_at FROM gift_challenges
WHERE recipient = %s AND sent_at > %s::timestamptz - '1 day'::interval
"""
_CHALLENGE: Final = """
INSERT INTO gift_challenges (id, recipient, generation, code, sent_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s)
"""
_LATEST: Final = """
SELECT id, code, expires_at, tries, used_at FROM gift_challenges
WHERE recipient = %s AND generation = %s ORDER BY number DESC LIMIT 1 FOR UPDATE
"""
_TRIED: Final = "UPDATE gift_challenges SET tries = %s, used_at = %s WHERE id = %s"


class Link(msgspec.Struct, frozen=True):
    """A link as its token finds it. `again`: a deadline of its own, see `rules.gifts`."""

    recipient: int
    generation: int
    incident: str
    again: datetime | None


class CodeSent(msgspec.Struct, frozen=True):
    """A code is on its way to the registered address, of which enough is shown to know it."""

    channel: str
    masked: str
    expires_at: datetime


class GiftSession(msgspec.Struct, frozen=True):
    """What lets its holder choose and see, strictly before `expires_at`. It is kept nowhere here;
    whoever gets it keeps it to themselves."""

    session: str
    expires_at: datetime

    def __repr__(self) -> str:
        # Must not get into a log by way of somebody's local variables.
        return f"GiftSession(until {self.expires_at})"


def find(connection: Connection, secrets: Secrets, token: str, *, lock: bool = False) -> Link:
    """The link of that token. `lock`: so that one thing at a time happens to it.

    Raises Refusal unknown_gift_link, also for one that was replaced."""
    row: tuple[Any, ...] | None = connection.execute(
        _FIND + " FOR UPDATE OF l" if lock else _FIND, (links.fingerprint(secrets, token),)
    ).fetchone()
    if row is None:
        raise Refusal("unknown_gift_link")
    return Link(*row)


def send_code(redress: Redress, token: str) -> CodeSent:
    """Sends six digits to the address that was registered. Those sent before open nothing more.

    Raises Refusal unknown_gift_link and too_many_attempts."""
    now = redress.clock.now()
    with redress.connect() as connection, connection.transaction():
        found = find(connection, redress.secrets, token, lock=True)
        sent = [row[0] for row in connection.execute(_SENT, (found.recipient, now))]
        wait = gift_codes.wait_to_send(sent, now)
        if wait:
            raise Refusal("too_many_attempts", seconds=wait)
        challenge = uuid4()
        code = f"{random.randbelow(10**gift_codes.DIGITS):0{gift_codes.DIGITS}}"
        expires_at = now + gift_codes.LIFE
        connection.execute(
            _CHALLENGE,
            (
                challenge, found.recipient, found.generation,
                _hash(redress, str(challenge), code), now, expires_at,
            ),
        )  # fmt: skip
        messages.tell(
            connection,
            once=f"gift-code:{challenge}",
            incident=found.incident,
            recipient=found.recipient,
            template="gift_code",
            facts={"minutes": str(int(gift_codes.LIFE.total_seconds() // 60))},
            not_before=now,
            until=expires_at,
            private={"code": code},
            vault=redress.vault,
        )
        happened(connection, "code_sent", found.recipient, now)
        channel, masked = where(redress, connection, found.recipient)
    return CodeSent(channel, masked, expires_at)


def where(redress: Redress, connection: Connection, recipient: int) -> tuple[Channel, str]:
    """Where a code goes: the other address, once the first has taken nothing. Enough of it is shown
    to know it."""
    channel, sealed = recipients.reach(connection, recipient)
    return channel, contact.masked(contacts.opened(redress.vault, sealed))


def open_gift(redress: Redress, token: str, code: str) -> GiftSession:
    """A session (`session.make`) for whoever knows the code that was sent last, as it is typed. A
    wrong one counts, whatever is answered.

    Raises Refusal unknown_gift_link, gift_code_wrong (another try is left) and gift_code_over."""
    now = redress.clock.now()
    with redress.connect() as connection, connection.transaction():
        found = find(connection, redress.secrets, token, lock=True)
        row = connection.execute(_LATEST, (found.recipient, found.generation)).fetchone()
        if row is None or row[4] is not None:
            raise Refusal("gift_code_over")
        challenge, hashed, expires_at, tries, _ = row
        given = _hash(redress, str(challenge), gift_codes.typed(code))
        right = random.compare_digest(bytes(hashed), given)
        judged = gift_codes.judge(right, tries + 1, expires_at, now)
        connection.execute(_TRIED, (tries + 1, now if judged == "open" else None, challenge))
        happened(connection, f"code_{judged}", found.recipient, now)
    if judged == "over":
        raise Refusal("gift_code_over")
    if judged == "wrong":
        raise Refusal("gift_code_wrong", tries_left=gift_codes.MAX_TRIES - tries - 1)
    until = now + gift_codes.SESSION
    made = session.make(redress.secrets, found.recipient, found.generation, until)
    return GiftSession(made, until)


def _hash(redress: Redress, challenge: str, code: str) -> bytes:
    return redress.secrets.derived("gift code", f"{challenge}\0{code[:20]}")[:16]
