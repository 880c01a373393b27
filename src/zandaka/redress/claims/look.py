"""What a holder says beside what the books and the shop say: gathered for who decides."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads import claim_facts
from zandaka.reads.claim_facts import CouponFact, Interval, Membership
from zandaka.rules.applicant import Applicant
from zandaka.rules.applicant import conditions as applicant_conditions
from zandaka.rules.claim import (
    Condition,
    DebitFact,
    Found,
    ShopSays,
    Statement,
    conditions,
    debits_at,
    last_good_day,
    repeated,
    suggestion,
)
from zandaka.rules.incident import IncidentContent
from zandaka.terms.incident_model import IncidentTerms

Connection = psycopg.Connection[tuple[Any, ...]]

_CONTENT: Final = """
SELECT content::text FROM incident_versions WHERE incident = %s ORDER BY version DESC LIMIT 1
"""
_SHOP: Final = """
SELECT merchant, agrees, id, record->'completed' FROM shop_records
WHERE claim = %s ORDER BY id DESC LIMIT 1
"""
_OTHERS: Final = """
SELECT id FROM claims
WHERE incident = %s AND coupon = %s AND kind = 'application' AND id <> %s
  AND state IN ('open', 'checked', 'approved') ORDER BY id
"""
_EVIDENCE: Final = """
SELECT DISTINCT ON (cohort, debit) cohort, debit, yen, note FROM evidence
WHERE incident = %s AND coupon = %s ORDER BY cohort, debit, id DESC
"""


class Suggested(msgspec.Struct, frozen=True):
    """What may be restored of a debit: a proposal, never a decision."""

    debit: str
    yen: int


class Repeated(msgspec.Struct, frozen=True):
    """Debits that may be one purchase, and the yen beyond the first (R8)."""

    debits: tuple[str, ...]
    excess: int


class Evidence(msgspec.Struct, frozen=True):
    """What was imported of the coupon: a shop's list, another system's log."""

    cohort: str
    debit: str
    yen: int
    note: str


class CallView(msgspec.Struct, frozen=True):
    """Everything known of a call. `debits` are those of the coupon at the shop in the hours of
    the outage - at every shop, while it is not known which is meant."""

    coupon: str
    conditions: tuple[Condition, ...]
    debits: tuple[DebitFact, ...]
    repeated: tuple[Repeated, ...]
    suggested: tuple[Suggested, ...]
    cohorts: tuple[Membership, ...]
    evidence: tuple[Evidence, ...]


class ApplicantView(msgspec.Struct, frozen=True):
    """Everything known of an application's coupon. `left_yen` are still in its lots."""

    coupon: str
    conditions: tuple[Condition, ...]
    left_yen: int
    cohorts: tuple[Membership, ...]
    other_applications: tuple[int, ...]


def outage(connection: Connection, incident: str, at: datetime) -> list[Interval] | None:
    """When payments failed, as far as it is known; None where nobody has said yet (R1)."""
    row = connection.execute(_CONTENT, (incident,)).fetchone()
    if row is None:
        return None
    content = msgspec.json.decode(row[0], type=IncidentContent)
    return content.intervals("pay", at) or None


def call(
    connection: Connection,
    terms: IncidentTerms,
    kind: str,
    said: Statement,
    at: datetime,
    claim: int = 0,
) -> CallView:
    """What is known of a call, now. `kind` as in `take_in_call`."""
    coupon = claim_facts.by_number(connection, said.inquiry_number)
    shop = shop_says(connection, claim) if claim else None
    found = _found(connection, terms, coupon, said, at)
    here = debits_at(found, shop)
    shown = (found.debits or ()) if here is None else here
    within = timedelta(seconds=_within_seconds(terms))
    return CallView(
        found.coupon,
        conditions(terms.call, said, found, shop),
        shown,
        tuple(
            Repeated(tuple(one.debit for one in run), sum(one.yen for one in run[1:]))
            for run in repeated(shown, within)
        ),
        tuple(
            Suggested(debit, yen)
            for debit, yen in suggestion(
                kind, shown, within, () if shop is None else shop.completed
            )
        ),
        _cohorts(connection, terms, coupon),
        _evidence(connection, terms.id, coupon),
    )


def applicant(
    connection: Connection, terms: IncidentTerms, number: str, said: Applicant, claim: int
) -> ApplicantView:
    """What is known of the coupon that an application names."""
    coupon = claim_facts.by_number(connection, number)
    cohorts = _cohorts(connection, terms, coupon)
    others: tuple[int, ...] = ()
    if coupon is not None:
        rows = connection.execute(_OTHERS, (terms.id, int(coupon.coupon), claim))
        others = tuple(row[0] for row in rows)
    frozen = connection.execute(
        "SELECT FROM cohorts WHERE incident = %s LIMIT 1", (terms.id,)
    ).fetchone()
    return ApplicantView(
        "" if coupon is None else str(coupon.coupon),
        applicant_conditions(
            terms.application,
            said,
            number=number,
            coupon="" if coupon is None else str(coupon.coupon),
            prefecture="" if coupon is None else coupon.prefecture,
            days=None if coupon is None else coupon.days,
            registered=None if coupon is None else coupon.registered,
            cohorts=None if frozen is None else tuple(one.cohort for one in cohorts),
            others=others,
        ),
        0 if coupon is None else claim_facts.left(connection, coupon.coupon),
        cohorts,
        others,
    )


def shop_says(connection: Connection, claim: int) -> ShopSays | None:
    """The latest of the shop's records on a claim."""
    row = connection.execute(_SHOP, (claim,)).fetchone()
    return None if row is None else ShopSays(row[0], row[1], row[2], tuple(row[3]))


def _found(
    connection: Connection,
    terms: IncidentTerms,
    coupon: CouponFact | None,
    said: Statement,
    at: datetime,
) -> Found:
    if coupon is None:
        return Found()
    within = outage(connection, terms.id, at)
    debits = None
    if within is not None:
        debits = tuple(claim_facts.debits(connection, coupon.coupon, within))
    paid = {one.merchant for one in debits or ()}
    shops, similar = claim_facts.shops_named(connection, said.shop, paid) if said.shop else ((), ())
    return Found(
        str(coupon.coupon),
        coupon.prefecture,
        _days(claim_facts.expiries(connection, coupon.coupon)),
        shops,
        similar,
        debits,
    )


def _days(ends: Sequence[datetime]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(last_good_day(end) for end in ends))


def _within_seconds(terms: IncidentTerms) -> int:
    """How soon one press comes after another, as the cohort of repeated debits has it."""
    return next((one.within_seconds for one in terms.cohort if one.within_seconds), 0)


def _cohorts(
    connection: Connection, terms: IncidentTerms, coupon: CouponFact | None
) -> tuple[Membership, ...]:
    if coupon is None:
        return ()
    return tuple(claim_facts.memberships(connection, terms.id, coupon.coupon))


def _evidence(
    connection: Connection, incident: str, coupon: CouponFact | None
) -> tuple[Evidence, ...]:
    if coupon is None:
        return ()
    rows = connection.execute(_EVIDENCE, (incident, int(coupon.coupon)))
    return tuple(
        Evidence(cohort, str(ids.OperationId(debit)) if debit else "", yen, note)
        for cohort, debit, yen, note in rows
        if yen
    )
