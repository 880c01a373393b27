"""Apply (申請): who has no app asks for the gift on the special site (R16 to R19)."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec

from zandaka.errors import Invalid, Refusal
from zandaka.instants import jst_date
from zandaka.operations.base import Prefecture, Reference
from zandaka.reads import claim_facts
from zandaka.redress import contacts, messages, recipients
from zandaka.redress.action import Action, Connection, Desk
from zandaka.redress.claims import desk as claims
from zandaka.rules.application import Form, read_form, require_open
from zandaka.terms.incident_model import ApplicationTerms, FieldKind, IncidentTerms

_KEEP: Final = """
INSERT INTO applications (claim, incident, inquiry, address_hash) VALUES (%s, %s, %s, %s)
"""
# One that was denied is over: who made a slip of the pen applies once more.
_SAME: Final = """
SELECT a.claim FROM applications a JOIN claims c ON c.id = a.claim
WHERE a.incident = %s AND a.inquiry = %s AND a.address_hash = %s
  AND c.state NOT IN ('denied', 'closed')
"""
_OTHERS: Final = "SELECT EXISTS (SELECT FROM imports)"


class ApplicationTaken(msgspec.Struct, frozen=True):
    """The application was taken in under `claim`. The same is said whether or not there is a
    coupon of that number: nobody can try numbers out here."""

    claim: int
    received_at: datetime


class Apply(Action, frozen=True, kw_only=True, tag="apply"):
    """Applies on the special site, reached by way of a `prefecture`. `fields` are those of the
    incident's form in the terms. Sent again with the same number and address it is the same
    application, until that is denied. What it is for, and what is checked, is never told here; a
    person reviews it."""

    verb: ClassVar[str] = "apply"
    ja: ClassVar[str] = (
        "補償対応特設サイトから申請する。項目は規約データの様式による。クーポンの有無や残高は"
        "答えない。内容は担当者が確認する。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator", "issuer")
    public: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"fields"})
    outcome: ClassVar[type[msgspec.Struct]] = ApplicationTaken

    incident: Reference
    prefecture: Prefecture
    language: Literal["ja", "en"] = "ja"
    fields: dict[
        Annotated[str, msgspec.Meta(max_length=50)], Annotated[str, msgspec.Meta(max_length=1000)]
    ]

    def act(self, desk: Desk) -> ApplicationTaken:
        terms = terms_of(desk, self.incident)
        require_open(terms.application, desk.now)
        claims.require_incident(desk.connection, self.incident)
        form = read(desk.connection, terms, self.fields, desk.now)
        if form.errors:
            first = form.errors[0]
            raise Invalid(f"fields.{first.field}", f"{first.en} / {first.ja}")
        inquiry = _value(terms.application, form, "inquiry_number")
        mail = _value(terms.application, form, "mail")
        mobile = _value(terms.application, form, "mobile")
        hashed = contacts.address_hash(desk.vault, mail or mobile)
        # Two at once with one number: the second waits, and is the same application.
        desk.connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"apply {inquiry}",)
        )
        row = desk.connection.execute(_SAME, (self.incident, inquiry, hashed)).fetchone()
        if row is not None:
            return ApplicationTaken(row[0], desk.now)
        coupon = claim_facts.by_number(desk.connection, inquiry)
        recipient = recipients.enter(
            desk.connection,
            desk.vault,
            self.incident,
            language=self.language,
            mail=mail or None,
            phone=mobile or None,
            first=terms.delivery.first,
        )
        claim = claims.take_in(
            desk.connection,
            incident=self.incident,
            kind="application",
            coupon=None if coupon is None else int(coupon.coupon),
            private=desk.vault.seal(claims.PRIVATE, msgspec.json.encode(form.values).decode()),
            facts={
                "inquiry_number": inquiry, "entry": self.prefecture, "language": self.language,
            },
            at=desk.now,
            # Where it came from is nobody's business a year later.
            by="public" if desk.by.startswith("public") else desk.by,
            recipient=recipient,
        )  # fmt: skip
        desk.connection.execute(_KEEP, (claim, self.incident, inquiry, hashed))
        messages.tell(
            desk.connection,
            # Anybody's address may be typed here: it is written to once a day and no more.
            once=f"application-received:{recipient}:{jst_date(desk.now)}",
            incident=self.incident,
            recipient=recipient,
            template="application_received",
            facts={"claim": str(claim)},
            not_before=desk.now,
        )
        return ApplicationTaken(claim, desk.now)


def terms_of(desk: Desk, incident: str) -> IncidentTerms:
    """The terms of an incident. Refuses unknown_incident."""
    found = desk.terms.incidents.get(incident)
    if found is None:
        raise Refusal("unknown_incident", incident=incident)
    return found


def read(connection: Connection, terms: IncidentTerms, given: dict[str, str], at: datetime) -> Form:
    """The form as it was filled in, with all that is wrong. Whether numbers of another issuer are
    taken depends on the house alone, so that it tells nothing of a number."""
    return read_form(
        terms.application, given, jst_date(at), other_numbers=other_numbers(connection)
    )


def other_numbers(connection: Connection) -> bool:
    """Whether coupons of another issuer were taken in: their numbers have other check digits."""
    row = connection.execute(_OTHERS).fetchone()
    return row is not None and row[0]


def _value(terms: ApplicationTerms, form: Form, kind: FieldKind) -> str:
    """The first field of that kind that was filled in."""
    return next(
        (
            form.values[field.name]
            for field in terms.field
            if field.kind == kind and field.name in form.values
        ),
        "",
    )
