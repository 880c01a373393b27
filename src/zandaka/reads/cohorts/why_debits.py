"""Cohorts B1 and B2 for one coupon: each of its payments while the function failed."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.reads.cohorts.condition import Condition, Question, met
from zandaka.reads.cohorts.sql import PAYMENTS, public

Connection = psycopg.Connection[tuple[Any, ...]]

# Every payment from the wallets in which the coupon's value was: a press may have taken from
# another coupon of the same wallet.
_PAID = f"""
SELECT o.id, o.effective_at, o.wallet, o.outcome->>'merchant', sum(t.yen)::bigint,
       coalesce(sum(t.yen) FILTER (WHERE a.origin = %(coupon)s), 0)::bigint,
       sum(r.yen)::bigint, coalesce(sum(r.yen) FILTER (WHERE a.origin = %(coupon)s), 0)::bigint,
       bool_or(a.origin = %(coupon)s AND s.campaign = ANY(%(campaigns)s)
               AND s.product = ANY(%(products)s)),
       coalesce((o.outcome->>'confirmed')::boolean, false) OR EXISTS (
           SELECT FROM operations c
           WHERE c.request->>'payment' = {public("op", "o.id")} AND c.verb = 'confirm'
             AND c.code = '' AND c.recorded_at <= %(known_at)s
       )
FROM accounts a
JOIN series s ON s.id = a.series
JOIN transfers t ON t.debit = a.id
JOIN operations o ON o.book = t.book AND o.id = t.operation
CROSS JOIN LATERAL (
    SELECT coalesce(sum(x.yen), 0) AS yen FROM transfers x
    WHERE x.returns = t.id AND x.returns <> 0 AND x.recorded_at <= %(known_at)s
) r
WHERE a.wallet = ANY(%(wallets)s::bigint[]) AND o.verb = ANY(%(payments)s) AND o.code = ''
  AND o.recorded_at <= %(known_at)s
GROUP BY o.book, o.id ORDER BY o.effective_at, o.id
"""  # noqa: S608 - the only interpolation is a column's public form
_WALLETS = """
SELECT %(coupon)s::bigint UNION SELECT wallet FROM accounts
WHERE origin = %(coupon)s AND origin <> wallet
"""


class _Paid(msgspec.Struct, frozen=True):
    """One payment; `part` and `part_returned` are the coupon's own share of it."""

    id: ids.OperationId
    at: datetime
    wallet: int
    merchant: str
    yen: int
    part: int
    returned: int
    part_returned: int
    in_scope: bool
    confirmed: bool


def conditions(connection: Connection, question: Question) -> list[Condition]:
    """For each payment of the coupon inside the interval the conditions that decide it; one that
    is not met where there was no payment."""
    terms = question.terms
    failed = question.scope.intervals(terms.function, question.known_at)
    every = _paid(connection, question)
    inside = [one for one in every if any(since <= one.at < until for since, until in failed)]
    own = [one for one in inside if one.part]
    intervals = [{"from": since, "until": until} for since, until in failed]
    if not own:
        fact = {"intervals": intervals, "payments": sum(bool(one.part) for one in every)}
        if not failed:
            return [Condition("paid_while_failing", "unknown", fact, terms.source)]
        return [met("paid_while_failing", False, fact, terms.source)]
    said: list[Condition] = []
    for one in own:
        about: dict[str, Any] = {"source": terms.source, "debit": one.id}
        fact = {"at": one.at, "merchant": one.merchant, "yen": one.part, "intervals": intervals}
        said.append(met("paid_while_failing", True, fact, **about))
        said.append(met("scope", one.in_scope, {"campaigns": question.scope.campaigns}, **about))
        if terms.kind == "unconfirmed_debit":
            fact = {"confirmed": one.confirmed, "merchant": one.merchant}
            said.append(met("not_confirmed", not one.confirmed, fact, **about))
        else:
            said.append(_again(one, inside, question))
        left = one.part - one.part_returned
        fact = {"yen": one.part, "returned": one.part_returned}
        said.append(met("something_left", left > 0, fact, **about))
    return said


def _again(one: _Paid, inside: list[_Paid], question: Question) -> Condition:
    """Whether the payment is a press again: which one of its run it is, of those that stand."""
    assert question.terms.within_seconds is not None, "a cohort of this kind has a window"
    within = timedelta(seconds=question.terms.within_seconds)
    same = [
        other
        for other in inside
        if (other.wallet, other.merchant, other.yen) == (one.wallet, one.merchant, one.yen)
    ]
    run: list[_Paid] = []
    for other in same:
        if run and other.at - run[-1].at > within:
            if one in run:
                break
            run = []
        run.append(other)
    standing = [other for other in run if other.yen > other.returned]
    position = standing.index(one) + 1 if one in standing else 0
    return met(
        "pressed_again",
        position >= 2,
        {
            "presses": len(run), "position": position, "first": str(run[0].id),
            "within_seconds": question.terms.within_seconds,
            "confirmed": sum(other.confirmed for other in run),
        },
        question.terms.source,
        debit=one.id,
    )  # fmt: skip


def _paid(connection: Connection, question: Question) -> list[_Paid]:
    coupon = {"coupon": int(question.coupon)}
    wallets = [row[0] for row in connection.execute(_WALLETS, coupon)]
    known = connection.execute(
        "SELECT array_agg(DISTINCT campaign), array_agg(DISTINCT product) FROM series"
    ).fetchone()
    assert known is not None, "an aggregate has a row"
    rows = connection.execute(
        _PAID,
        {
            **coupon, "wallets": wallets, "payments": list(PAYMENTS),
            "known_at": question.known_at,
            "campaigns": list(question.scope.campaigns) or known[0],
            "products": list(question.scope.products) or known[1],
        },
    )  # fmt: skip
    return [
        _Paid(
            ids.OperationId(number), at, wallet, merchant, yen, part, int(returned),
            int(part_returned), in_scope, confirmed,
        )
        for number, at, wallet, merchant, yen, part, returned, part_returned, in_scope, confirmed
        in rows
    ]  # fmt: skip
