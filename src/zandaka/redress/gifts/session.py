"""What somebody gets who answered the second factor: a text that says for whom and until when, and
proves by a keyed hash that this house made it. It is kept by the browser alone."""

import base64
import binascii
import hmac
from datetime import datetime
from typing import Final

import msgspec

from zandaka.directory.secrets import Secrets
from zandaka.instants import UTC

_LABEL: Final = "gift session"


class Session(msgspec.Struct, frozen=True, array_like=True):
    """For the link of `recipient` in its `generation`, strictly before `until` (Unix seconds)."""

    recipient: int
    generation: int
    until: int


def make(secrets: Secrets, recipient: int, generation: int, until: datetime) -> str:
    """A session as the browser keeps it."""
    content = msgspec.json.encode(Session(recipient, generation, int(until.timestamp())))
    proof = secrets.derived(_LABEL, content.decode())[:20]
    return base64.urlsafe_b64encode(proof + content).decode().rstrip("=")


def good(secrets: Secrets, text: str, recipient: int, generation: int, now: datetime) -> bool:
    """Whether `text` is a session of this link that has not ended."""
    try:
        raw = base64.b64decode(text[:200] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        proof, content = raw[:20], raw[20:].decode()
        if not hmac.compare_digest(proof, secrets.derived(_LABEL, content)[:20]):
            return False
        found = msgspec.json.decode(content, type=Session)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return False
    return (found.recipient, found.generation) == (
        recipient,
        generation,
    ) and now < datetime.fromtimestamp(found.until, UTC)


def form_token(secrets: Secrets, link: str, session: str, step: str) -> str:
    """What a form of the page carries back, so that a page of somebody else cannot send it."""
    return secrets.derived("gift form", f"{link}\0{session}\0{step}")[:16].hex()
