"""Approve a plan (計画の承認): by another person than drafted it."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.reads import plans as reads
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.draft_plan import newest_cohorts
from zandaka.redress.plans import PlanChanged, PlanNumber, happen, locked, stands
from zandaka.rules.plan import require_other_person, require_state


class ApprovePlan(Action, frozen=True, kw_only=True, tag="approve_plan"):
    """Approves a plan as it was previewed. Refused to whoever drafted it, and where the cohorts
    were frozen again or the terms have changed since: then it is drafted anew. Another plan of
    the incident that is in force has to be stopped, or to have ended, first."""

    verb: ClassVar[str] = "approve_plan"
    ja: ClassVar[str] = (
        "計画を、試算どおりに承認します。起案者本人は承認できません。"
        "対象者群または規約が起案後に変わっていれば、起案し直してください。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PlanChanged

    plan: PlanNumber

    def act(self, desk: Desk) -> PlanChanged:
        plan, now = locked(desk.connection, self.plan)
        require_state(now, "drafted")
        require_other_person(plan.drafted_by, desk.by)
        # Two plans of one incident approved at once: the second sees the first one in force.
        desk.connection.execute(
            "SELECT pg_advisory_xact_lock(hashtext('incident'), hashtext(%s))", (plan.incident,)
        )
        terms = desk.terms.incidents.get(plan.incident)
        if terms is None or plan.terms_hash != desk.terms.hash:
            raise Refusal("plan_outdated", changed="terms")
        newest = newest_cohorts(desk.connection, terms)
        for step in plan.steps:
            for cohort in step.cohorts:
                if newest[cohort.name].id != cohort.id:
                    raise Refusal("plan_outdated", changed="cohort", cohort=cohort.name)
        for number in reads.plans_of(desk.connection, plan.incident):
            other = reads.plan(desk.connection, number)
            assert other is not None
            state = stands(desk.connection, other).state
            if state not in ("drafted", "stopped", "ended"):
                raise Refusal("plan_in_force", plan=number, state=state)
        return happen(desk, plan, "approved")
