"""Carriers of mail and short messages that carry nothing anywhere: for cases."""

from collections.abc import Collection

from zandaka.providers.mail.port import Mail, Sent
from zandaka.providers.sms.port import Sms


class DirectPost:
    """A `MailSender` and an `SmsSender` in one. Takes everything but what goes to `unreachable`."""

    def __init__(self, unreachable: Collection[str] = ()) -> None:
        self._unreachable = frozenset(unreachable)

    def send(self, message: Mail | Sms, /) -> Sent:
        """Takes one message, or says that its address takes none."""
        if message.to in self._unreachable:
            return Sent("refused", "550 5.1.1 unreachable")
        return Sent("taken")
