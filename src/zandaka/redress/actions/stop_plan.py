"""Stop a plan (計画の中止)."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.redress.action import Action, Desk
from zandaka.redress.plans import PlanChanged, PlanNumber, happen, locked
from zandaka.rules.plan import require_state


class StopPlan(Action, frozen=True, kw_only=True, tag="stop_plan"):
    """Ends a plan for good, also one that is only drafted. What was done stays done."""

    verb: ClassVar[str] = "stop_plan"
    ja: ClassVar[str] = "計画を取りやめます。実行済みの分はそのまま残ります。"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = PlanChanged

    plan: PlanNumber

    def act(self, desk: Desk) -> PlanChanged:
        plan, now = locked(desk.connection, self.plan)
        require_state(now, "drafted", "approved", "running", "paused")
        return happen(desk, plan, "stopped")
