"""What is asked of whoever carries short messages."""

from typing import Protocol

import msgspec

from zandaka.providers.mail.port import Sent


class Sms(msgspec.Struct, frozen=True):
    """One message. `to` is E.164; the same `reference` is the same message."""

    to: str
    text: str
    reference: str


class SmsSender(Protocol):
    """Never raises for what the network does: that is `unknown`."""

    def send(self, sms: Sms) -> Sent:
        """Hands one message over."""
        ...
