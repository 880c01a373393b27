"""Mail that stays here: one .eml file each, for demonstrations and cases."""

from pathlib import Path

from zandaka.clock import Clock, SystemClock
from zandaka.providers.files import write_whole
from zandaka.providers.mail.letter import Origin, is_plain, letter
from zandaka.providers.mail.port import Mail, Sent


class FolderMail:
    """Writes each mail to `<reference>.eml`; the same mail again is the same file."""

    def __init__(self, folder: Path, origin: Origin, clock: Clock | None = None) -> None:
        self._folder = folder
        self._origin = origin
        self._clock = clock or SystemClock()

    def send(self, mail: Mail) -> Sent:
        """Writes one mail."""
        if not is_plain(mail.to):
            return Sent("refused", "not an address that mail can be sent to")
        made = letter(mail, self._origin, self._clock.now())
        try:
            write_whole(self._folder / f"{mail.reference}.eml", made.as_bytes())
        except OSError as error:
            return Sent("unknown", f"{type(error).__name__}: {error.strerror}")
        return Sent("taken", "written to a file")
