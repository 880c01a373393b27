"""Where whoever turns to the house wants to be told: one address, given of one's own accord."""

from typing import Annotated

import msgspec

from zandaka.errors import Invalid
from zandaka.redress import recipients
from zandaka.redress.action import Desk
from zandaka.redress.contacts import Language
from zandaka.rules import contact
from zandaka.terms.incident_model import IncidentTerms

Mail = Annotated[
    str, msgspec.Meta(max_length=254, description="Where to be told by mail; or leave it out.")
]
Mobile = Annotated[
    str, msgspec.Meta(max_length=40, description="Where to be told by SMS; or leave it out.")
]


def recipient(
    desk: Desk, terms: IncidentTerms, language: Language, mail: str, mobile: str
) -> int | None:
    """The recipient at that address, entered where it is new; None where none was given.

    Raises Invalid. One address and no more: a second one could be somebody else's, to which what
    is meant for the first one's owner would go one day."""
    if mail and mobile:
        raise Invalid("mobile", "must be left out where a mail address is given")
    if not mail and not mobile:
        return None
    try:
        address = contact.mail(mail) if mail else contact.mobile(mobile)
    except ValueError as error:
        raise Invalid("mail" if mail else "mobile", str(error)) from None
    return recipients.enter(
        desk.connection,
        desk.vault,
        terms.id,
        language=language,
        mail=address if mail else None,
        phone=address if mobile else None,
        first=terms.delivery.first,
    )
