"""Whom a step of a plan acts on: the frozen members of its automatic cohorts, and the coupons
that persons decided on where it names a cohort that is decided one by one (R27)."""

from typing import Any, Final, LiteralString

from zandaka.rules.plan import PlanStep

#: Below it an identifier is a number within its book (`zandaka.ids`).
NUMBERS: Final = "((1::bigint << 40) - 1)"

#: One row a coupon and wallet. `%(cohorts)s` are the automatic ones, whose members are `frozen`;
#: `%(awards)s` is the incident whose decided awards count, or NULL.
MEMBERS: Final[LiteralString] = """
    SELECT m.wallet, m.coupon, m.prefecture, true AS frozen FROM cohort_members m
    WHERE m.cohort = ANY(%(cohorts)s::bigint[])
    UNION ALL
    SELECT w.wallet, w.coupon, p.prefecture, false FROM awards w
    CROSS JOIN LATERAL (SELECT prefecture FROM wallets WHERE id = w.coupon) p
    WHERE w.incident = %(awards)s::text AND w.state <> 'refused'
"""

#: One row a debit to be given back. A debit named by two cohorts is given back once, at the
#: larger of what they say; one that a person decided on is not touched (it has an award).
DEBITS: Final[LiteralString] = """
    SELECT wallet, debit, min(coupon) AS coupon, max(prefecture) AS prefecture,
           max(yen)::bigint AS yen
    FROM (
        SELECT cohort, wallet, debit, min(coupon) AS coupon, max(prefecture) AS prefecture,
               sum(yen) AS yen
        FROM cohort_members
        WHERE cohort = ANY(%(cohorts)s::bigint[]) AND debit <> 0
        GROUP BY cohort, wallet, debit
    ) said
    WHERE NOT EXISTS (
        SELECT FROM awards w WHERE w.incident = %(incident)s AND w.debit = said.debit
    )
    GROUP BY wallet, debit
"""


def parameters(incident: str, step: PlanStep) -> dict[str, Any]:
    """What the queries above are asked with."""
    return {
        "cohorts": step.automatic,
        "awards": incident if step.decided else None,
        "incident": incident,
    }
