"""Every action and every worker there is."""

from typing import Final

from zandaka.redress.action import Action
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.draft_plan import DraftPlan
from zandaka.redress.actions.pause_plan import PausePlan
from zandaka.redress.actions.resume_plan import ResumePlan
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.actions.stop_plan import StopPlan
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import Worker

ACTIONS: Final[dict[str, type[Action]]] = {
    action.verb: action
    for action in list[type[Action]]((
        DraftPlan, ApprovePlan, StartStep, PausePlan, ResumePlan, StopPlan,
    ))
}  # fmt: skip

#: In the order in which one thing follows from another.
WORKERS: Final[tuple[Worker, ...]] = (PlanWorker(),)
