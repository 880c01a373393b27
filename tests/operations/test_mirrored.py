"""What another ledger did, in our books: counted from when it happened, and never twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.ledger.world import JST, START, World

from zandaka import ids
from zandaka.errors import KINDS
from zandaka.operations.confirm import Confirm
from zandaka.operations.convert import Convert
from zandaka.operations.extend import Extend
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.mirror_refund import MirrorRefund
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.reads import coupons, incident
from zandaka.reads.as_of import balance_at, lots_at

ISSUED = START - timedelta(days=20)
ENDS = datetime(2023, 2, 25, tzinfo=JST)


def coupon(**other: Any) -> MirrorCoupon:
    fields: dict[str, Any] = {
        "ledger": "hill", "reference": "C-1", "inquiry": "AB-0001", "campaign": "spring",
        "prefecture": "13", "yen": 3_000, "issued_at": ISSUED, "expires_at": ENDS,
    }  # fmt: skip
    return MirrorCoupon(**{**fields, **other})


def mirrored(world: World, **other: Any) -> ids.WalletId:
    return ids.WalletId.parse(world.done(coupon(**other))["wallet"])


def payment(wallet: ids.WalletId, yen: int, at: datetime, **other: Any) -> MirrorPayment:
    return MirrorPayment(
        wallet=wallet,
        ledger="hill",
        reference="T-1",
        merchant="店 1",
        yen=yen,
        effective_at=at,
        **other,
    )


def paid(world: World, wallet: ids.WalletId, yen: int, at: datetime) -> ids.OperationId:
    answer = world.do(payment(wallet, yen, at))
    assert answer.accepted, answer
    return ids.OperationId(answer.operation)


def refund(of: ids.OperationId, yen: int, at: datetime) -> MirrorRefund:
    return MirrorRefund(payment=of, reference="R-1", yen=yen, effective_at=at)


def ledger_account(world: World) -> int:
    return world.value("SELECT sum(balance)::bigint FROM accounts WHERE kind = 'mirrored_ledger'")


def test_a_coupon_counts_from_when_it_was_issued(world: World) -> None:
    wallet = mirrored(world, holder="sora")
    assert world.rows("SELECT form, holder, inquiry, secret FROM wallets") == [
        ("paper", "sora", "AB-0001", None)
    ]
    tick = timedelta(microseconds=1)
    with world.database.connect() as connection:
        assert lots_at(connection, wallet, ISSUED) == []
        [lot] = lots_at(connection, wallet, ISSUED + tick)
        assert (lot.yen, lot.issued_at, lot.expires_at) == (3_000, ISSUED, ENDS)
        view = coupons.by_inquiry(connection, "AB-0001", world.now())
    assert view is not None
    assert (view.coupon, view.yen, view.issued_at) == (wallet, 3_000, ISSUED)
    assert ledger_account(world) == -3_000


def test_payments_and_refunds_count_from_when_they_were(world: World) -> None:
    wallet = mirrored(world)
    spent_at, back_at = START - timedelta(hours=3), START - timedelta(hours=1)
    first = paid(world, wallet, 2_500, spent_at)
    assert world.done(refund(first, 1_000, back_at))["left_yen"] == 1_500
    lot = world.value("SELECT id FROM accounts WHERE wallet = %s", (int(wallet),))
    tick = timedelta(microseconds=1)
    with world.database.connect() as connection:
        balances = [
            balance_at(connection, lot, at)
            for at in (spent_at, spent_at + tick, back_at, back_at + tick, world.now())
        ]
    assert balances == [3_000, 500, 500, 1_500, 1_500]
    assert ledger_account(world) == -1_500


def test_a_confirmed_payment_is_told_from_one_that_is_not(world: World) -> None:
    wallet = mirrored(world)
    at = START - timedelta(hours=3)
    world.done(payment(wallet, 100, at, confirmed=True))
    world.done(payment(wallet, 200, at + timedelta(minutes=1)))
    with world.database.connect() as connection:
        found = incident.debits(connection, at, START)
    assert [(one.yen, one.confirmed, one.merchant, one.coupons) for one in found] == [
        (100, True, "店 1", (wallet,)), (200, False, "店 1", (wallet,)),
    ]  # fmt: skip


def test_redress_goes_one_way(world: World) -> None:
    """Restored, extended, converted like any coupon; nothing twice (R25)."""
    wallet = mirrored(world)
    debit = paid(world, wallet, 3_000, START - timedelta(hours=3))
    world.done(refund(debit, 1_000, START - timedelta(hours=2)))
    restore = Restore(debit=debit, yen=2_001, reason="outage")
    assert world.refused(restore) == "exceeds_debit"
    assert world.done(Restore(debit=debit, reason="outage"))["yen"] == 2_000
    assert world.refused(refund(debit, 1, world.clock.now())) == "exceeds_debit"
    assert ledger_account(world) == -3_000
    until = ENDS + timedelta(days=5)
    assert world.done(Extend(wallet=wallet, expires_at=until, reason="outage"))["yen"] == 3_000
    world.clock.set(until)
    assert world.done(Convert(wallet=wallet, reason="outage"))["yen"] == 3_000


def test_a_mirrored_payment_has_used_no_limit(world: World) -> None:
    """What is restored of it gives none back: the wallet's own use of the day stays."""
    wallet = mirrored(world, yen=9_000)
    debit = paid(world, wallet, 1_000, START - timedelta(minutes=1))
    world.paid(wallet, 700)
    world.done(Restore(debit=debit, reason="outage"))
    assert world.value("SELECT yen FROM usage WHERE wallet = %s", (int(wallet),)) == 700


