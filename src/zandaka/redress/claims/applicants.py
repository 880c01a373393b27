"""Applications of the special site: opened for who reviews, and approved for their coupon."""

from datetime import date
from typing import Final

import msgspec

from zandaka.errors import Refusal
from zandaka.reads import claim_facts
from zandaka.redress import messages
from zandaka.redress.action import Connection, Desk
from zandaka.redress.claims import desk as claims
from zandaka.redress.claims import look
from zandaka.rules.applicant import Applicant
from zandaka.terms.incident_model import FieldKind, IncidentTerms

# Two at once for one coupon: the second waits, and sees the first.
_ONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_APPROVED: Final = """
SELECT id FROM claims
WHERE incident = %s AND coupon = %s AND kind = 'application' AND state = 'approved'
"""
_TOLD: Final = """
SELECT recipient FROM entitlements
WHERE incident = %s AND coupon = %s AND recipient IS NOT NULL AND recipient <> %s LIMIT 1
"""
_LINK: Final = """
UPDATE entitlements e SET recipient = c.recipient
FROM claims c
WHERE c.kind = 'application' AND c.state = 'approved' AND c.coupon = e.coupon
  AND c.incident = e.incident AND e.recipient IS NULL AND e.state = 'open'
"""
_GIVE: Final = """
UPDATE entitlements SET recipient = %s
WHERE incident = %s AND coupon = %s AND recipient IS NULL AND state = 'open'
"""
#: Those that nobody has looked for an address for yet; they have an index of their own.
_NEW: Final = _LINK + "AND NOT e.unreached"
_COUPON: Final = "UPDATE claims SET coupon = %s WHERE id = %s"


def values(desk: Desk, claim: claims.Claim) -> dict[str, str]:
    """What was filled in. Personal: never in an outcome or an error."""
    assert claim.private is not None, "an application has its fields"
    opened: dict[str, str] = msgspec.json.decode(desk.vault.open(claims.PRIVATE, claim.private))
    return opened


def view(desk: Desk, terms: IncidentTerms, claim: claims.Claim) -> look.ApplicantView:
    """What is known of the coupon that the application names."""
    filled = values(desk, claim)
    return look.applicant(
        desk.connection, terms, claim.facts["inquiry_number"], said(terms, filled), claim.id
    )


def said(terms: IncidentTerms, filled: dict[str, str]) -> Applicant:
    """What can be compared with the books."""
    on = _value(terms, filled, "date")
    return Applicant(_value(terms, filled, "prefecture"), date.fromisoformat(on) if on else None)


def approve(desk: Desk, terms: IncidentTerms, claim: claims.Claim) -> int:
    """Makes the applicant the one who receives for the coupon; returns the recipient.

    Refuses unknown_coupon, holder_registered where the app's own holder is told without an
    application, and already_approved where somebody else receives for it."""
    found = claim_facts.by_number(desk.connection, claim.facts["inquiry_number"])
    if found is not None and found.registered:
        # No second link, and nobody's word against who was known before: not even a person's.
        raise Refusal("holder_registered", source="R13")
    coupon = claim.coupon
    if coupon is None:
        # It may have come into the house since: coupons are imported too.
        if found is None:
            raise Refusal("unknown_coupon", source=terms.application.source)
        coupon = int(found.coupon)
        desk.connection.execute(_COUPON, (coupon, claim.id))
    desk.connection.execute(_ONE, (f"applicant {claim.incident} {coupon}",))
    other = desk.connection.execute(_APPROVED, (claim.incident, coupon)).fetchone()
    if other is not None:
        raise Refusal("already_approved", claim=other[0], source="R16")
    recipient = claim.recipient
    assert recipient is not None, "an application says where to write to"
    if desk.connection.execute(_TOLD, (claim.incident, coupon, recipient)).fetchone() is not None:
        raise Refusal("already_approved", source="R13")
    # What was converted before the approval; the worker sees to what is converted after it.
    desk.connection.execute(_GIVE, (recipient, claim.incident, coupon))
    return recipient


def tell(desk: Desk, claim: claims.Claim, template: str) -> None:
    """Has the applicant told what was decided, once."""
    assert claim.recipient is not None, "an application says where to write to"
    messages.tell(
        desk.connection,
        once=f"{template}:{claim.id}",
        incident=claim.incident,
        recipient=claim.recipient,
        template=template,
        facts={"claim": str(claim.id)},
        not_before=desk.now,
    )


def link(connection: Connection, *, everything: bool) -> int:
    """Gives open entitlements of an approved applicant's coupon their recipient; returns how many.
    The link itself and its message follow from that for everybody alike. `everything`: also those
    whose holder was looked for in vain before the approval."""
    return connection.execute(_LINK if everything else _NEW).rowcount


def _value(terms: IncidentTerms, filled: dict[str, str], kind: FieldKind) -> str:
    return next(
        (
            filled[field.name]
            for field in terms.application.field
            if field.kind == kind and field.name in filled
        ),
        "",
    )
