"""Who calls and gives an address is told what was restored, once all of it is."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.redress.claims.conftest import Region, jst
from tests.redress.claims.test_call import three_presses

from zandaka.errors import Invalid
from zandaka.operations.refund import Refund
from zandaka.redress.work import awards
from zandaka.redress.work.gift_links import GiftLinks
from zandaka.redress.worker import until_idle


def told(region: Region) -> list[Any]:
    return [
        row[0]
        for row in region.rows(
            "SELECT facts FROM messages WHERE template = 'call_restored' ORDER BY id"
        )
    ]


def checked(region: Region, inquiry: str, **more: str) -> int:
    claim = int(region.call(inquiry, **more)["claim"])
    region.check(claim)
    return claim


def test_the_caller_is_told_once_of_the_sum(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    claim = checked(region, inquiry, mobile="090-1234-5678")
    assert told(region) == []
    region.approve(claim, (debits[1], 500), (debits[2], 300))
    assert told(region) == []
    region.work().work()
    assert told(region) == [{"claim": str(claim), "yen": "800", "as_gift": ""}]
    # What is left becomes a gift at the promised end; that is told by the gift's own link.
    region.at(jst(4, 1)).work()
    assert len(told(region)) == 1
    kept = "".join(
        str(region.rows(f"SELECT t::text FROM {table} t"))
        for table in ("actions", "claims", "claim_notes", "recipients", "messages")
    )
    assert "1234-5678" not in kept
    assert "9012345678" not in kept


def test_who_gave_no_address_is_not_told(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    region.approve(checked(region, inquiry), (debits[1], 500))
    region.work()
    assert region.rows("SELECT * FROM messages") == []


def test_an_address_that_cannot_be_one(region: Region) -> None:
    _, inquiry = region.coupon()
    region.declare()
    with pytest.raises(Invalid) as invalid:
        region.call(inquiry, mail="hanako")
    assert invalid.value.field == "mail"
    assert region.rows("SELECT * FROM claims") == []


def test_after_the_promised_end_it_is_told_as_a_gift(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    claim = checked(region, inquiry, mail="hanako@example.jp")
    region.at(jst(4, 1))
    region.approve(claim, (debits[1], 500))
    region.work()
    assert told(region) == [{"claim": str(claim), "yen": "500", "as_gift": "yes"}]


def test_what_was_refused_is_not_told_and_a_second_decision_is(region: Region) -> None:
    _, inquiry, debits = three_presses(region)
    claim = checked(region, inquiry, mail="hanako@example.jp")
    region.approve(claim, (debits[1], 400), (debits[2], 500))
    region.done(Refund(payment=debits[2], merchant="mikan"))
    region.work()
    assert [one["yen"] for one in told(region)] == ["400"]
    region.approve(claim, (debits[1], 100))
    region.work()
    assert [one["yen"] for one in told(region)] == ["400", "100"]


def test_what_was_given_arrives_though_the_rest_was_refused(region: Region) -> None:
    coupon, inquiry, debits = three_presses(region)
    claim = checked(region, inquiry, mail="hanako@example.jp")
    region.at(jst(4, 1))
    region.approve(claim, (debits[1], 500), (debits[2], 500))
    region.done(Refund(payment=debits[2], merchant="mikan"))
    region.work()
    assert region.rows("SELECT state FROM claims") == [("checked",)]
    until_idle(region.redress, (GiftLinks(),))
    assert region.rows(
        "SELECT DISTINCT e.coupon, e.recipient = c.recipient FROM entitlements e, claims c"
    ) == [(int(coupon), True)]


def test_two_machines_that_end_it_at_once_tell_it_once(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, inquiry, debits = three_presses(region)
    claim = checked(region, inquiry, mail="hanako@example.jp")
    region.approve(claim, (debits[1], 500), (debits[2], 500))
    monkeypatch.setattr(awards, "_BATCH", 1)
    first, second = region.database.connect(), region.database.connect()

    def other() -> None:
        awards.carry_out(region.another(), second)
        second.commit()

    with ThreadPoolExecutor(1) as pool:
        # One has carried out its award and not committed; the other cannot see it yet, and waits.
        awards.carry_out(region.redress, first)
        waiting = pool.submit(other)
        for _ in range(100):
            if region.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                break
            time.sleep(0.05)
        first.commit()
        waiting.result(20)
    first.close()
    second.close()
    assert [one["yen"] for one in told(region)] == ["1000"]
