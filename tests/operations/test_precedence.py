"""Where several refusals apply, the first in the order of `errors.KINDS` is told.

Each case builds up reasons one by one, in the order of the list: every step must change the code
to the new first one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.ledger.world import JST, TERMS, World

from zandaka import ids
from zandaka.errors import KINDS
from zandaka.ledger.command import Command
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.force_post import ForcePost
from zandaka.operations.give import Give
from zandaka.operations.increase import Increase
from zandaka.operations.lapse import Lapse
from zandaka.operations.lapse_gift import LapseGift
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.remit import Remit
from zandaka.operations.restore import Restore
from zandaka.operations.take_back_gift import TakeBackGift
from zandaka.postgres import Database
from zandaka.terms.load import load_terms

NOBODY = ids.WalletId(ids.make(0, 999))
NOTHING = ids.OperationId(ids.make(0, 999))


@pytest.fixture
def late(database: Database) -> Iterator[World]:
    """Where what a hold did not cover in time is posted by force."""
    days: list[dict[str, Any]] = [{"from": date(2022, 1, 1), "source": "test-terms", "days": 10}]
    paying = {"force_post": days, "source": "test-terms"}
    with World(database, terms=load_terms(TERMS, {"products": {"purse": {"paying": paying}}})) as w:
        yield w


def told(world: World, *commands: Command) -> list[str]:
    """The codes of commands that have more and more wrong with them: they must come ever earlier
    in the list."""
    codes = [world.refused(command) for command in commands]
    places = [list(KINDS).index(code) for code in codes]
    assert places == sorted(set(places), reverse=True), codes
    return codes


def pay(wallet: ids.WalletId, yen: int, merchant: str = "tokyo-1") -> Pay:
    return Pay(wallet=wallet, merchant=merchant, yen=yen)


def test_of_a_payment(world: World) -> None:
    purse = world.purse(100)
    codes = told(world, pay(purse, 200), pay(purse, 4_001))
    world.done(Leave(wallet=purse))
    codes += told(
        world,
        pay(purse, 4_001),
        pay(purse, 4_001, "tokyo-2"),
        pay(purse, 4_001, "nobody"),
        pay(NOBODY, 4_001, "nobody"),
    )
    assert codes == [
        "insufficient_value", "limit_exceeded", "wallet_closed", "merchant_closed",
        "unknown_merchant", "unknown_wallet",
    ]  # fmt: skip


def test_of_a_payment_with_coupons(world: World) -> None:
    [paper] = world.coupons()
    codes = told(world, pay(paper, 2_001), pay(paper, 7_001), pay(paper, 7_001, "kyoto-1"))
    world.pass_time(days=1)
    codes += told(world, pay(paper, 7_001, "kyoto-1"))
    world.done(Leave(wallet=paper))
    codes += told(world, pay(paper, 7_001, "kyoto-1"))
    assert codes == [
        "insufficient_value", "limit_exceeded", "not_accepted_here", "value_expired",
        "wallet_closed",
    ]  # fmt: skip


def test_of_a_load(world: World) -> None:
    purse = world.purse()
    codes = told(world, Load(wallet=purse, yen=9_000))
    world.done(Leave(wallet=purse))
    codes += told(world, Load(wallet=purse, yen=9_000), Load(wallet=NOBODY, yen=9_000))
    assert codes == ["limit_exceeded", "wallet_closed", "unknown_wallet"]
    app = world.app()
    assert told(world, Load(wallet=app, yen=9_000)) == ["wrong_form"]
    world.done(Leave(wallet=app))
    assert told(world, Load(wallet=app, yen=9_000)) == ["wallet_closed"]


def test_of_a_coupon_to_be_loaded(world: World) -> None:
    """The coupon's own reasons come first: the wallet may be in another book."""
    [coupon] = world.coupons(key="coupon")
    app = world.app()
    world.done(Authorise(wallet=coupon, merchant="tokyo-1", yen=10, minutes=9_000))
    codes = told(world, LoadCoupon(coupon=coupon, to=app))
    world.pass_time(days=1)
    codes += told(world, LoadCoupon(coupon=coupon, to=app))
    world.done(Leave(wallet=coupon))
    codes += told(world, LoadCoupon(coupon=coupon, to=app), LoadCoupon(coupon=NOBODY, to=app))
    assert codes == ["hold_open", "value_expired", "wallet_closed", "unknown_wallet"]
    assert told(world, LoadCoupon(coupon=app, to=app)) == ["wrong_form"]
    world.done(Leave(wallet=app))
    assert told(world, LoadCoupon(coupon=app, to=app)) == ["wallet_closed"]


