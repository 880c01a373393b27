"""What a plan would do if it ran now: how much for whom, which accounts, and what it does to the
six-month exemption (Z-4). Reads only; a million members in seconds."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

import msgspec
import psycopg

from zandaka.instants import JST
from zandaka.ledger.chart import Kind
from zandaka.reads.plan_members import DEBITS, MEMBERS, parameters
from zandaka.rules.expiry import passes_total_validity
from zandaka.rules.plan import PlanStep
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

_COUPONS: Final = f"""
SELECT prefecture, count(*) FROM (
    SELECT coupon, max(prefecture) AS prefecture FROM ({MEMBERS}) m GROUP BY coupon
) c GROUP BY prefecture
"""  # noqa: S608 - the only interpolation is a constant

# A lot's day of issue is all that the total validity asks, so a million lots are few rows.
_LOTS: Final = f"""
SELECT c.prefecture, s.product, s.legal_kind,
       (a.issued_at AT TIME ZONE 'UTC' + interval '9 hours')::date, a.expires_at,
       count(*), sum(a.balance)::bigint, sum(a.held)::bigint
FROM (SELECT coupon, max(prefecture) AS prefecture FROM ({MEMBERS}) m GROUP BY coupon) c
JOIN accounts a ON a.origin = c.coupon
JOIN series s ON s.id = a.series
WHERE a.kind = 'lot' AND a.balance > 0
GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608

# Who bears it is asked of the product of the first lot the payment took from.
_RESTORED: Final = f"""
SELECT d.prefecture, s.product, count(*), count(DISTINCT d.coupon), sum(d.yen)::bigint
FROM ({DEBITS}) d
JOIN operations o ON o.id = d.debit
JOIN transfers t ON t.book = o.book AND t.id = o.first_transfer
JOIN accounts a ON a.id = t.debit
JOIN series s ON s.id = a.series
GROUP BY 1, 2
"""  # noqa: S608

_OVERLAPS: Final = """
SELECT names, count(*) FROM (
    SELECT array_agg(DISTINCT c.name ORDER BY c.name) AS names
    FROM cohort_members m JOIN cohorts c ON c.id = m.cohort
    WHERE m.cohort = ANY(%s::bigint[])
    GROUP BY m.coupon HAVING min(m.cohort) <> max(m.cohort)
) o GROUP BY names ORDER BY names
"""


class PlanPrefecture(msgspec.Struct, frozen=True):
    """What a step does in one prefecture (JIS X 0401)."""

    prefecture: str
    coupons: int
    yen: int


class PlanAccount(msgspec.Struct, frozen=True):
    """Yen that would go from accounts of one kind to accounts of another."""

    debit: str
    credit: str
    yen: int


class PlanExemption(msgspec.Struct, frozen=True):
    """The lots of one product that an extension reaches. `beyond` of them would be good for longer
    than their total validity allows; `counts` says whether the Act is about them at all: what is
    free or exempt stands outside (Z-4, Z-5). `refused`: the terms do not let them be extended."""

    product: str
    legal_kind: str
    counts: bool
    lots: int
    yen: int
    beyond_lots: int
    beyond_yen: int
    refused: bool


class PlanOverlap(msgspec.Struct, frozen=True):
    """Coupons that are in all of these cohorts. None of them is made good for twice."""

    cohorts: tuple[str, ...]
    coupons: int


class PlanCaution(msgspec.Struct, frozen=True):
    """What a person should know before approving."""

    code: str
    ja: str
    en: str


class PlanStepPreview(msgspec.Struct, frozen=True):
    """A step as if it ran now. `yen` is what there is to extend or convert today, or what would be
    restored: what is spent in between will not be converted."""

    number: int
    remedy: str
    cohorts: tuple[str, ...]
    coupons: int
    lots: int
    yen: int
    held_yen: int
    by_prefecture: tuple[PlanPrefecture, ...]
    accounts: tuple[PlanAccount, ...]
    exemption: tuple[PlanExemption, ...]
    warnings: tuple[PlanCaution, ...]


class PlanPreview(msgspec.Struct, frozen=True):
    """All steps, as of `at`."""

    at: datetime
    steps: tuple[PlanStepPreview, ...]
    overlaps: tuple[PlanOverlap, ...]


class _Lots(msgspec.Struct, frozen=True):
    prefecture: str
    product: str
    legal_kind: str
    issued_on: date
    expires_at: datetime | None
    lots: int
    yen: int
    held: int


def preview(
    connection: Connection, incident: str, steps: Sequence[PlanStep], terms: Terms, at: datetime
) -> PlanPreview:
    """What these steps would do if they ran at `at`."""
    cohorts = sorted({cohort.id for step in steps for cohort in step.cohorts})
    overlaps = tuple(
        PlanOverlap(tuple(names), count)
        for names, count in connection.execute(_OVERLAPS, (cohorts,))
    )
    return PlanPreview(
        at, tuple(_step(connection, incident, step, terms, at) for step in steps), overlaps
    )


