"""The call centre: taken in, checked with the shop, decided by another person, carried out once
(R22 to R27)."""

from datetime import date
from typing import Any

import pytest
from tests.redress.claims.conftest import OUTAGE, Region, jst, utc

from zandaka.errors import Invalid, Refusal
from zandaka.operations.extend import Extend
from zandaka.operations.refund import Refund
from zandaka.redress.actions.decide_claim import DecideClaim
from zandaka.redress.actions.take_in_call import TakeInCall
from zandaka.redress.claims import desk
from zandaka.redress.work import awards


def three_presses(region: Region) -> tuple[Any, str, list[Any]]:
    """500 yen meant once, taken three times; 500 of the 2,000 are left."""
    coupon, inquiry = region.coupon()
    region.at(jst(2, 24, 18, 30))
    debits = [region.at(jst(2, 24, 18, 30, second)).pay(coupon, 500) for second in (0, 5, 10)]
    region.at(jst(3, 2, 10)).declare()
    return coupon, inquiry, debits


def results(seen: Any) -> dict[str, str]:
    return {one["name"]: one["result"] for one in seen["conditions"]}


def test_a_call_shows_the_debits_and_decides_nothing(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    taken = region.call(inquiry, yen=500, on=date(2023, 2, 24), said="三回押した")
    seen = taken["seen"]
    assert seen["coupon"] == str(coupon)
    assert [one["debit"] for one in seen["debits"]] == [str(debit) for debit in debits]
    assert seen["repeated"] == [{"debits": [str(one) for one in debits], "excess": 1_000}]
    assert seen["suggested"] == [{"debit": str(one), "yen": 500} for one in debits[1:]]
    assert results(seen) == {
        "inquiry_number": "met", "expires_on": "met", "prefecture": "met", "shop": "met",
        "on": "met", "yen": "met", "debit": "met", "shop_record": "unknown",
    }  # fmt: skip
    assert region.work().rows("SELECT FROM awards") == []
    assert region.lots(coupon)[0][0] == 500
    assert "三回押した" not in str(region.rows("SELECT * FROM claims"))
    assert "三回押した" not in str(region.rows("SELECT * FROM actions"))


@pytest.mark.parametrize("left_out", ["inquiry_number", "expires_on", "prefecture", "shop"])
def test_each_of_the_four_questions_must_be_answered(region: Region, left_out: str) -> None:
    region.declare()
    told: dict[str, Any] = {
        "inquiry_number": "3800-0000-0000-0015", "expires_on": date(2023, 2, 24),
        "prefecture": "38", "shop": "mikan",
    }  # fmt: skip
    del told[left_out]
    with pytest.raises(Invalid) as error:
        region.act(TakeInCall(incident=OUTAGE, kind="double_press", **told))
    assert error.value.field == left_out
    assert "regionpay-notice-2" in error.value.rule


def test_what_disagrees_is_told_and_what_is_not_known_is_unknown(region: Region) -> None:
    coupon, inquiry = region.coupon()
    region.at(jst(2, 24, 18, 30))
    region.pay(coupon, 500)
    region.declare()
    wrong = region.call(inquiry, expires_on=date(2023, 2, 25), prefecture="09", shop="そば処")
    assert results(wrong["seen"]) == {
        "inquiry_number": "met", "expires_on": "not_met", "prefecture": "not_met",
        # そば処 is part of a shop's name, and may be meant: that is not "not met".
        "shop": "unknown", "debit": "unknown", "shop_record": "unknown",
    }  # fmt: skip
    other = region.call(inquiry, shop="手打ちそば処")
    assert results(other["seen"])["shop"] == "not_met"
    assert results(other["seen"])["debit"] == "not_met"
    nobody = region.call("3800-0000-0009-9990")
    assert results(nobody["seen"]) == {
        "inquiry_number": "not_met", "expires_on": "unknown", "prefecture": "unknown",
        "shop": "unknown", "debit": "unknown", "shop_record": "unknown",
    }  # fmt: skip


def test_a_debit_outside_the_hours_of_the_outage_is_not_shown(region: Region) -> None:
    coupon, inquiry = region.coupon()
    before = region.at(jst(2, 24, 17, 59, 59)).pay(coupon, 100)
    first = region.at(jst(2, 24, 18)).pay(coupon, 100)
    last = region.at(jst(2, 24, 20, 59, 59)).pay(coupon, 100)
    after = region.at(jst(2, 24, 21)).pay(coupon, 100)
    region.declare()
    taken = region.call(inquiry)
    shown = [one["debit"] for one in taken["seen"]["debits"]]
    assert shown == [str(first), str(last)]
    region.check(taken["claim"])
    for debit in (before, after):
        with pytest.raises(Refusal) as refused:
            region.approve(taken["claim"], (debit, 100))
        assert refused.value.code == "wrong_operation"


def test_approved_before_the_end_is_restored_and_extended(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    checked = region.check(claim, completed=(debits[2],))
    # The shop saw the third press complete: the first two are what was too much.
    assert [one["debit"] for one in checked["seen"]["suggested"]] == [str(x) for x in debits[:2]]
    region.at(jst(3, 31, 23, 59, 59))
    decided = region.approve(claim, (debits[0], 500), (debits[1], 500))
    assert len(decided["awards"]) == 2
    region.work()
    assert region.lots(coupon) == [(1_500, utc(jst(4, 1)))]
    assert region.owed() == []
    region.pay(coupon, 300)
    # What is left at the promised end is converted, once for both awards (R26).
    region.at(jst(4, 1)).work()
    assert region.owed() == [(int(coupon), 1_200)]
    assert region.lots(coupon)[0][0] == 0
    assert region.notes(claim) == [
        "taken_in", "shop_checked", "approved", "restored", "restored", "converted",
        "not_converted",
    ]  # fmt: skip


def test_decided_at_the_end_goes_straight_to_the_gift(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = region.call(inquiry, kind="cash_also_debited")["claim"]
    region.check(claim)
    region.at(jst(4, 1))
    region.approve(claim, (debits[1], 500), (debits[2], 500))
    region.work()
    assert region.rows("SELECT * FROM extensions") == []
    assert region.value("SELECT json_array_length(outcome->'extensions') FROM awards LIMIT 1") == 0
    # With the 500 that were left on the coupon when it ended.
    assert region.owed() == [(int(coupon), 1_500)]
    assert region.value("SELECT prefecture FROM entitlements") == "38"


def test_decided_in_time_and_carried_out_too_late_is_no_loss(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    region.check(claim)
    region.at(jst(3, 31, 23, 59, 59))
    region.approve(claim, (debits[2], 500))
    region.at(jst(4, 1, 0, 0, 1)).work()
    assert region.owed() == [(int(coupon), 1_000)]
    effective = region.value(
        "SELECT effective_at FROM operations WHERE verb = 'restore' AND code = ''"
    )
    assert effective == jst(3, 31, 23, 59, 59)


def test_who_took_it_in_may_not_decide(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    claim = region.call(inquiry, by="operator:sato")["claim"]
    region.check(claim)
    with pytest.raises(Refusal) as refused:
        region.approve(claim, (debits[2], 500), by="operator:sato")
    assert refused.value.code == "same_person"
    with pytest.raises(Refusal) as refused:
        region.act(DecideClaim(claim=claim, decision="deny", reasons=("x",)), by="operator:sato")
    assert refused.value.code == "same_person"
    assert region.approve(claim, (debits[2], 500), by="operator:suzuki")["state"] == "approved"


@pytest.mark.parametrize("agrees", [None, "no", "unknown"])
def test_without_the_shops_agreement_nothing_is_restored(region: Region, agrees: Any) -> None:
    _, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    if agrees is not None:
        region.check(claim, agrees)
    with pytest.raises(Refusal) as refused:
        region.approve(claim, (debits[2], 500))
    assert refused.value.code == "not_checked"
    assert refused.value.params["agrees"] == agrees
    # A later record takes the place of the earlier one; both stay.
    region.check(claim, "yes")
    assert region.approve(claim, (debits[2], 500))["state"] == "approved"
    assert region.value("SELECT count(*) FROM shop_records") == 1 + (agrees is not None)


def test_a_debit_is_restored_once_by_whichever_claim(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    first, second = (region.call(inquiry)["claim"] for _ in range(2))
    region.check(first)
    region.check(second)
    region.approve(first, (debits[2], 300))
    with pytest.raises(Refusal) as refused:
        region.approve(second, (debits[2], 201))
    assert refused.value.code == "exceeds_debit"
    assert refused.value.params["left_yen"] == 200
    region.work()
    with pytest.raises(Refusal) as refused:
        region.approve(second, (debits[2], 201))
    assert refused.value.params["left_yen"] == 200
    region.approve(second, (debits[2], 200))
    region.work()
    assert region.lots(coupon)[0][0] == 1_000


def test_given_back_by_the_shop_meanwhile_the_award_is_refused(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    region.check(claim)
    region.approve(claim, (debits[2], 500))
    region.done(Refund(payment=debits[2], merchant="mikan"))
    region.work()
    assert region.rows("SELECT state, outcome->>'refused' FROM awards") == [
        ("refused", "exceeds_debit")
    ]
    assert region.notes(claim)[-1] == "award_refused"
    assert region.lots(coupon)[0][0] == 1_000
    # A person looks again: the claim waits, its first decision is still told.
    assert region.rows("SELECT state, decided_by FROM claims") == [("checked", "operator:suzuki")]
    with pytest.raises(Refusal) as refused:
        region.approve(claim, (debits[2], 500))
    assert refused.value.code == "exceeds_debit"
    region.approve(claim, (debits[1], 500))
    region.work()
    assert region.lots(coupon)[0][0] == 1_500
    assert region.rows("SELECT state FROM claims") == [("approved",)]
    assert region.notes(claim)[-4:] == ["approved", "award_refused", "approved", "restored"]


def test_a_claim_of_which_one_award_was_refused_can_be_closed(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    region.check(claim)
    region.approve(claim, (debits[1], 500), (debits[2], 500))
    region.done(Refund(payment=debits[2], merchant="mikan"))
    region.work()
    assert region.rows("SELECT state FROM awards ORDER BY id") == [("done",), ("refused",)]
    assert region.rows("SELECT state FROM claims") == [("checked",)]
    region.act(
        DecideClaim(claim=claim, decision="close", reasons=("店舗が返金済み",)), "operator:suzuki"
    )
    region.work()
    assert region.rows("SELECT state FROM claims") == [("closed",)]
    assert region.notes(claim)[-1] == "closed"


@pytest.mark.parametrize("kind", ["bounce", "gift", "plan"])
def test_what_another_action_decides_can_only_be_closed(region: Region, kind: Any) -> None:
    region.declare()
    with region.database.connect() as connection:
        claim = desk.take_in(
            connection, incident=OUTAGE, kind=kind, coupon=None, private=None, facts={},
            at=region.clock.now(), by="house",
        )  # fmt: skip

    def decide(decision: Any) -> Any:
        return region.act(DecideClaim(claim=claim, decision=decision, reasons=("確認済",)))

    for decision in ("approve", "deny"):
        with pytest.raises(Refusal) as refused:
            decide(decision)
        assert refused.value.code == "wrong_claim"
    assert decide("close")["state"] == "closed"


def test_a_longer_expiry_is_left_as_it_is(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    region.done(Extend(wallet=coupon, expires_at=jst(4, 10), reason="別件"))
    claim = region.call(inquiry)["claim"]
    region.check(claim)
    region.approve(claim, (debits[2], 500))
    region.work()
    assert region.lots(coupon) == [(1_000, utc(jst(4, 10)))]
    region.at(jst(4, 1)).work()
    assert region.owed() == []
    region.at(jst(4, 10)).work()
    assert region.owed() == [(int(coupon), 1_000)]


def test_another_coupon_of_the_wallet_is_not_converted_with_it(region: Region) -> None:
    first, inquiry = region.coupon()
    other, _ = region.coupon()
    wallet = region.app()
    region.at(jst(2, 24, 18, 10))
    region.load(first, wallet)
    debit = region.pay(wallet, 2_000)
    region.load(other, wallet)
    region.declare()
    claim = region.call(inquiry, kind="cash_also_debited")["claim"]
    region.check(claim)
    region.at(jst(4, 2))
    region.approve(claim, (debit, 2_000))
    region.work()
    assert region.owed() == [(int(first), 2_000)]
    assert sorted(balance for balance, _ in region.lots(wallet)) == [0, 2_000]


def test_anything_else_is_decided_freely(region: Region) -> None:
    coupon, inquiry = region.coupon()
    debit = region.at(jst(2, 24, 17, 30)).pay(coupon, 700)
    region.declare()
    taken = region.call(inquiry, kind="other")
    assert taken["seen"]["suggested"] == []
    assert region.value("SELECT kind FROM claims") == "other"
    region.approve(taken["claim"], (debit, 123))
    region.work()
    assert region.lots(coupon)[0][0] == 2_000 - 700 + 123
    closed = region.call(inquiry, kind="other")["claim"]
    region.act(DecideClaim(claim=closed, decision="close", reasons=("折返し済",)), "operator:ito")
    assert region.value("SELECT state FROM claims WHERE id = %s", closed) == "closed"
    with pytest.raises(Refusal) as refused:
        region.approve(closed, (debit, 1))
    assert refused.value.code == "claim_decided"


def test_another_coupons_debit_is_never_restored(region: Region) -> None:
    _, inquiry = region.coupon()
    theirs, _ = region.coupon()
    debit = region.at(jst(2, 24, 18, 30)).pay(theirs, 700)
    region.declare()
    claim = region.call(inquiry, kind="other")["claim"]
    with pytest.raises(Refusal) as refused:
        region.approve(claim, (debit, 700))
    assert refused.value.code == "wrong_operation"


def test_two_machines_and_a_death_in_the_middle_change_nothing(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = region.call(inquiry)["claim"]
    region.check(claim)
    region.approve(claim, (debits[1], 500), (debits[2], 500))
    # Dies after the books have done all of it, before its own rows are written.
    connection = region.database.connect()
    awards.carry_out(region.redress, connection)
    connection.close()
    assert region.rows("SELECT DISTINCT state FROM awards") == [("decided",)]
    assert region.lots(coupon)[0][0] == 1_500
    region.work()
    assert region.rows("SELECT DISTINCT state FROM awards") == [("done",)]
    assert region.lots(coupon) == [(1_500, utc(jst(4, 1)))]
    region.at(jst(4, 1))
    connection = region.database.connect()
    awards.follow_up(region.another(), connection)
    connection.close()
    region.work()
    assert region.owed() == [(int(coupon), 1_500)]
