"""Authorise, capture, void: what is held is kept, and no longer than it should be."""

from datetime import timedelta

import pytest
from tests.ledger.world import World

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.void import Void


def hold(world: World, wallet: ids.WalletId, yen: int, minutes: int = 60) -> ids.OperationId:
    answer = world.do(Authorise(wallet=wallet, merchant="tokyo-1", yen=yen, minutes=minutes))
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def test_what_is_held_cannot_be_paid(world: World) -> None:
    purse = world.purse(1_000)
    hold(world, purse, 600)
    assert world.pay(purse, 401).code == "insufficient_value"
    world.paid(purse, 400)
    assert world.lots(purse) == [(600, 600)]


def test_a_hold_ends_at_its_expiry_and_not_before(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 600, minutes=10)
    tick = timedelta(microseconds=1)
    world.clock.set(world.clock.now() + timedelta(minutes=10) - tick)
    assert world.pay(purse, 500).code == "insufficient_value"
    world.clock.set(world.clock.now() + tick)
    assert world.refused(Capture(hold=held, merchant="tokyo-1")) == "hold_ended"
    assert world.refused(Void(hold=held, merchant="tokyo-1")) == "hold_ended"
    world.paid(purse, 500)


@pytest.mark.parametrize("loads", [(1_000,), (500, 500)])
def test_value_of_an_ended_hold_is_spent_like_any_other(
    world: World, loads: tuple[int, ...]
) -> None:
    purse = world.purse(*loads)
    hold(world, purse, 600, minutes=10)
    world.pass_time(minutes=10)
    held = hold(world, purse, 100, minutes=10)
    world.paid(purse, 900)
    assert sum(balance for balance, _ in world.lots(purse)) == 100
    world.verify()
    world.done(Capture(hold=held, merchant="tokyo-1"))
    assert [balance for balance, _ in world.lots(purse)] == [0] * len(loads)


def test_a_capture_in_parts(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 600)
    world.done(Capture(hold=held, merchant="tokyo-1", yen=100, final=False))
    assert world.lots(purse) == [(900, 500)]
    assert world.refused(Capture(hold=held, merchant="tokyo-1", yen=501)) == "exceeds_hold"
    world.done(Capture(hold=held, merchant="tokyo-1", yen=200))
    assert world.lots(purse) == [(700, 0)]
    assert world.refused(Capture(hold=held, merchant="tokyo-1", yen=1)) == "hold_ended"


def test_another_shop_may_not_touch_a_hold(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 600)
    assert world.refused(Capture(hold=held, merchant="kyoto-1")) == "not_your_operation"
    assert world.refused(Void(hold=held, merchant="kyoto-1")) == "not_your_operation"
    payment = world.paid(purse, 100)
    assert world.refused(Capture(hold=payment, merchant="tokyo-1")) == "wrong_operation"


def test_a_capture_in_part_takes_what_ends_first(world: World) -> None:
    app = world.app()
    for days in (3, 0):
        [coupon] = world.coupons(days=days)
        world.done(LoadCoupon(coupon=coupon, to=app))
    held = hold(world, app, 3_000)
    assert world.lots(app) == [(2_000, 1_000), (2_000, 2_000)]
    world.done(Capture(hold=held, merchant="tokyo-1", yen=1_500))
    assert world.lots(app) == [(2_000, 0), (500, 0)]
