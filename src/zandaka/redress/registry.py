"""Every action and every worker there is."""

from typing import Final

from zandaka.redress.action import Action
from zandaka.redress.worker import Worker

ACTIONS: Final[dict[str, type[Action]]] = {
    action.verb: action
    for action in list[type[Action]]((
    ))
}  # fmt: skip

#: In the order in which one thing follows from another.
WORKERS: Final[tuple[Worker, ...]] = ()