def test_of_a_refund(world: World) -> None:
    purse = world.purse(1_000)
    payment = world.paid(purse, 100)
    facts: dict[str, Any] = {"payment": payment, "yen": 101}
    assert told(
        world,
        Refund(merchant="tokyo-1", **facts),
        Refund(merchant="kyoto-1", **facts),
        Refund(merchant="kyoto-1", payment=NOTHING, yen=101),
    ) == ["exceeds_debit", "not_your_operation", "unknown_operation"]


def test_of_a_restoration(world: World) -> None:
    purse = world.purse(1_000)
    payment = world.paid(purse, 100)
    refused = ids.OperationId(world.pay(purse, 5_000).operation)
    ahead = world.now() + timedelta(seconds=1)

    def restore(debit: ids.OperationId, yen: int) -> Restore:
        return Restore(debit=debit, yen=yen, reason="outage", effective_at=ahead)

    assert told(
        world, restore(payment, 1), restore(payment, 101), restore(refused, 101),
        restore(NOTHING, 101),
    ) == ["time_not_allowed", "exceeds_debit", "wrong_operation", "unknown_operation"]  # fmt: skip
    before = world.now() - timedelta(seconds=1)
    early = Restore(debit=payment, reason="outage", effective_at=before)
    assert told(world, early) == ["time_not_allowed"]


def test_of_a_capture(world: World) -> None:
    purse = world.purse(1_000)
    hold = ids.OperationId(
        world.do(Authorise(wallet=purse, merchant="tokyo-1", yen=100, minutes=10)).operation
    )
    codes = told(world, Capture(hold=hold, merchant="tokyo-1", yen=101))
    world.pass_time(minutes=10)
    codes += told(
        world,
        Capture(hold=hold, merchant="tokyo-1", yen=101),
        Capture(hold=hold, merchant="kyoto-1", yen=101),
        Capture(hold=NOTHING, merchant="kyoto-1", yen=101),
    )
    assert codes == ["exceeds_hold", "hold_ended", "not_your_operation", "unknown_operation"]


def test_of_an_extension(world: World) -> None:
    [paper] = world.coupons()
    too_long = datetime(2023, 3, 25, tzinfo=JST)

    def extend(until: datetime, lot: int | None = None, wallet: ids.WalletId = paper) -> Extend:
        return Extend(
            wallet=wallet, expires_at=until, reason="outage",
            lot=None if lot is None else ids.LotId(lot),
        )  # fmt: skip

    codes = told(world, extend(too_long))
    world.done(extend(too_long - timedelta(seconds=1)))
    codes += told(
        world, extend(world.now()), extend(world.now(), NOTHING), extend(too_long, NOTHING, NOBODY)
    )
    assert codes == ["validity_too_long", "not_later", "unknown_lot", "unknown_wallet"]
    world.paid(paper, 2_000)
    assert told(world, extend(too_long), extend(world.now())) == ["nothing_left", "not_later"]


