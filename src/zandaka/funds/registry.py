"""Every action and every worker there is: those of redress, and those of money that moves on."""

from typing import Final

from zandaka.redress import registry as redress
from zandaka.redress.action import Action
from zandaka.redress.worker import Worker

ACTIONS: Final[dict[str, type[Action]]] = {
    **redress.ACTIONS,
    **{action.verb: action for action in list[type[Action]](())},
}

WORKERS: Final[tuple[Worker, ...]] = (*redress.WORKERS,)
