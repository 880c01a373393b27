"""What a message says: a template in the recipient's language, filled in when it is sent.

A template is `templates/<name>.<ja|en>.<mail|sms>.txt`; the first line of a mail is its subject.
Its variables are the message's facts, its private ones, what `VARIABLES` makes for its name, and
those of `_common`. A variable that is not there is an error, never an empty place."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import jinja2
import msgspec

from zandaka.directory.secrets import Secrets
from zandaka.instants import jst_date
from zandaka.redress.contacts import Channel, Language
from zandaka.redress.gifts import links
from zandaka.rules import wording
from zandaka.terms.incident_model import IncidentTerms

TEMPLATES: Final = Path(__file__).parent / "templates"

_JINJA: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701 - plain text, for which escaping would be wrong
)


class CannotRender(Exception):
    """A template or one of its variables is missing. Names them, and no content."""


class Letter(msgspec.Struct, frozen=True):
    """A message to be rendered. `private` has been opened; `yen` of its facts is a whole number."""

    incident: str
    recipient: int
    template: str
    facts: Mapping[str, str]
    private: Mapping[str, str]
    language: Language
    channel: Channel


class Place(msgspec.Struct, frozen=True):
    """What letters are rendered with: the terms, when it is, and where this house is reached."""

    terms: IncidentTerms
    secrets: Secrets
    public_url: str
    now: datetime


class Text(msgspec.Struct, frozen=True):
    """A rendered message; a short message has no subject."""

    subject: str
    body: str


def _gift_link(letter: Letter, place: Place) -> dict[str, str]:
    # Made when it is sent: what lies in the table lets nobody receive anything.
    path = links.link_path(place.secrets, letter.recipient, int(letter.facts["generation"]))
    return {"link": place.public_url.rstrip("/") + path}


#: What a template needs that may not lie in the table.
VARIABLES: Final[dict[str, Callable[[Letter, Place], dict[str, str]]]] = {
    "gift_link": _gift_link,
    "gift_again": _gift_link,
}


def render(letter: Letter, place: Place) -> Text:
    """The message as it is sent. Raises CannotRender."""
    name = f"{letter.template}.{letter.language}.{letter.channel}.txt"
    try:
        make = VARIABLES.get(letter.template)
        more = make(letter, place) if make else {}
        text = _JINJA.get_template(name).render(
            {**_common(letter, place), **letter.facts, **more, **letter.private}
        )
    except jinja2.TemplateNotFound:
        raise CannotRender(f"there is no template {name}") from None
    except (jinja2.UndefinedError, KeyError) as error:
        raise CannotRender(f"{name}: {error}") from None
    if letter.channel == "sms":
        return Text("", text.strip())
    subject, _, body = text.strip().partition("\n")
    return Text(subject.strip(), body.strip() + "\n")


def _common(letter: Letter, place: Place) -> dict[str, object]:
    terms, language = place.terms, letter.language
    today = jst_date(place.now)

    def in_language(shape: object) -> str:
        return str(getattr(shape, language))

    return {
        "incident_name": in_language(terms.name),
        "desk_name": in_language(terms.desk.name),
        "desk_phone": terms.desk.phone,
        "desk_hours": wording.hours(terms.desk, today, language),
        "receive_until": wording.last(_receive_until(letter, terms), language),
        "apply_until": wording.last(terms.application.until, language),
        "pays_from": wording.day(terms.bank_refund.pays_from, language),
        "brands": [in_language(brand.name) for brand in terms.brand],
        "yen_text": wording.yen(int(letter.facts["yen"]), language)
        if "yen" in letter.facts
        else _JINJA.undefined(name="yen"),
        "site": place.public_url.rstrip("/"),
    }


def _receive_until(letter: Letter, terms: IncidentTerms) -> datetime:
    """Who was approved late may have an end of one's own, named by the fact `until`."""
    given = letter.facts.get("until")
    return datetime.fromisoformat(given) if given else terms.gift.until
