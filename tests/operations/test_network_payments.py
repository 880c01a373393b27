"""Holds that grow and shrink, what is posted by force, purchases abroad: every yen and every use of
a limit is where the journal says. The world verifies itself when a test ends."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests.ledger.world import TERMS, World

from zandaka import ids
from zandaka.ledger.verify import Break, verify
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.end_hold import EndHold
from zandaka.operations.force_post import ForcePost
from zandaka.operations.increase import Increase
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.release import Release
from zandaka.operations.restore import Restore
from zandaka.operations.void import Void
from zandaka.postgres import Database
from zandaka.rules.overseas import Foreign
from zandaka.terms.load import load_terms

SHOP = "tokyo-1"
DAY = date(2022, 1, 1)


def block(**value: int) -> list[dict[str, Any]]:
    return [{"from": DAY, "source": "test-terms", **value}]


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    paying = {
        "hold": block(minutes=60),
        "hold_max": block(minutes=3_000),
        "force_post": block(days=10),
        "overseas_fee": block(basis_points=400),
        "beyond_balance_max": "suspense",
        "source": "test-terms",
    }
    terms = load_terms(TERMS, {"products": {"purse": {"paying": paying}}})
    with World(database, terms=terms) as world:
        yield world
        world.verify()


def hold(world: World, wallet: ids.WalletId, yen: int, **more: Any) -> ids.OperationId:
    answer = world.do(Authorise(wallet=wallet, merchant=SHOP, yen=yen, **more))
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def abroad(yen: int, country: str = "US", currency: str = "USD") -> Foreign:
    return Foreign(country=country, currency=currency, amount=str(yen), rate="1")


def used(world: World, wallet: int) -> int:
    rows = world.rows(
        "SELECT yen FROM usage WHERE wallet = %s AND limit_kind = 'pay_day_max'", (wallet,)
    )
    return rows[0][0] if rows else 0


def account(world: World, kind: str) -> int:
    return int(
        world.value("SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s", (kind,))
    )


def test_the_terms_say_how_long_and_a_merchant_may_not_ask_for_more(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 100)
    asked = Authorise(wallet=purse, merchant=SHOP, yen=1, minutes=3_001)
    assert world.refused(asked) == "hold_too_long"
    hold(world, purse, 1, minutes=3_000)
    world.pass_time(minutes=60)
    assert world.refused(Capture(hold=held, merchant=SHOP)) == "hold_ended"


def test_an_increase_holds_more_and_counts_on_its_own_day(world: World) -> None:
    purse = world.purse(3_000)
    held = hold(world, purse, 1_000, minutes=1_440)
    world.pass_time(hours=13)
    more = world.done(Increase(hold=held, merchant=SHOP, yen=500))
    assert (more["yen"], more["open_yen"]) == (500, 1_500)
    assert used(world, purse) == 500
    assert world.lots(purse) == [(3_000, 1_500)]
    # The newest is let go first: of the 500 of today, all.
    captured = world.done(Capture(hold=held, merchant=SHOP, yen=900))
    assert used(world, purse) == 0
    assert captured["open_yen"] == 0
    assert world.lots(purse) == [(2_100, 0)]
    # Nothing of it is left to give back a second time.
    world.pass_time(days=1)
    assert world.refused(EndHold(hold=held)) == "nothing_left"


def test_a_capture_of_two_days_comes_back_newest_first(world: World) -> None:
    purse = world.purse(3_000)
    held = hold(world, purse, 1_000, minutes=1_440)
    world.pass_time(hours=13)
    world.done(Increase(hold=held, merchant=SHOP, yen=500))
    world.paid(purse, 200)
    answer = world.do(Capture(hold=held, merchant=SHOP))
    payment = ids.OperationId(answer.operation)
    assert used(world, purse) == 700
    world.done(Refund(payment=payment, merchant=SHOP, yen=300))
    assert used(world, purse) == 400
    world.done(Restore(debit=payment, yen=300, reason="twice"))
    assert used(world, purse) == 200
    world.done(Refund(payment=payment, merchant=SHOP))
    assert used(world, purse) == 200
    assert sum(balance for balance, _ in world.lots(purse)) == 2_800


def test_the_cap_on_a_payment_looks_at_the_whole_hold(world: World) -> None:
    purse = world.purse(5_000)
    held = hold(world, purse, 3_000)
    assert world.refused(Increase(hold=held, merchant=SHOP, yen=1_001)) == "limit_exceeded"
    world.done(Increase(hold=held, merchant=SHOP, yen=1_000))
    assert world.refused(Increase(hold=held, merchant="kyoto-1", yen=1)) == "not_your_operation"
    world.pass_time(minutes=60)
    assert world.refused(Increase(hold=held, merchant=SHOP, yen=1)) == "hold_ended"


def test_an_increase_may_make_a_hold_longer_and_never_shorter(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 100)
    world.done(Increase(hold=held, merchant=SHOP, yen=1, minutes=1))
    world.pass_time(minutes=59)
    world.done(Increase(hold=held, merchant=SHOP, yen=1, minutes=120))
    world.pass_time(minutes=119)
    world.done(Capture(hold=held, merchant=SHOP))


def test_a_void_in_part_lets_go_of_what_ends_last(world: World) -> None:
    purse = world.purse(500, 500)
    held = hold(world, purse, 800)
    part = world.done(Void(hold=held, merchant=SHOP, yen=300))
    assert (part["yen"], part["open_yen"]) == (300, 500)
    assert world.lots(purse) == [(500, 500), (500, 0)]
    assert used(world, purse) == 500
    assert world.refused(Void(hold=held, merchant=SHOP, yen=501)) == "exceeds_hold"
    world.done(Void(hold=held, merchant=SHOP))
    assert used(world, purse) == 0
    assert world.refused(Void(hold=held, merchant=SHOP)) == "hold_ended"


def test_a_void_after_an_increase_gives_each_day_its_own(world: World) -> None:
    purse = world.purse(3_000)
    held = hold(world, purse, 1_000, minutes=1_440)
    world.pass_time(hours=13)
    world.done(Increase(hold=held, merchant=SHOP, yen=500))
    world.done(Void(hold=held, merchant=SHOP, yen=200))
    assert used(world, purse) == 300
    world.done(Void(hold=held, merchant=SHOP, yen=800))
    assert used(world, purse) == 0
    world.done(Capture(hold=held, merchant=SHOP, yen=100, final=False))
    world.done(Void(hold=held, merchant=SHOP))
    assert world.lots(purse) == [(2_900, 0)]


def test_a_hold_that_ran_out_gives_the_day_back(world: World) -> None:
    purse = world.purse(5_000, 2_000)
    held = hold(world, purse, 3_000)
    assert world.refused(EndHold(hold=held)) == "hold_not_ended"
    world.pass_time(minutes=60)
    world.paid(purse, 3_000)
    assert world.pay(purse, 1).code == "limit_exceeded"
    ended = world.done(EndHold(hold=held))
    assert ended["yen"] == 3_000
    assert used(world, purse) == 3_000
    world.paid(purse, 3_000)
    assert world.refused(EndHold(hold=held)) == "nothing_left"


def test_a_capture_that_came_late_takes_what_is_there_and_the_rest_is_owed(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 800)
    late = ForcePost(hold=held, merchant=SHOP)
    assert world.refused(late) == "hold_not_ended"
    world.pass_time(minutes=60)
    world.paid(purse, 700)
    posted = world.do(ForcePost(hold=held, merchant=SHOP, yen=500))
    assert posted.accepted
    assert b'"shortfall_yen":200' in posted.outcome
    assert account(world, "shortfall") == -200
    assert account(world, "merchant_payable") == 1_200
    assert world.refused(ForcePost(hold=held, merchant=SHOP, yen=301)) == "exceeds_hold"
    # What comes back first pays what is owed.
    payment = ids.OperationId(posted.operation)
    back = world.done(Refund(payment=payment, merchant=SHOP, yen=250))
    assert (back["yen"], back["shortfall_yen"]) == (50, 200)
    assert account(world, "shortfall") == 0
    restored = world.done(Restore(debit=payment, reason="twice"))
    assert restored["yen"] == 250
    assert sum(balance for balance, _ in world.lots(purse)) == 300


def test_what_is_posted_by_force_counts_beyond_the_cap(world: World) -> None:
    purse = world.purse(5_000, 3_000)
    world.paid(purse, 4_000)
    held = hold(world, purse, 2_000)
    world.pass_time(minutes=60)
    world.done(EndHold(hold=held))
    world.paid(purse, 2_000)
    world.done(ForcePost(hold=held, merchant=SHOP))
    assert used(world, purse) == 8_000
    assert world.pay(purse, 1).code == "limit_exceeded"


def test_force_has_its_time_and_needs_the_terms(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 800)
    world.pass_time(days=10, minutes=60)
    assert world.refused(ForcePost(hold=held, merchant=SHOP)) == "hold_ended"
    other = ForcePost(hold=held, merchant="kyoto-1")
    assert world.refused(other) == "not_your_operation"
    world.done(Leave(wallet=purse))
    world.done(ForcePost(wallet=purse, merchant=SHOP, yen=5))
    assert world.refused(ForcePost(wallet=world.app(), merchant=SHOP, yen=5)) == "not_offered"


def test_a_late_capture_takes_what_the_hold_kept_though_it_has_expired(world: World) -> None:
    purse = world.purse(1_000)
    world.pass_time(days=28, hours=11, minutes=30)
    held = hold(world, purse, 600, minutes=60)
    world.pass_time(hours=2)
    assert world.pay(purse, 1).code == "value_expired"
    posted = world.done(ForcePost(hold=held, merchant=SHOP))
    assert "shortfall_yen" not in posted
    assert world.lots(purse) == [(400, 0)]


@pytest.mark.parametrize("ended", [False, True])
def test_of_expired_value_it_takes_no_more_than_the_hold_kept(world: World, *, ended: bool) -> None:
    purse = world.purse(1_000)
    world.pass_time(days=28, hours=11, minutes=30)
    world.done(Load(wallet=purse, yen=2_000))
    other = hold(world, purse, 900, minutes=60)
    held = hold(world, purse, 300, minutes=60)
    world.done(Void(hold=other, merchant=SHOP))
    world.pass_time(hours=2)
    if ended:
        world.done(EndHold(hold=held))
    world.done(ForcePost(hold=held, merchant=SHOP))
    assert [balance for balance, _ in world.lots(purse)] == [900, 1_800]


@pytest.mark.parametrize("ended", [False, True])
def test_of_an_increased_hold_it_takes_what_may_still_be_posted(
    world: World, *, ended: bool
) -> None:
    purse = world.purse(1_000)
    world.pass_time(days=28, hours=11, minutes=30)
    held = hold(world, purse, 100, minutes=60)
    world.done(Increase(hold=held, merchant=SHOP, yen=200))
    world.pass_time(hours=2)
    if ended:
        world.done(EndHold(hold=held))
    posted = world.done(ForcePost(hold=held, merchant=SHOP))
    assert "shortfall_yen" not in posted
    assert [balance for balance, _ in world.lots(purse)] == [700]


@pytest.mark.parametrize(
    ("where", "fee"),
    [(("US", "USD"), 40), (("US", "JPY"), 0), (("JP", "USD"), 0)],
)
def test_a_purchase_abroad_costs_the_price_and_the_fee(
    world: World, where: tuple[str, str], fee: int
) -> None:
    purse = world.purse(5_000)
    paid = world.done(Pay(wallet=purse, merchant=SHOP, yen=1_012, foreign=abroad(1_012, *where)))
    assert paid["yen"] == 1_012 + fee
    assert account(world, "merchant_payable") == 1_012
    assert account(world, "fee_income") == fee
    assert used(world, purse) == 1_012 + fee


def test_a_hold_abroad_keeps_the_fee_and_its_capture_takes_that_of_the_price(world: World) -> None:
    purse = world.purse(5_000)
    held = hold(world, purse, 1_000, foreign=abroad(1_000))
    assert world.lots(purse) == [(5_000, 1_040)]
    world.done(Increase(hold=held, merchant=SHOP, yen=500, foreign=abroad(500)))
    assert world.lots(purse) == [(5_000, 1_560)]
    world.done(Void(hold=held, merchant=SHOP, yen=100))
    assert world.lots(purse) == [(5_000, 1_456)]
    first = world.done(Capture(hold=held, merchant=SHOP, yen=400, final=False))
    assert (first["yen"], first["fee"]["yen"], first["open_yen"]) == (400, 16, 1_040)
    rest = world.done(Capture(hold=held, merchant=SHOP))
    assert (rest["yen"], rest["fee"]["yen"]) == (1_000, 40)
    assert account(world, "fee_income") == 56
    assert world.lots(purse) == [(3_544, 0)]


def test_a_refund_brings_the_fee_back_in_proportion(world: World) -> None:
    purse = world.purse(5_000)
    answer = world.do(Pay(wallet=purse, merchant=SHOP, yen=1_012, foreign=abroad(1_012)))
    payment = ids.OperationId(answer.operation)
    first = world.done(Refund(payment=payment, merchant=SHOP, yen=1))
    assert (first["yen"], first["fee_yen"], first["left_yen"]) == (2, 1, 1_011)
    second = world.done(Refund(payment=payment, merchant=SHOP))
    assert (second["yen"], second["fee_yen"]) == (1_050, 39)
    assert world.lots(purse) == [(5_000, 0)]
    assert used(world, purse) == 0
    assert world.refused(Refund(payment=payment, merchant=SHOP, yen=1)) == "exceeds_debit"


def test_a_late_capture_abroad(world: World) -> None:
    purse = world.purse(1_000)
    held = hold(world, purse, 900, foreign=abroad(900))
    world.pass_time(minutes=60)
    world.paid(purse, 50)
    posted = world.do(ForcePost(hold=held, merchant=SHOP))
    outcome = world.done(Refund(payment=ids.OperationId(posted.operation), merchant=SHOP))
    assert b'"yen":900' in posted.outcome
    assert outcome["yen"] == 936
    assert account(world, "fee_income") == 0


def test_a_return_above_the_cap_is_kept_apart_until_there_is_room(world: World) -> None:
    purse = world.purse(4_000, 4_000)
    payment = world.paid(purse, 3_000)
    world.pass_time(days=1)
    world.done(Load(wallet=purse, yen=4_600))
    back = world.done(Refund(payment=payment, merchant=SHOP))
    assert (back["yen"], back["parked_yen"]) == (3_000, 2_600)
    assert account(world, "suspense") == 2_600
    assert world.refused(Release(wallet=purse)) == "limit_exceeded"
    world.paid(purse, 1_000)
    assert world.done(Release(wallet=purse))["left_yen"] == 1_600
    world.paid(purse, 3_000)
    assert world.done(Release(wallet=purse))["left_yen"] == 0
    assert world.refused(Release(wallet=purse)) == "nothing_left"
    assert account(world, "suspense") == 0
    assert sum(balance for balance, _ in world.lots(purse)) == 8_600


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE parked SET parts = '[]'", "parked of op"),
        ("UPDATE holds SET uses = '[]'", "hold op"),
    ],
)
def test_what_is_changed_beside_the_journal_is_found(world: World, change: str, row: str) -> None:
    purse = world.purse(4_000, 4_000)
    payment = world.paid(purse, 3_000)
    world.pass_time(days=1)
    world.done(Load(wallet=purse, yen=4_600))
    hold(world, purse, 500)
    world.done(Refund(payment=payment, merchant=SHOP))
    world.verify()
    with world.database.connect(role=None) as connection:
        connection.execute(change.encode())
        connection.commit()
        with pytest.raises(Break) as found:
            verify(connection)
        assert row in str(found.value)
    back = {
        "UPDATE parked SET parts = '[]'": "UPDATE parked SET parts = "
        "(SELECT jsonb_build_array(jsonb_build_object('lot', t.debit, 'yen', t.yen))"
        " FROM transfers t JOIN accounts a ON a.id = t.credit WHERE a.kind = 'suspense')",
        "UPDATE holds SET uses = '[]'": "UPDATE holds SET uses = '[[\"2023-02-25\", 500]]'",
    }[change]
    with world.database.connect(role=None, autocommit=True) as connection:
        connection.execute(back.encode())


def test_what_is_kept_apart_goes_to_its_lot_though_that_has_expired(world: World) -> None:
    purse = world.purse(4_000, 4_000)
    payment = world.paid(purse, 3_000)
    world.pass_time(days=20)
    world.done(Load(wallet=purse, yen=5_000))
    world.done(Restore(debit=payment, reason="twice"))
    assert account(world, "suspense") == 3_000
    world.pass_time(days=11)
    world.done(Release(wallet=purse))
    assert account(world, "suspense") == 0
    assert world.pay(purse, 4_000).accepted
