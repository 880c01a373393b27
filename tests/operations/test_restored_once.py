"""No debit is given back twice, whichever remedies ask for it (R25)."""

from collections.abc import Callable

import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.operations.load import Load
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore

Remedy = Callable[..., Refund | Restore]


def refund(payment: ids.OperationId, yen: int | None = None) -> Refund:
    return Refund(payment=payment, merchant="tokyo-1", yen=yen)


def restore(payment: ids.OperationId, yen: int | None = None) -> Restore:
    return Restore(debit=payment, yen=yen, reason="double debit", incident="2023-02-24")


@pytest.mark.parametrize(
    "remedies",
    [
        (refund, refund),
        (restore, restore),
        (refund, restore),
        (restore, refund),
    ],
)
def test_a_mix_never_passes_the_debit(world: World, remedies: tuple[Remedy, Remedy]) -> None:
    purse = world.purse(600, 400)
    payment = world.paid(purse, 1_000)
    first, second = remedies
    world.done(first(payment, 700))
    assert world.refused(second(payment, 301)) == "exceeds_debit"
    assert world.done(second(payment))["yen"] == 300
    for remedy in remedies:
        assert world.refused(remedy(payment, 1)) == "exceeds_debit"
        assert world.refused(remedy(payment)) == "exceeds_debit"
    assert world.lots(purse) == [(600, 0), (400, 0)]


def test_each_lot_gets_back_its_own_and_the_longest_lasting_first(world: World) -> None:
    purse = world.purse(600)
    world.pass_time(days=1)
    world.done(Load(wallet=purse, yen=400))
    payment = world.paid(purse, 900)
    assert world.lots(purse) == [(0, 0), (100, 0)]
    world.done(refund(payment, 250))
    assert world.lots(purse) == [(0, 0), (350, 0)]
    world.done(restore(payment, 100))
    assert world.lots(purse) == [(50, 0), (400, 0)]


def test_in_one_batch_too(world: World) -> None:
    """Two remedies that wait for the same book see one another."""
    purse = world.purse(1_000)
    payment = world.paid(purse, 1_000)
    with world.database.connect(role=None) as blocker:
        blocker.execute("SELECT FROM books FOR UPDATE")
        futures = [
            world.ledger.submit(command, "test", f"remedy-{number}")
            for number, command in enumerate(
                (refund(payment, 600), restore(payment, 600), refund(payment, 400))
            )
        ]
    answers = [future.result(30) for future in futures]
    assert [answer.code for answer in answers] == ["", "exceeds_debit", ""]
    assert world.lots(purse) == [(1_000, 0)]
