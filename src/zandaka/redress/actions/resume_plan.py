"""Resume a plan (計画の再開)."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.redress.action import Action, Desk
from zandaka.redress.plans import PlanChanged, PlanNumber, happen, locked
from zandaka.rules.plan import require_state


class ResumePlan(Action, frozen=True, kw_only=True, tag="resume_plan"):
    """Lets a paused plan go on where it was."""

    verb: ClassVar[str] = "resume_plan"
    ja: ClassVar[str] = "一時停止した計画を、続きから再開します。"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = PlanChanged

    plan: PlanNumber

    def act(self, desk: Desk) -> PlanChanged:
        plan, now = locked(desk.connection, self.plan)
        require_state(now, "paused")
        return happen(desk, plan, "resumed")
