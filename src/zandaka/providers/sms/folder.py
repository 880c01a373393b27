"""Short messages that stay here: one text file each, for demonstrations and cases."""

from pathlib import Path

from zandaka.providers.files import write_whole
from zandaka.providers.mail.port import Sent
from zandaka.providers.sms.port import Sms


class FolderSms:
    """Writes each message to `<reference>.txt`: the number, an empty line, the text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, sms: Sms) -> Sent:
        """Writes one message."""
        try:
            write_whole(self._folder / f"{sms.reference}.txt", f"{sms.to}\n\n{sms.text}".encode())
        except OSError as error:
            return Sent("unknown", f"{type(error).__name__}: {error.strerror}")
        return Sent("taken", "written to a file")
