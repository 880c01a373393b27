"""Pause a plan (計画の一時停止)."""

from typing import ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.redress.action import Action, Desk
from zandaka.redress.plans import PlanChanged, PlanNumber, happen, locked
from zandaka.rules.plan import require_state


class PausePlan(Action, frozen=True, kw_only=True, tag="pause_plan"):
    """Pauses a plan: what a process has in hand is finished, and nothing more is begun."""

    verb: ClassVar[str] = "pause_plan"
    ja: ClassVar[str] = "計画を一時停止します。処理中の分だけ終えて、次には進みません。"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    outcome: ClassVar[type[msgspec.Struct]] = PlanChanged

    plan: PlanNumber

    def act(self, desk: Desk) -> PlanChanged:
        plan, now = locked(desk.connection, self.plan)
        require_state(now, "approved", "running")
        return happen(desk, plan, "paused")
