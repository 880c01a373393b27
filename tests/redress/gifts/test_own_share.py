"""Each row of what is owed stands for its own yen, whatever else is owed to its coupon: what
happens to one takes nothing of another, and what comes back is never without a row."""

from datetime import timedelta

from tests.redress.gifts.conftest import DEADLINE, INCIDENT, GiftWorld
from tests.redress.gifts.test_choice import choose

from zandaka import ids
from zandaka.operations.convert import Convert
from zandaka.operations.pay import Pay
from zandaka.operations.restore import Restore
from zandaka.providers.gift.sandbox.faults import Fault
from zandaka.redress import entitlements
from zandaka.redress.actions.cancel_gift import CancelGift
from zandaka.redress.bank import owed

#: A bank refund that is not there: `owed.take` is asked for it alone.
REFUND = 7


def test_a_lapse_takes_nothing_of_another_incident(world: GiftWorld) -> None:
    wallet = world.wallet("aoi", 2_000)
    world.contact("aoi")
    paid = world.command(Pay(wallet=wallet, merchant="shop", yen=500))
    world.convert(wallet)
    world.command(
        Restore(debit=ids.OperationId(paid.operation), reason="again", incident="another")
    )
    again = world.command(Convert(wallet=wallet, reason="again", incident="another"))
    with world.database.connect() as connection:
        entitlements.record(connection, "another", int(wallet), again)
    world.work()
    world.clock.set(DEADLINE)
    world.work()
    assert world.entitlements() == [(1_500, 0, "lapsed"), (500, 0, "open")]
    assert world.account("gift_payable") == 500


def half_given(world: GiftWorld) -> None:
    """Of 1,450 yen 50 came as a gift; the code for 1,400 was denied."""
    recipient = world.owed("aoi", 1_450)
    world.sandbox.faults.add(Fault("denial", brand="nanaco"))
    world.act(choose(world, recipient, "nanaco"))
    world.work()
    assert world.entitlements() == [(1_450, 50, "open")]


def take_back(world: GiftWorld) -> None:
    order = world.value("SELECT id FROM gift_orders WHERE state = 'issued'")
    world.act(CancelGift(order=order, reason="chosen by mistake"))
    world.work()
    assert world.value("SELECT state FROM gift_orders WHERE id = %s", order) == "cancelled"


def owed_in_rows(world: GiftWorld, *states: str) -> int:
    return int(
        world.value(
            "SELECT coalesce(sum(yen - given), 0)::bigint FROM entitlements WHERE state = ANY(%s)",
            list(states),
        )
    )


def test_a_gift_taken_back_after_the_rest_left_is_owed_again(world: GiftWorld) -> None:
    half_given(world)
    [[coupon]] = world.rows("SELECT coupon FROM entitlements")
    with world.database.connect() as connection, connection.transaction():
        connection.execute(
            "INSERT INTO claims (id, incident, kind, facts, taken_in_at, taken_in_by)"
            " OVERRIDING SYSTEM VALUE VALUES (7, %s, 'bank', '{}', now(), 'public')",
            (INCIDENT,),
        )
        connection.execute(
            "INSERT INTO bank_refunds (id, incident, claim, coupon, account, account_by, state)"
            " OVERRIDING SYSTEM VALUE VALUES (%s, %s, 7, %s, '', 'public', 'approved')",
            (REFUND, INCIDENT, coupon),
        )
        taken = owed.take(connection, REFUND, INCIDENT, coupon, world.clock.now(), "operator:sato")
    assert taken == 1_400
    take_back(world)
    # What the transfer takes is what was agreed to, and the 50 yen are owed beside it.
    assert owed_in_rows(world, "bank") == 1_400
    assert owed_in_rows(world, "open") == 50
    assert world.account("gift_payable") == 1_450


def test_a_gift_taken_back_after_the_rest_lapsed_can_be_chosen_for(world: GiftWorld) -> None:
    half_given(world)
    again = timedelta(days=15)
    world.clock.set(DEADLINE + again)
    world.work()
    assert world.entitlements() == [(1_450, 50, "lapsed")]
    take_back(world)
    assert owed_in_rows(world, "open") == 50
    assert world.account("gift_payable") == 50
    recipient = world.value("SELECT recipient FROM gift_orders LIMIT 1")
    chosen = world.act(choose(world, recipient, "amazon"))
    assert chosen["yen"] == 50
    world.work()
    assert world.account("gift_payable") == 0
    assert world.account("gift_provider_payable") == 50
