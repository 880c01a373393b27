"""Whether a withdrawal for which a fee was kept is one of its month's free ones after all (R110):
one that had it has failed since."""

from zandaka.ledger.model import State, Touch, Usage
from zandaka.operations.payout import Payout
from zandaka.rules import fees
from zandaka.terms.instrument.withdrawing import Route
from zandaka.terms.model import Product


def touch_free(touch: Touch) -> None:
    """For a command that names the orders of withdrawals, and the limits of `fees.free_kind`."""
    touch.counted.add(Payout)
    touch.successors = True
    touch.predecessors = True


def free_after_all(
    product: Product, route: Route, payout: Payout, state: State
) -> tuple[Usage, ...] | None:
    """None where it is not. What it uses where it is: nothing where a later month has begun to be
    used, of which alone the usage tells; its payout says by itself then that it is free."""
    if product.withdrawing.free_one != "first_successful":
        return None
    uses = fees.take_free(product, route, payout.wallet, state, payout.ordered_on)
    if uses or not fees.is_over(route, payout.wallet, state, payout.ordered_on):
        return uses or None
    free = fees.free_on(product, route, payout.ordered_on)
    return () if _had(fees.free_kind(route), payout, state) < free else None


def _had(kind: str, payout: Payout, state: State) -> int:
    """How many free ones of its month are under way or were paid, with whichever card (R83)."""
    cards = {one.id for one in state.line(state.successor(payout.wallet))}
    month = fees.month_of(payout.ordered_on)
    return sum(
        isinstance(one, Payout)
        and one.wallet in cards
        and one.free == kind
        and one.state != "returned"
        and fees.month_of(one.ordered_on) == month
        for one in state.records.values()
    )
