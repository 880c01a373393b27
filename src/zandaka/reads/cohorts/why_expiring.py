"""Cohort A for one coupon: its value, its end before any extension for it, what was left."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from zandaka.reads.as_of import balance_at
from zandaka.reads.cohorts.condition import Condition, Question, met
from zandaka.rules.business_calendar import end_of_day

Connection = psycopg.Connection[tuple[Any, ...]]


class _Lot(msgspec.Struct, frozen=True):
    expires_at: datetime | None
    in_scope: bool
    yen: int


# Its own lot, and what was loaded elsewhere: two look-ups that each have an index.
_LOTS = """
SELECT a.id, a.wallet, a.origin, a.expires_at, s.campaign, s.product, o.recorded_at
FROM (
    SELECT * FROM accounts WHERE wallet = %(coupon)s AND origin = %(coupon)s
    UNION ALL
    SELECT * FROM accounts WHERE origin = %(coupon)s AND origin <> wallet
) a
JOIN series s ON s.id = a.series
JOIN operations o ON o.book = a.book AND o.id = a.opened_by
WHERE o.recorded_at <= %(known_at)s ORDER BY o.recorded_at, a.id
"""
_EXTENDED = """
SELECT old_expires_at, incident, recorded_at FROM extensions WHERE lot = %s ORDER BY operation
"""
_LANDED_BY_THEN = """
SELECT coalesce(sum(t.yen), 0)::bigint FROM transfers t
JOIN accounts d ON d.book = t.book AND d.id = t.debit AND d.kind = 'in_transit'
WHERE t.credit = ANY(%(lots)s::bigint[]) AND t.effective_at < %(at)s
  AND t.recorded_at <= %(known_at)s
"""
_SENT_BY_THEN = """
SELECT coalesce(sum(t.yen), 0)::bigint FROM operations s
JOIN transfers t ON t.book = s.book AND t.id >= s.first_transfer
                AND t.id < s.first_transfer + s.transfers
JOIN accounts d ON d.book = t.book AND d.id = t.debit
JOIN accounts c ON c.book = t.book AND c.id = t.credit AND c.kind = 'in_transit'
WHERE d.id = ANY(%(lots)s::bigint[]) AND s.effective_at < %(at)s AND s.recorded_at <= %(known_at)s
"""


def conditions(connection: Connection, question: Question) -> list[Condition]:
    """The three conditions of the cohort, in the order in which they are asked."""
    terms = question.terms
    at, day = terms.balance_at, terms.expires_on
    assert at is not None, "a cohort of this kind has an instant for its balance"
    assert day is not None, "a cohort of this kind has a day of expiry"
    rows = connection.execute(
        _LOTS, {"coupon": int(question.coupon), "known_at": question.known_at}
    ).fetchall()
    until = end_of_day(day)
    after = datetime.min.replace(tzinfo=UTC) if terms.or_earlier else until - timedelta(days=1)
    lots: list[_Lot] = []
    paper: tuple[datetime | None, datetime] | None = None
    for lot, wallet, origin, expires_at, campaign, product, opened_at in rows:
        end = expires_at
        first = _first_that_counts_not(connection, lot, question)
        if first is not None:
            end, extended_at, ours = first
            if wallet == origin and ours:
                paper = end, extended_at
        if wallet != origin and paper is not None and paper[1] <= opened_at:
            end = paper[0]
        yen = balance_at(connection, lot, at, question.known_at)
        lots.append(_Lot(end, question.in_scope(campaign, product), yen))
    here = [lot for lot in lots if lot.in_scope]
    ending = [lot for lot in here if lot.expires_at and after < lot.expires_at <= until]
    asked = ending or here
    yen = sum(lot.yen for lot in asked) + _on_way(connection, rows, question, at, asked)
    ends = sorted({lot.expires_at for lot in here if lot.expires_at})
    return [
        met(
            "scope", bool(here),
            {"campaigns": question.scope.campaigns, "products": question.scope.products,
             "coupon": sorted({(row[4], row[5]) for row in rows})},
            terms.source,
        ),
        met(
            "expires_on", bool(ending),
            {"expires_on": day, "or_earlier": terms.or_earlier, "expires_at": ends},
            terms.source,
        ),
        met(
            "balance", yen >= terms.at_least,
            {"at_least": terms.at_least, "balance_at": at, "known_at": question.known_at,
             "yen": yen},
            terms.source,
        ),
    ]  # fmt: skip


def _first_that_counts_not(
    connection: Connection, lot: int, question: Question
) -> tuple[datetime | None, datetime, bool] | None:
    """The first extension of a lot that was for this incident, or was not known yet: what it
    replaced, when, and whether it was for the incident."""
    for old, incident, recorded_at in connection.execute(_EXTENDED, (lot,)):
        known = recorded_at <= question.known_at
        if not known or incident == question.incident:
            return old, recorded_at, known
    return None


def _on_way(
    connection: Connection,
    rows: list[tuple[Any, ...]],
    question: Question,
    at: datetime,
    asked: list[_Lot],
) -> int:
    """Yen of the coupon that had left one book and not reached the other at the instant, nor come
    back."""
    if not asked:
        return 0
    facts = {"lots": [row[0] for row in rows], "at": at, "known_at": question.known_at}
    sent = connection.execute(_SENT_BY_THEN, facts).fetchone()
    landed = connection.execute(_LANDED_BY_THEN, facts).fetchone()
    assert sent is not None, "an aggregate has a row"
    assert landed is not None, "an aggregate has a row"
    return sent[0] - landed[0]
