"""What a link lets be seen: without a session until when it is good, with one all of it."""

from datetime import datetime

import msgspec

from zandaka.reads import gifts as reads
from zandaka.reads.gifts import Owed
from zandaka.redress.gifts import door, session
from zandaka.redress.gifts.door import Link
from zandaka.redress.gifts.reveal import Shown, shown
from zandaka.redress.service import Redress
from zandaka.rules import gifts
from zandaka.terms.incident_model import IncidentTerms


class Inside(msgspec.Struct, frozen=True):
    """What is the recipient's alone. `turn`: how often was chosen."""

    owed: list[Owed]
    turn: int
    gifts: list[Shown]

    @property
    def open_yen(self) -> int:
        """What can still be chosen for."""
        return sum(one.yen - one.given_yen for one in self.owed if one.state == "open")


class Visit(msgspec.Struct, frozen=True):
    """A link as it stands at `now`. `inside` is None without a session that is good."""

    link: Link
    terms: IncidentTerms
    now: datetime
    inside: Inside | None

    @property
    def deadline(self) -> datetime:
        """The first instant at which nothing can be chosen any more (R15)."""
        return gifts.deadline(self.terms.gift, self.link.again)

    @property
    def over(self) -> bool:
        """Whether nothing can be chosen any more."""
        return self.now >= self.deadline


def look(redress: Redress, token: str, session_text: str) -> Visit:
    """What whoever has the link and perhaps a session may see. The provider is asked for codes.

    Raises Refusal unknown_gift_link."""
    now = redress.clock.now()
    with redress.connect() as connection:
        found = door.find(connection, redress.secrets, token)
        terms = redress.terms.incidents[found.incident]
        if not session.good(redress.secrets, session_text, found.recipient, found.generation, now):
            return Visit(found, terms, now, None)
        owed = reads.owed(connection, found.recipient)
        turn = reads.choices(connection, found.recipient)
    return Visit(found, terms, now, Inside(owed, turn, shown(redress, found.recipient)))
