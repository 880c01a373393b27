"""The second factor of a gift link: a code of six digits sent to the registered address.

Whoever has found a link may try five times a code, and ask for few codes: over a whole
day fewer than one in 15,000 would guess right, and the holder is told each time."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

DIGITS: Final = 6
LIFE: Final = timedelta(minutes=10)
MAX_TRIES: Final = 5
#: How many codes may be sent in how long.
_SENDS: Final = ((timedelta(hours=1), 5), (timedelta(days=1), 12))
#: How long somebody who gave the right code may go on.
SESSION: Final = timedelta(minutes=30)


def wait_to_send(sent: Sequence[datetime], now: datetime) -> int:
    """Seconds until one more code may be sent; 0: now. `sent` are the instants before."""
    waits = [0]
    for span, most in _SENDS:
        recent = sorted(at for at in sent if at > now - span)
        if len(recent) >= most:
            waits.append(int((recent[-most] + span - now).total_seconds()) + 1)
    return max(waits)


def typed(text: str) -> str:
    """The digits of a code as people type it on any keyboard: full-width, with blanks between."""
    written = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in written if letter.isdecimal())


def judge(
    right: bool, tries: int, expires_at: datetime, now: datetime
) -> Literal["open", "wrong", "over"]:
    """What a code that was entered is worth: `tries` counts this one. `over`: it has expired or
    was tried too often, right or not; another must be sent."""
    if now >= expires_at or tries > MAX_TRIES:
        return "over"
    if right:
        return "open"
    return "over" if tries == MAX_TRIES else "wrong"
