"""Cash machines and collectors that move no money anywhere, in this process: for cases."""

from zandaka.providers.money.desk import Desk
from zandaka.providers.money.port import MoneyAnswer, MoneyOrder

_NO_ANSWER = MoneyAnswer("unknown", "no answer")


class DirectMoney:
    """A `MoneyProvider` with the faults of the sandbox."""

    def __init__(self) -> None:
        self.desk = Desk()

    def move(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves the money, or tells what became of the same order."""
        return self.desk.move(order) or _NO_ANSWER

    def undo(self, order: MoneyOrder) -> MoneyAnswer:
        """Moves it back."""
        return self.desk.undo(order) or _NO_ANSWER

    def cancel(self, order: MoneyOrder) -> MoneyAnswer:
        """Stops it, unless the money has moved."""
        return self.desk.cancel(order) or _NO_ANSWER
