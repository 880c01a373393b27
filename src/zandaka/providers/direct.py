"""Carriers of mail and short messages that carry nothing anywhere: for cases. They take everything
but what goes to an address said to be unreachable."""

from collections.abc import Collection
from typing import Final

from zandaka.providers.mail.port import Mail, Sent
from zandaka.providers.sms.port import Sms

_REFUSED: Final = Sent("refused", "550 5.1.1 unreachable")
_TAKEN: Final = Sent("taken")


class DirectMail:
    """A `MailSender`."""

    def __init__(self, unreachable: Collection[str] = ()) -> None:
        self._unreachable = frozenset(unreachable)

    def send(self, mail: Mail) -> Sent:
        """Takes one mail."""
        return _REFUSED if mail.to in self._unreachable else _TAKEN


class DirectSms:
    """An `SmsSender`."""

    def __init__(self, unreachable: Collection[str] = ()) -> None:
        self._unreachable = frozenset(unreachable)

    def send(self, sms: Sms) -> Sent:
        """Takes one message."""
        return _REFUSED if sms.to in self._unreachable else _TAKEN
