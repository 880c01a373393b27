"""Per-day limits: to the yen, to the instant of midnight in Japan, and given back on the day they
were used on. The test purse may pay 6,000 yen a day and 4,000 at once."""

from datetime import datetime, timedelta

from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.lapse import Lapse
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.void import Void


def used(world: World, wallet: ids.WalletId, kind: str = "pay_day_max") -> int:
    return world.value(
        "SELECT coalesce(max(yen), 0) FROM usage WHERE wallet = %s AND limit_kind = %s",
        (int(wallet), kind),
    )


def midnight(world: World) -> datetime:
    today = world.clock.now().astimezone(JST)
    return today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def test_the_last_yen_of_a_day(world: World) -> None:
    purse = world.purse(4_000, 4_000)
    world.paid(purse, 4_000)
    assert world.pay(purse, 2_001).code == "limit_exceeded"
    world.paid(purse, 2_000)
    assert world.pay(purse, 1).code == "limit_exceeded"


def test_a_day_ends_at_midnight_in_japan(world: World) -> None:
    purse = world.purse(4_000, 4_000)
    world.paid(purse, 4_000)
    world.paid(purse, 2_000)
    world.clock.set(midnight(world) - timedelta(microseconds=1))
    assert world.pay(purse, 1).code == "limit_exceeded"
    world.pass_time(microseconds=1)
    world.paid(purse, 2_000)


def test_loads_of_a_day(world: World) -> None:
    purse = world.purse(5_000)
    assert world.refused(Load(wallet=purse, yen=5_001)) == "limit_exceeded"
    assert world.refused(Load(wallet=purse, yen=3_001)) == "limit_exceeded"
    world.done(Load(wallet=purse, yen=3_000))
    assert world.refused(Load(wallet=purse, yen=1)) == "limit_exceeded"
    world.clock.set(midnight(world))
    assert world.refused(Load(wallet=purse, yen=2_001)) == "limit_exceeded", "the balance's cap"
    world.done(Load(wallet=purse, yen=2_000))


def test_a_refund_gives_use_back_on_its_own_day_only(world: World) -> None:
    purse = world.purse(4_000, 4_000)
    first = world.paid(purse, 3_000)
    second = world.paid(purse, 3_000)
    world.done(Refund(payment=first, merchant="tokyo-1", yen=1_000))
    assert used(world, purse) == 5_000
    world.clock.set(midnight(world))
    world.paid(purse, 2_000)
    world.done(Refund(payment=second, merchant="tokyo-1"))
    assert used(world, purse) == 2_000


def test_a_void_and_the_rest_of_a_capture_give_use_back(world: World) -> None:
    purse = world.purse(4_000)
    held = world.done(Authorise(wallet=purse, merchant="tokyo-1", yen=3_000))
    assert held["yen"] == used(world, purse) == 3_000
    hold = ids.OperationId(world.value("SELECT max(id) FROM holds"))
    world.done(Capture(hold=hold, merchant="tokyo-1", yen=1_000, final=False))
    assert used(world, purse) == 3_000
    world.done(Capture(hold=hold, merchant="tokyo-1", yen=500))
    assert used(world, purse) == 1_500
    answer = world.do(Authorise(wallet=purse, merchant="tokyo-1", yen=1_000))
    world.done(Void(hold=ids.OperationId(answer.operation), merchant="tokyo-1"))
    assert used(world, purse) == 1_500


def test_the_refund_of_a_capture_gives_back_what_was_used_when_it_was_held(world: World) -> None:
    purse = world.purse(5_000, 3_000)
    answer = world.do(Authorise(wallet=purse, merchant="tokyo-1", yen=2_000))
    world.clock.set(midnight(world))
    hold = ids.OperationId(answer.operation)
    capture = world.do(Capture(hold=hold, merchant="tokyo-1"))
    world.paid(purse, 4_000)
    world.done(Refund(payment=ids.OperationId(capture.operation), merchant="tokyo-1"))
    assert used(world, purse) == 4_000, "what was held yesterday was never part of today"
    assert world.pay(purse, 2_001).code == "limit_exceeded"


def test_what_is_restored_of_a_lapse_was_never_used(world: World) -> None:
    app = world.app("app")
    [first] = world.coupons()
    world.done(LoadCoupon(coupon=first, to=app))
    world.clock.set(midnight(world) + timedelta(hours=1))
    lapse = world.do(Lapse(wallet=app))
    [fresh] = world.coupons()
    world.done(LoadCoupon(coupon=fresh, to=app))
    world.paid(app, 900)
    world.done(Restore(debit=ids.OperationId(lapse.operation), reason="outage"))
    assert used(world, app) == 900
