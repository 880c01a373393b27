"""Checks of plans: how far they are, and what came of each step."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from zandaka.cases.checks.base import Check, Ground, said
from zandaka.cases.compare import Difference, differences
from zandaka.reads import plan_report, plans
from zandaka.rules.plan import PlanState, StepState


class PlanStepSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a case says of one step. `already` and `refused` are counts by code."""

    number: int | UnsetType = UNSET
    state: StepState | UnsetType = UNSET
    planned: int | UnsetType = UNSET
    done: int | UnsetType = UNSET
    yen: int | UnsetType = UNSET
    already: dict[str, int] | UnsetType = UNSET
    refused: dict[str, int] | UnsetType = UNSET


class PlanCheck(Check, frozen=True):
    """How the newest plan of an incident stands. `steps`: every step, in order; `whole`: what was
    put aside for gifts is what is owed to coupons."""

    plan: str
    state: PlanState | UnsetType = UNSET
    steps: tuple[PlanStepSaid, ...] | UnsetType = UNSET
    whole: bool | UnsetType = UNSET

    def require_said(self) -> None:
        if len(said(self)) < 3:
            raise ValueError("says nothing of the plan")

    def differences(self, ground: Ground) -> list[Difference]:
        numbers = plans.plans_of(ground.connection, self.plan)
        report = plan_report.report(ground.connection, numbers[-1]) if numbers else None
        if report is None:
            return [Difference("plan", "a plan", "none")]
        wanted: dict[str, Any] = {
            name: value for name, value in said(self).items() if name in ("state", "whole")
        }
        if self.steps is not UNSET:
            wanted["steps"] = [said(one) for one in self.steps]
        return differences(wanted, msgspec.to_builtins(report), "plan")
