"""`verify` passes on what the ledger writes, and finds the place of whatever was changed."""

from datetime import datetime, timedelta

from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger.ledger import Ledger
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.lapse import Lapse
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.void import Void


def everything(world: World) -> None:
    """Every verb that moves value, holds it, or moves an expiry."""
    apps = [world.app(f"app-{n}") for n in range(4)]
    assert {ids.book_of(app) for app in apps} == {0, 1}
    purse = world.purse(3_000, 2_000, key="purse")
    for n, app in enumerate(apps):
        for coupon in world.coupons(2, key=f"coupons-{n}"):
            world.done(LoadCoupon(coupon=coupon, to=app))
    paper = world.coupons(3, key="paper")
    payment = world.paid(apps[0], 2_500)
    world.done(Refund(payment=payment, merchant="tokyo-1", yen=700))
    world.done(Restore(debit=payment, yen=300, reason="double debit"))
    hold = world.do(Authorise(wallet=apps[1], merchant="tokyo-1", yen=900, minutes=60))
    world.done(
        Capture(hold=ids.OperationId(hold.operation), merchant="tokyo-1", yen=400, final=False)
    )
    other = world.do(Authorise(wallet=purse, merchant="kyoto-1", yen=3_500, minutes=60))
    world.done(Void(hold=ids.OperationId(other.operation), merchant="kyoto-1"))
    spent = world.paid(purse, 3_200, "kyoto-1")
    world.pass_time(hours=1)
    world.done(
        Restore(
            debit=spent, yen=100, reason="late", effective_at=world.now() - timedelta(minutes=30),
        )
    )  # fmt: skip
    until = datetime(2023, 3, 10, tzinfo=JST)
    world.done(Extend(wallet=paper[0], expires_at=until, reason="outage", incident="2023-02-24"))
    world.pass_time(days=1)
    world.done(Lapse(wallet=paper[1]))
    world.done(Convert(wallet=paper[2], reason="outage"))
    assert world.pay(paper[1], 1).code == "insufficient_value"


def test_what_the_ledger_writes_passes(world: World) -> None:
    everything(world)
    verified = world.verify()
    assert verified.books == [0, 1]
    assert verified.operations == world.value("SELECT count(*) FROM operations")
    assert verified.transfers == world.value("SELECT count(*) FROM transfers")
    assert verified.batches == world.value("SELECT count(*) FROM batches")
    assert verified.accounts == world.value("SELECT count(*) FROM accounts")


def test_an_empty_ledger_passes(world: World) -> None:
    assert world.verify().operations == 0


def test_two_ledgers_on_one_database_keep_one_chain(world: World) -> None:
    other: Ledger = world.another_ledger()
    purse = world.purse(1_000)
    with other:
        world.paid(purse, 100)
        world.ledger.close()
        world.ledger = other
        world.paid(purse, 100)
        assert world.verify().operations == 4