def test_a_shop_of_the_other_ledger_acts_there(world: World) -> None:
    debit = paid(world, mirrored(world), 100, START - timedelta(hours=1))
    for command in (
        Refund(payment=debit, merchant="tokyo-1"),
        Confirm(payment=debit, merchant="tokyo-1"),
    ):
        assert world.refused(command) == "wrong_operation"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"issued_at": ENDS}, "time_not_allowed"),
        ({"expires_at": ISSUED}, "time_not_allowed"),
        ({"expires_at": ISSUED, "prefecture": "27"}, "prefecture_not_in_campaign"),
        ({"expires_at": ISSUED, "prefecture": "27", "campaign": "autumn"}, "unknown_campaign"),
        ({"issued_at": START}, ""),
        ({"expires_at": ISSUED + timedelta(microseconds=1)}, ""),
    ],
)
def test_what_no_coupon_can_be(world: World, other: dict[str, Any], code: str) -> None:
    assert world.refused(coupon(**other)) == code


def test_of_a_payment_the_first_refusal_is_told(world: World) -> None:
    wallet = mirrored(world)
    ahead, before = START + timedelta(seconds=1), ISSUED - timedelta(seconds=1)
    nobody = ids.WalletId(ids.make(0, 999))
    asked = [
        payment(wallet, 3_000, ahead), payment(wallet, 3_001, ahead), payment(nobody, 3_001, ahead),
    ]  # fmt: skip
    codes = [world.refused(one) for one in asked]
    assert codes == ["time_not_allowed", "insufficient_value", "unknown_wallet"]
    assert world.refused(payment(wallet, 1, before)) == "time_not_allowed"
    order = list(KINDS)
    assert sorted(codes, key=order.index, reverse=True) == codes
    debit = paid(world, wallet, 3_000, ISSUED)
    nothing = ids.OperationId(ids.make(0, 999))
    codes = [
        world.refused(one)
        for one in (
            refund(debit, 1, before),
            refund(debit, 3_001, before),
            refund(nothing, 1, before),
        )
    ]
    assert codes == ["time_not_allowed", "exceeds_debit", "unknown_operation"]
    assert world.refused(refund(ids.OperationId(ids.make(0, 1)), 1, ISSUED)) in (
        "wrong_operation", "unknown_operation",
    )  # fmt: skip
