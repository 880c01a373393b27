"""Mails that came back: delivery status notifications (RFC 3464) as mail servers write them."""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final, Literal, cast

import msgspec

_TO: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "In-Reply-To", "References")


class FailureReport(msgspec.Struct, frozen=True):
    """What a mail says of another one. `failed`: it will not arrive. `waiting`: it may still.
    `other`: this is no such notification, such as a holiday notice. `names` are the headers in
    which the reference of the other mail stands; `why` is the far side's reason."""

    result: Literal["failed", "waiting", "other"]
    names: tuple[str, ...] = ()
    why: str = ""


def read_failure_report(content: bytes) -> FailureReport:
    """What `content`, a whole mail, says. Never raises: what cannot be read is `other`."""
    try:
        return _read(message_from_bytes(content, policy=compat32))
    except (ValueError, LookupError, AttributeError, TypeError):
        return FailureReport("other")


def _read(mail: Message) -> FailureReport:
    report = str(mail.get_param("report-type") or "").lower()
    if mail.get_content_type() != "multipart/report" or report != "delivery-status":
        return FailureReport("other")
    names = _headers(mail, _TO)
    failed, waiting, why = False, False, ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            for block in _blocks(part):
                action = str(block.get("Action", "")).strip().lower()
                failed = failed or action == "failed"
                waiting = waiting or action == "delayed"
                if action == "failed":
                    said = f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}"
                    why = why or " ".join(said.split())
        elif kind in ("message/rfc822", "message/global"):
            for original in _blocks(part):
                names.extend(_headers(original, ("Message-ID",)))
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                names.extend(_headers(message_from_bytes(text, policy=compat32), ("Message-ID",)))
    result = "failed" if failed else "waiting" if waiting else "other"
    return FailureReport(result, tuple(names), why[:300])


def _blocks(part: Message) -> list[Message]:
    content = cast("object", part.get_payload())
    if not isinstance(content, list):
        return []
    return [one for one in cast("list[object]", content) if isinstance(one, Message)]


def _headers(mail: Message, wanted: tuple[str, ...]) -> list[str]:
    return [str(value) for name in wanted for value in mail.get_all(name, [])]
