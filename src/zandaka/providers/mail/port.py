"""What is asked of whoever carries mail."""

from typing import Literal, Protocol

import msgspec


class Mail(msgspec.Struct, frozen=True):
    """One mail. `reference` is ours; a bounce names it."""

    to: str
    subject: str
    text: str
    reference: str


class Sent(msgspec.Struct, frozen=True):
    """`taken`: it is on its way. `refused`: the address takes none, now or later. `unknown`: try
    again; it may arrive twice, so the mail carries the same Message-ID each time."""

    result: Literal["taken", "refused", "unknown"]
    why: str = ""


class MailSender(Protocol):
    """Never raises for what the network does: that is `unknown`."""

    def send(self, mail: Mail) -> Sent:
        """Hands one mail over."""
        ...
