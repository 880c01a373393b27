"""One key stands for one request and one outcome, whenever it is asked."""

from datetime import datetime, timedelta

import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.errors import KeyReused
from zandaka.operations.convert import Convert
from zandaka.operations.lapse import Lapse
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.pay import Pay


def test_three_presses_are_one_payment(world: World) -> None:
    purse = world.purse(1_000)
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=500)
    answers = [world.do(pay, "press") for _ in range(3)]
    assert [answer.replayed for answer in answers] == [False, True, True]
    assert len({(a.operation, a.code, a.outcome, a.recorded_at) for a in answers}) == 1
    assert world.lots(purse) == [(500, 0)]


@pytest.mark.parametrize("later", [timedelta(hours=12), timedelta(days=40), timedelta(days=400)])
def test_after_midnight_and_after_expiry_the_outcome_is_the_same(
    world: World, later: timedelta
) -> None:
    [paper] = world.coupons()
    pay = Pay(wallet=paper, merchant="tokyo-1", yen=500)
    first = world.do(pay, "paid")
    world.clock.set(world.clock.now() + later)
    again = world.do(pay, "paid")
    assert (again.operation, again.outcome) == (first.operation, first.outcome)
    assert world.refused(pay) == "value_expired"


def test_the_lots_once_chosen_stay_chosen(world: World) -> None:
    purse = world.purse(300, 300)
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=400)
    first = world.done(pay, "chosen")
    world.done(Load(wallet=purse, yen=200))
    assert world.done(pay, "chosen") == first
    assert world.lots(purse) == [(0, 0), (200, 0), (200, 0)]


def test_a_refusal_is_an_outcome(world: World) -> None:
    """What was refused stays refused under its key, though it would be accepted by now."""
    purse = world.purse(100)
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=200)
    first = world.do(pay, "too much")
    assert first.code == "insufficient_value"
    world.done(Load(wallet=purse, yen=500))
    again = world.do(pay, "too much")
    assert (again.code, again.operation, again.replayed) == (first.code, first.operation, True)
    assert world.pay(purse, 200).accepted


def test_a_key_with_another_request_is_an_error_and_changes_nothing(world: World) -> None:
    purse = world.purse(1_000)
    first = world.do(Pay(wallet=purse, merchant="tokyo-1", yen=500), "key")
    before = world.value("SELECT count(*) FROM operations")
    for other in (
        Pay(wallet=purse, merchant="tokyo-1", yen=501),
        Pay(wallet=purse, merchant="kyoto-1", yen=500),
        Pay(wallet=purse, merchant="tokyo-1", yen=500, reference="x"),
        Leave(wallet=purse),
    ):
        with pytest.raises(KeyReused):
            world.do(other, "key")
    assert world.value("SELECT count(*) FROM operations") == before
    assert world.do(Pay(wallet=purse, merchant="tokyo-1", yen=500), "key").outcome == first.outcome


def test_a_key_is_one_request_in_all_books(world: World) -> None:
    purses = [world.purse(1_000, key=f"purse-{n}") for n in range(6)]
    here = purses[0]
    there = next(one for one in purses if ids.book_of(one) != ids.book_of(here))
    world.done(Pay(wallet=here, merchant="tokyo-1", yen=1), "key")
    with pytest.raises(KeyReused):
        world.do(Pay(wallet=there, merchant="tokyo-1", yen=1), "key")


def test_another_caller_has_keys_of_its_own(world: World) -> None:
    purse = world.purse(1_000)
    pay = Pay(wallet=purse, merchant="tokyo-1", yen=100)
    one = world.do(pay, "key", caller="one")
    other = world.do(pay, "key", caller="other")
    assert one.operation != other.operation
    assert not other.replayed
    assert world.lots(purse) == [(800, 0)]


def test_a_send_between_books_repeats_in_all_its_steps(world: World) -> None:
    [coupon] = world.coupons(key="paper")
    apps = [world.app(f"app-{n}") for n in range(6)]
    far = next(one for one in apps if ids.book_of(one) != ids.book_of(coupon))
    load = LoadCoupon(coupon=coupon, to=far)
    first = world.done(load, "load")
    assert not first["in_transit"]
    assert world.done(load, "load") == first
    assert world.lots(far) == [(2_000, 0)]
    assert world.value("SELECT count(*) FROM operations WHERE verb IN ('arrive', 'settle')") == 2


def test_a_refused_send_comes_back_whole(world: World) -> None:
    [coupon] = world.coupons(key="paper")
    apps = [world.app(f"app-{n}") for n in range(6)]
    far = next(one for one in apps if ids.book_of(one) != ids.book_of(coupon))
    world.done(Leave(wallet=far))
    load = LoadCoupon(coupon=coupon, to=far)
    assert [world.refused(load, "load") for _ in range(2)] == ["wallet_closed"] * 2
    assert world.lots(coupon) == [(2_000, 0)]
    world.paid(coupon, 2_000)


def test_what_ended_ends_once(world: World) -> None:
    [lapsed, converted] = world.coupons(2)
    world.clock.set(datetime(2023, 2, 25, tzinfo=JST))
    assert world.do(Lapse(wallet=lapsed), "lapse").outcome == (
        world.do(Lapse(wallet=lapsed), "lapse").outcome
    )
    assert world.refused(Lapse(wallet=lapsed)) == "nothing_left"
    convert = Convert(wallet=converted, reason="outage")
    assert world.done(convert, "convert") == world.done(convert, "convert")
    assert world.refused(convert) == "nothing_left"
