"""A coupon is repaid once: by gift or by transfer, to one applicant, decided by another person."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.redress.bank.conftest import INCIDENT, Bureau

from zandaka.errors import Refusal
from zandaka.redress.actions.decide_claim import DecideClaim
from zandaka.redress.gifts.choice import choose


def recipient(bureau: Bureau) -> int:
    [[number]] = bureau.rows(
        "INSERT INTO recipients (incident, language, channel, address, address_hash)"
        " VALUES (%s, 'ja', 'mail', '', '\\x01') RETURNING id",
        (INCIDENT,),
    )
    return int(number)


def choose_gift(bureau: Bureau, who: int) -> None:
    with bureau.database.connect() as connection, connection.transaction():
        terms = bureau.ledger.terms.incidents[INCIDENT]
        choose(connection, terms, who, None, "amazon", bureau.clock.now(), "holder:test")


def refused(
    bureau: Bureau, refund: int, decision: str = "approve", by: str = "operator:sato"
) -> str:
    with pytest.raises(Refusal) as caught:
        bureau.decide(refund, decision, by)
    return caught.value.code


def test_who_takes_a_transfer_has_no_gift(bureau: Bureau) -> None:
    coupon, who = bureau.coupon(), recipient(bureau)
    bureau.at(4, 1)
    bureau.convert(coupon, who)
    refund = bureau.apply(bureau.inquiry(coupon))
    assert bureau.decide(refund) == {"refund": refund, "state": "approved", "yen": 2_000}
    with pytest.raises(Refusal) as caught:
        choose_gift(bureau, who)
    assert caught.value.code == "bank_refund_chosen"
    assert bureau.rows("SELECT state, taken_by FROM entitlements") == [("bank", f"refund-{refund}")]


def test_who_chose_a_gift_has_no_transfer(bureau: Bureau) -> None:
    coupon, who = bureau.coupon(), recipient(bureau)
    bureau.at(4, 1)
    bureau.convert(coupon, who)
    refund = bureau.apply(bureau.inquiry(coupon))
    choose_gift(bureau, who)
    assert refused(bureau, refund) == "chosen_as_gift"
    assert bureau.state(refund) == "applied"
    assert bureau.decide(refund, "deny")["state"] == "denied"


def test_a_gift_chosen_while_the_refund_waited_ends_the_refund(bureau: Bureau) -> None:
    coupon, who = bureau.coupon(), recipient(bureau)
    bureau.at(3, 25)
    refund = bureau.apply(bureau.inquiry(coupon))
    assert bureau.decide(refund)["yen"] == 0
    bureau.at(4, 1)
    bureau.convert(coupon, who)
    choose_gift(bureau, who)
    bureau.work()
    assert bureau.state(refund) == "denied"
    assert bureau.rows("SELECT state FROM entitlements") == [("gift",)]


def test_of_a_gift_and_a_transfer_at_once_one_wins(bureau: Bureau) -> None:
    coupons = [bureau.coupon() for _ in range(4)]
    bureau.at(4, 1)
    for number, coupon in enumerate(coupons):
        [[who]] = bureau.rows(
            "INSERT INTO recipients (incident, language, channel, address, address_hash)"
            " VALUES (%s, 'ja', 'mail', '', %s) RETURNING id",
            (INCIDENT, bytes([number])),
        )
        bureau.convert(coupon, who)
        refund = bureau.apply(bureau.inquiry(coupon))
        barrier = threading.Barrier(2)

        def gift(who: int = who, barrier: threading.Barrier = barrier) -> str:
            barrier.wait()
            try:
                choose_gift(bureau, who)
            except Refusal as refusal:
                return refusal.code
            return "gift"

        def bank(refund: int = refund, barrier: threading.Barrier = barrier) -> str:
            barrier.wait()
            try:
                bureau.decide(refund)
            except Refusal as refusal:
                return refusal.code
            return "bank"

        with ThreadPoolExecutor(2) as pool:
            outcome = {pool.submit(gift), pool.submit(bank)}
        assert {one.result() for one in outcome} in (
            {"gift", "chosen_as_gift"}, {"bank", "bank_refund_chosen"},
        )  # fmt: skip


def test_an_approval_before_conversion_takes_what_is_converted_later(bureau: Bureau) -> None:
    coupon = bureau.coupon()
    bureau.at(3, 25)
    refund = bureau.apply(bureau.inquiry(coupon))
    assert bureau.decide(refund) == {"refund": refund, "state": "approved", "yen": 0}
    bureau.work()
    assert bureau.rows("SELECT yen FROM bank_refunds") == [(0,)]
    bureau.at(4, 1)
    bureau.convert(coupon)
    bureau.work()
    assert bureau.rows("SELECT yen, state FROM bank_refunds") == [(2_000, "approved")]
    assert bureau.rows("SELECT state, taken_by FROM entitlements") == [("bank", "refund-1")]


def test_denying_leaves_the_gift(bureau: Bureau) -> None:
    coupon, who = bureau.coupon(), recipient(bureau)
    bureau.at(4, 1)
    bureau.convert(coupon, who)
    bureau.decide(bureau.apply(bureau.inquiry(coupon)), "deny")
    choose_gift(bureau, who)
    assert bureau.rows("SELECT state FROM entitlements") == [("gift",)]


def test_one_coupon_one_applicant(bureau: Bureau) -> None:
    coupon = bureau.coupon()
    bureau.at(4, 1)
    first, second = (bureau.apply(bureau.inquiry(coupon)) for _ in range(2))
    bureau.decide(first)
    assert refused(bureau, second) == "bank_refund_exists"
    bureau.decide(second, "deny")
    assert refused(bureau, second) == refused(bureau, first) == "wrong_bank_refund_state"


def test_two_applications_approved_at_once(bureau: Bureau) -> None:
    coupon = bureau.coupon()
    bureau.at(4, 1)
    refunds = [bureau.apply(bureau.inquiry(coupon)) for _ in range(4)]

    def approve(refund: int) -> str:
        try:
            return str(bureau.decide(refund)["state"])
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(approve, refunds))
    assert outcomes == ["approved", *["bank_refund_exists"] * 3]


def test_another_person_decides(bureau: Bureau) -> None:
    inquiry = bureau.inquiry(bureau.coupon())
    bureau.at(4, 1)
    refund = bureau.apply(inquiry, by="operator:sato")
    assert refused(bureau, refund) == refused(bureau, refund, "deny") == "same_person"
    assert bureau.decide(refund, by="operator:suzuki")["state"] == "approved"
    assert refused(bureau, 99) == "unknown_bank_refund"


@pytest.mark.parametrize("decision", ["approve", "deny", "close"])
def test_its_claim_is_decided_with_it_and_not_alone(bureau: Bureau, decision: Any) -> None:
    coupon = bureau.coupon()
    bureau.at(4, 1)
    bureau.convert(coupon)
    refund = bureau.apply(bureau.inquiry(coupon))
    alone = DecideClaim(claim=1, decision=decision, reasons=("not theirs",))

    def refuse() -> None:
        before = bureau.everything()
        with pytest.raises(Refusal) as caught:
            bureau.do(alone, "operator:tanaka")
        assert caught.value.code == "wrong_claim"
        assert bureau.everything() == before

    refuse()
    bureau.decide(refund)
    bureau.at(5, 8)
    # Come back, its claim waits again; closed, what is owed would be nobody's.
    bureau.results(bureau.released(), (refund, 1, 2_000, "1"))
    assert bureau.rows("SELECT state FROM claims") == [("open",)]
    refuse()


def test_what_is_converted_after_the_refund_was_paid_follows_it(bureau: Bureau) -> None:
    [first] = bureau.approved()
    file = bureau.released()
    bureau.results(file, (first, 1, 2_000, "0"))
    [(coupon, wallet, operation)] = bureau.rows(
        "SELECT coupon, wallet, operation FROM entitlements"
    )
    # As if a payment had been refunded by its shop, and converted once more.
    bureau.rows(
        "INSERT INTO entitlements (incident, coupon, wallet, operation, prefecture, yen)"
        " VALUES (%s, %s, %s, %s, '13', 300) RETURNING id",
        (INCIDENT, coupon, wallet, operation + 1),
    )
    bureau.work()
    assert bureau.rows("SELECT id, adds_to, yen, state FROM bank_refunds ORDER BY id") == [
        (first, None, 2_000, "paid"), (first + 1, first, 300, "approved"),
    ]  # fmt: skip
