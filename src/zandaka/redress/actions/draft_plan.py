"""Draft a plan (計画の起案): the steps of the incident's terms over its newest frozen cohorts."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.operations.base import Reference
from zandaka.reads.plan_preview import PlanPreview, preview
from zandaka.redress.action import Action, Connection, Desk
from zandaka.rules.plan import PlanCohort, PlanStep
from zandaka.terms.incident_model import IncidentTerms, StepTerms

_NEWEST = """
SELECT DISTINCT ON (name) name, id, version, members, yen
FROM cohorts WHERE incident = %s ORDER BY name, version DESC
"""
_INSERT = """
INSERT INTO plans (incident, drafted_at, drafted_by, terms_hash, steps, preview)
VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""


class PlanDrafted(msgspec.Struct, frozen=True):
    """The new plan and what it would do if it ran now."""

    plan: int
    preview: PlanPreview


class DraftPlan(Action, frozen=True, kw_only=True, tag="draft_plan"):
    """Drafts a plan from the incident's terms: the newest frozen version of each cohort that a
    step names. It keeps what it would do, for a second person to approve."""

    verb: ClassVar[str] = "draft_plan"
    ja: ClassVar[str] = (
        "障害の規約にある手順と、凍結済みの最新の対象者群から、計画を起案します。"
        "実行した場合の件数と金額を残し、別の人の承認を待ちます。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PlanDrafted

    incident: Reference

    def act(self, desk: Desk) -> PlanDrafted:
        terms = desk.terms.incidents.get(self.incident)
        declared = desk.connection.execute(
            "SELECT FROM incidents WHERE id = %s", (self.incident,)
        ).fetchone()
        if terms is None or declared is None:
            raise Refusal("unknown_incident", incident=self.incident)
        steps = draft_steps(terms, newest_cohorts(desk.connection, terms))
        found = preview(desk.connection, self.incident, steps, desk.terms, desk.now)
        row = desk.connection.execute(
            _INSERT,
            (
                self.incident, desk.now, desk.by, desk.terms.hash,
                msgspec.json.encode(steps).decode(), msgspec.json.encode(found).decode(),
            ),
        ).fetchone()  # fmt: skip
        assert row is not None
        return PlanDrafted(row[0], found)


def newest_cohorts(connection: Connection, terms: IncidentTerms) -> dict[str, PlanCohort]:
    """The newest frozen version of each cohort of the incident, by name."""
    found: dict[str, PlanCohort] = {}
    for name, number, version, members, yen in connection.execute(_NEWEST, (terms.id,)):
        cohort = terms.cohort_named(name)
        if cohort is not None:
            found[name] = PlanCohort(number, name, version, cohort.automatic, members, yen)
    return found


def draft_steps(terms: IncidentTerms, cohorts: dict[str, PlanCohort]) -> tuple[PlanStep, ...]:
    """The steps of the terms, in the order of their numbers. Refuses cohort_not_frozen."""
    return tuple(_step(step, cohorts) for step in sorted(terms.step, key=lambda step: step.number))


def _step(step: StepTerms, cohorts: dict[str, PlanCohort]) -> PlanStep:
    missing = [name for name in step.cohorts if name not in cohorts]
    if missing:
        raise Refusal("cohort_not_frozen", cohorts=missing, step=step.number)
    return PlanStep(
        step.number,
        step.remedy,
        tuple(cohorts[name] for name in step.cohorts),
        step.until,
        step.not_before,
        step.reason.ja,
        step.reason.en,
        step.source,
    )