def test_of_a_lapse(world: World) -> None:
    [paper] = world.coupons()
    world.done(Authorise(wallet=paper, merchant="tokyo-1", yen=2_000, minutes=9_000))
    assert told(world, Lapse(wallet=paper)) == ["not_expired"]
    world.pass_time(days=1)
    assert told(world, Lapse(wallet=paper), Lapse(wallet=NOBODY)) == [
        "hold_open", "unknown_wallet",
    ]  # fmt: skip


def test_of_what_is_owed_as_a_gift(world: World) -> None:
    [paper, other] = world.coupons(2)
    world.pass_time(days=1)
    world.done(Convert(wallet=paper, reason="outage"))

    def give(yen: int, coupon: ids.WalletId, wallet: ids.WalletId) -> Give:
        return Give(wallet=wallet, coupon=coupon, yen=yen, brand="leaf", order="1")

    def remit(yen: int, coupon: ids.WalletId, wallet: ids.WalletId) -> Remit:
        return Remit(wallet=wallet, coupon=coupon, yen=yen, refund="1")

    for make in (give, remit):
        assert told(
            world, make(2_001, paper, paper), make(2_001, other, paper), make(2_001, other, NOBODY)
        ) == ["insufficient_value", "unknown_lot", "unknown_wallet"]  # fmt: skip

    def lapse(coupon: ids.WalletId, wallet: ids.WalletId) -> LapseGift:
        return LapseGift(wallet=wallet, coupon=coupon, reason="deadline")

    assert told(world, lapse(other, other), lapse(paper, other), lapse(paper, NOBODY)) == [
        "nothing_left", "unknown_lot", "unknown_wallet",
    ]  # fmt: skip
    gift = ids.OperationId(world.do(give(2_000, paper, paper)).operation)
    remitted = ids.OperationId(world.do(remit(1, paper, paper)).operation)
    world.done(TakeBackGift(gift=gift, reason="denied"))
    assert told(
        world, *(TakeBackGift(gift=one, reason="denied") for one in (gift, remitted, NOTHING))
    ) == ["exceeds_debit", "wrong_operation", "unknown_operation"]  # fmt: skip


def test_of_what_is_posted_by_force(late: World) -> None:
    purse = late.purse(1_000)
    hold = ids.OperationId(late.do(Authorise(wallet=purse, merchant="tokyo-1", yen=100)).operation)

    def post(yen: int, merchant: str = "tokyo-1", on: ids.OperationId = hold) -> ForcePost:
        return ForcePost(hold=on, merchant=merchant, yen=yen)

    codes = told(late, post(100), post(101))
    late.pass_time(days=30)
    codes += told(
        late, post(101), post(101, "kyoto-1"), post(101, "kyoto-1", NOTHING),
        post(101, "nobody", NOTHING), ForcePost(wallet=NOBODY, merchant="nobody", yen=1),
    )  # fmt: skip
    assert codes == [
        "hold_not_ended", "exceeds_hold", "hold_ended", "not_your_operation", "unknown_operation",
        "unknown_merchant", "unknown_wallet",
    ]  # fmt: skip


def test_of_an_increase(world: World) -> None:
    purse = world.purse(1_000)
    asked = Authorise(wallet=purse, merchant="tokyo-1", yen=100, minutes=10)
    hold = ids.OperationId(world.do(asked).operation)
    world.pass_time(minutes=10)

    def more(yen: int, merchant: str = "tokyo-1", on: ids.OperationId = hold) -> Increase:
        return Increase(hold=on, merchant=merchant, yen=yen)

    codes = told(world, more(1_000), more(1_001), more(4_001))
    world.done(Leave(wallet=purse))
    codes += told(
        world, more(4_001), more(4_001, "kyoto-1"), more(4_001, "kyoto-1", NOTHING),
        more(4_001, "nobody", NOTHING),
    )  # fmt: skip
    assert codes == [
        "hold_ended", "insufficient_value", "limit_exceeded", "wallet_closed",
        "not_your_operation", "unknown_operation", "unknown_merchant",
    ]  # fmt: skip