def _step(
    connection: Connection, incident: str, step: PlanStep, terms: Terms, at: datetime
) -> PlanStepPreview:
    if step.remedy == "restore":
        return _restore(connection, incident, step, terms)
    asked = parameters(incident, step)
    coupons = {row[0]: row[1] for row in connection.execute(_COUPONS, asked)}
    lots = [_Lots(*row) for row in connection.execute(_LOTS, asked)]
    if step.remedy == "extend":
        assert step.until is not None, "terms give an extension its end"
        until = step.until
        lots = [one for one in lots if one.expires_at is not None and one.expires_at < until]
    yen: dict[str, int] = defaultdict(int)
    for one in lots:
        yen[one.prefecture] += one.yen
    total = sum(yen.values())
    exemption = _exemption(lots, step, terms) if step.remedy == "extend" else ()
    held = sum(one.held for one in lots)
    return PlanStepPreview(
        number=step.number,
        remedy=step.remedy,
        cohorts=tuple(cohort.name for cohort in step.cohorts),
        coupons=sum(coupons.values()),
        lots=sum(one.lots for one in lots),
        yen=total,
        held_yen=held,
        by_prefecture=tuple(
            PlanPrefecture(name, coupons.get(name, 0), yen.get(name, 0))
            for name in sorted({*coupons, *yen})
        ),
        accounts=(PlanAccount(Kind.LOT, Kind.GIFT_PAYABLE, total),)
        if step.remedy == "convert" and total
        else (),
        exemption=exemption,
        warnings=_warnings(step, sum(coupons.values()), held, exemption, at),
    )


def _exemption(lots: list[_Lots], step: PlanStep, terms: Terms) -> tuple[PlanExemption, ...]:
    assert step.until is not None
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in lots:
        product = terms.products[one.product]
        issued = datetime.combine(one.issued_on, time(), JST)
        beyond = passes_total_validity(product, issued, step.until)
        line = sums[one.product, one.legal_kind]
        for place, count in enumerate((one.lots, one.yen)):
            line[place] += count
            line[place + 2] += count if beyond else 0
    return tuple(
        PlanExemption(
            product, kind, kind not in ("free", "exempt"), *line,
            refused=bool(line[2])
            and terms.products[product].beyond_max_total_validity == "refuse",
        )
        for (product, kind), line in sorted(sums.items())
    )  # fmt: skip


def _restore(
    connection: Connection, incident: str, step: PlanStep, terms: Terms
) -> PlanStepPreview:
    rows = connection.execute(_RESTORED, parameters(incident, step)).fetchall()
    by_prefecture: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    borne: dict[str, int] = defaultdict(int)
    for prefecture, product, _, coupons, yen in rows:
        by_prefecture[prefecture][0] += coupons
        by_prefecture[prefecture][1] += yen
        issuer = terms.products[product].restore_borne_by == "issuer"
        borne[Kind.COMPENSATION_EXPENSE if issuer else Kind.MERCHANT_PAYABLE] += yen
    count = sum(row[2] for row in rows)
    return PlanStepPreview(
        number=step.number,
        remedy=step.remedy,
        cohorts=tuple(cohort.name for cohort in step.cohorts),
        coupons=sum(line[0] for line in by_prefecture.values()),
        lots=count,
        yen=sum(borne.values()),
        held_yen=0,
        by_prefecture=tuple(
            PlanPrefecture(name, *line) for name, line in sorted(by_prefecture.items())
        ),
        accounts=tuple(PlanAccount(kind, Kind.LOT, yen) for kind, yen in sorted(borne.items())),
        exemption=(),
        warnings=_warnings(step, count, 0, (), datetime.min.replace(tzinfo=UTC)),
    )


def _warnings(
    step: PlanStep, members: int, held: int, exemption: Sequence[PlanExemption], at: datetime
) -> tuple[PlanCaution, ...]:
    found: list[PlanCaution] = []

    def warn(code: str, ja: str, en: str) -> None:
        found.append(PlanCaution(code, ja, en))

    for cohort in step.cohorts:
        if not cohort.automatic:
            warn(
                "decided_one_by_one",
                f"対象者群{cohort.name}は1件ずつ人が判断します。判断済みのものだけが対象です。",
                f"Cohort {cohort.name} is decided one by one: only what was decided is acted on.",
            )
    if not members:
        warn("nobody", "対象者がいません。", "The step would act on nobody.")
    if step.remedy == "extend" and step.until is not None and step.until <= at:
        warn("too_late", "延長後の期限がすでに過ぎています。", "The new expiry has passed already.")
    if held:
        warn(
            "held",
            f"仮押さえ中の{held}円があります。転換の前に確定または取消が必要です(R11)。",
            f"{held} yen are held: capture or void them before the conversion (R11).",
        )
    for line in exemption:
        if line.beyond_lots and line.counts:
            warn(
                "exemption_lost",
                f"{line.product}の{line.beyond_lots}件が発行から6か月の適用除外を外れます(Z-4)。",
                f"{line.beyond_lots} lots of {line.product} lose the six-month exemption (Z-4).",
            )
        if line.refused:
            warn(
                "refused_by_terms",
                f"{line.product}は規約により通算期間を超える延長ができません。",
                f"The terms of {line.product} refuse an extension past its total validity.",
            )
    return tuple(found)
