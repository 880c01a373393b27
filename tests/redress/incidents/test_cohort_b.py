"""Debits the shop did not confirm, and the same press again: against Python's own reading of the
evening, and at the edges."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from tests.redress.incidents.conftest import INCIDENT, JST, OUTAGE, Hall

from zandaka import ids
from zandaka.operations.confirm import Confirm
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.reads.cohorts.why import why
from zandaka.reads.incident import attempts, debits, repetitions
from zandaka.redress.actions.amend_incident import AmendIncident
from zandaka.redress.actions.freeze_cohort import FreezeCohort
from zandaka.rules.incident import Failure

END = OUTAGE + timedelta(hours=3)
LATER = datetime(2023, 3, 1, 12, 0, tzinfo=JST)
TICK = timedelta(microseconds=1)


def ended(hall: Hall, until: datetime = END, since: datetime = OUTAGE) -> None:
    hall.act(
        AmendIncident(
            incident=INCIDENT, functions=(Failure("pay", since, until),),
            campaigns=("travel-support",),
        )
    )  # fmt: skip


def facts(hall: Hall, cohort: str) -> list[dict[str, Any]]:
    rows = hall.rows(
        "SELECT facts FROM cohort_members WHERE cohort ="
        " (SELECT max(id) FROM cohorts WHERE name = %s) ORDER BY wallet, coupon, debit", cohort
    )  # fmt: skip
    return [row[0] for row in rows]


@pytest.mark.parametrize("seed", range(3))
def test_a_random_evening_is_what_the_reads_say(hall: Hall, seed: int) -> None:
    random = Random(seed)
    hall.declare()
    papers = [hall.coupon(days=1) for _ in range(8)]
    app = hall.app()
    for paper in papers[:3]:
        hall.load(paper, app)
    wallets = [app, *papers[3:]]
    payments: list[ids.OperationId] = []
    for _ in range(80):
        hall.later(seconds=random.choice((0, 1, 30, 60, 61, 600)))
        wallet = random.choice(wallets)
        shop = random.choice(("tokyo-1", "tokyo-2"))
        for _ in range(random.choice((1, 1, 2, 3))):
            answer = hall.submit(Pay(wallet=wallet, merchant=shop, yen=random.choice((100, 130))))
            if answer.accepted:
                payments.append(ids.OperationId(answer.operation))
            hall.later(seconds=random.choice((0, 5, 59.999999, 60, 60.000001)))
    middle = OUTAGE + (hall.clock.now() - OUTAGE) / 2
    hall.set(LATER)
    ended(hall, middle)
    for payment in payments:
        merchant = msgspec.json.decode(
            hall.rows("SELECT outcome::text FROM operations WHERE id = %s", int(payment))[0][0]
        )["merchant"]
        match random.randrange(5):
            case 0:
                hall.do(Confirm(payment=payment, merchant=merchant))
            case 1:
                hall.do(Refund(payment=payment, merchant=merchant, yen=random.choice((1, None))))
            case _:
                pass
    hall.freeze("B1")
    hall.freeze("B2")
    with hall.database.connect() as connection:
        found = debits(connection, OUTAGE, middle)
        runs = repetitions(found, timedelta(seconds=60))
    left = {debit.payment: debit.yen - debit.returned for debit in found}
    by_debit: dict[str, dict[int, int]] = {}
    for cohort in ("B1", "B2"):
        for _, _, debit, yen in hall.members(cohort):
            sums = by_debit.setdefault(cohort, {})
            sums[debit] = sums.get(debit, 0) + yen
    assert by_debit["B1"] == {
        debit.payment: left[debit.payment]
        for debit in found
        if not debit.confirmed and left[debit.payment]
    }
    again = [[d for d in run.debits if left[d.payment]][1:] for run in runs]
    assert by_debit["B2"] == {d.payment: left[d.payment] for run in again for d in run}
    assert by_debit["B2"], "an evening without a second press tests nothing"
    terms = hall.terms.incidents[INCIDENT].cohort[1:]
    with hall.database.connect() as connection:
        for paper in papers:
            for said in why(connection, INCIDENT, paper, terms):
                named = {row[2] for row in hall.members(said.cohort) if row[0] == paper}
                told: dict[ids.OperationId | None, bool] = {}
                for one in said.conditions:
                    told[one.debit] = told.get(one.debit, True) and one.result == "met"
                assert {debit for debit, every in told.items() if every} == named, said
                assert (said.state == "in") == bool(named)


def test_three_presses_of_500_are_1000_too_many(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    presses: list[ids.OperationId] = []
    for seconds in (0, 60, 60):
        hall.later(seconds=seconds)
        presses.append(hall.pay(paper, 500))
    hall.later(seconds=60.000001)
    hall.pay(paper, 500)
    hall.do(Confirm(payment=presses[1], merchant="tokyo-1"))
    hall.set(LATER)
    frozen = hall.freeze("B2")
    assert frozen["yen"] == 1_000
    assert [row[2] for row in hall.members("B2")] == presses[1:]
    second, third = facts(hall, "B2")
    assert (second["position"], third["position"], third["presses"]) == (2, 3, 3)
    assert second["run"] == third["run"] == str(presses[0])
    assert (second["confirmed"], third["confirmed"], third["confirmed_in_run"]) == (True, False, 1)


def test_a_press_over_two_coupons_is_each_coupons_own_part(hall: Hall) -> None:
    hall.declare()
    first, second = hall.coupon(), hall.coupon(days=1)
    app = hall.app()
    for paper in (first, second):
        hall.load(paper, app)
    hall.pay(app, 1_300)
    hall.later(seconds=9)
    payment = hall.pay(app, 1_300)
    hall.set(LATER)
    hall.freeze("B2")
    assert sorted(hall.members("B2")) == sorted(
        [(first, app, payment, 700), (second, app, payment, 600)]
    )


def test_the_first_press_cancelled_leaves_no_second(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    first = hall.pay(paper, 500)
    hall.later(seconds=5)
    second = hall.pay(paper, 500)
    hall.do(Refund(payment=first, merchant="tokyo-1"))
    known_at = hall.later(seconds=5)
    hall.later(seconds=5)
    third = hall.pay(paper, 500)
    hall.set(LATER)
    assert hall.freeze("B2", known_at)["members"] == 0
    assert hall.freeze("B2")["yen"] == 500
    assert [row[2] for row in hall.members("B2")] == [third]
    hall.do(Restore(debit=second, reason="shop", incident=INCIDENT, yen=499))
    assert hall.freeze("B2")["yen"] == 500
    assert hall.freeze("B1")["yen"] == 501


def test_the_interval_counts_from_its_start_and_before_its_end(hall: Hall) -> None:
    hall.later(hours=1)
    hall.declare(hall.clock.now())
    start = hall.later(hours=1)
    paper = hall.coupon()
    payments: list[ids.OperationId] = []
    for at in (
        start,
        start + TICK,
        start + timedelta(seconds=9) - TICK,
        start + timedelta(seconds=9),
    ):
        hall.set(at)
        payments.append(hall.pay(paper, 10))
    hall.set(LATER)
    ended(hall, start + timedelta(seconds=9), start + TICK)
    hall.freeze("B1")
    assert [row[2] for row in hall.members("B1")] == payments[1:3]
    hall.freeze("B2")
    assert [row[2] for row in hall.members("B2")] == payments[2:3]


def test_a_confirmation_that_came_later_is_not_known_before(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    payment = hall.pay(paper, 700)
    known_at = hall.later(hours=1)
    hall.later(hours=1)
    hall.do(Confirm(payment=payment, merchant="tokyo-1"))
    assert hall.freeze("B1")["members"] == 0
    assert hall.freeze("B1", known_at)["yen"] == 700


def test_what_else_was_tried_stands_beside_the_debit(hall: Hall) -> None:
    hall.declare()
    paper, other = hall.coupon(), hall.coupon()
    hall.pay(paper, 700)
    tried_at = hall.later(seconds=1)
    assert (
        hall.submit(Pay(wallet=paper, merchant="tokyo-1", yen=1_500)).code == "insufficient_value"
    )
    assert hall.submit(Pay(wallet=other, merchant="tokyo-1", yen=2_001)).code
    hall.set(LATER)
    ended(hall)
    hall.submit(Pay(wallet=paper, merchant="tokyo-1", yen=1_500))
    hall.freeze("B1")
    [said] = facts(hall, "B1")
    [attempt] = said["attempts"]
    assert (attempt["verb"], attempt["what"]) == ("pay", "insufficient_value")
    assert datetime.fromisoformat(attempt["at"]) == tried_at


def test_a_debit_in_both_is_shown_as_an_overlap(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    hall.pay(paper, 500)
    hall.pay(paper, 500)
    hall.later(seconds=9)
    hall.freeze("B1")
    frozen = hall.freeze("B2")
    assert frozen["overlaps"] == [{"cohorts": ["B1", "B2"], "debits": 1, "yen": 500}]


def test_without_an_interval_nobody_can_be_looked_for(hall: Hall) -> None:
    hall.declare()
    hall.act(AmendIncident(incident=INCIDENT, functions=(Failure("load", OUTAGE),)))
    refused = hall.refused(FreezeCohort(incident=INCIDENT, cohort="B1"))
    assert (refused.code, refused.params["function"]) == ("interval_missing", "pay")


def test_another_ledgers_debits_are_found_by_when_they_took_effect(hall: Hall) -> None:
    hall.declare()
    hall.set(LATER)
    ended(hall)

    def mirrored(minutes: int, reference: str, *, confirmed: bool = False) -> ids.OperationId:
        return ids.OperationId(
            hall.do(
                MirrorPayment(
                    wallet=wallet, ledger="old", reference=reference, merchant="Shop 7", yen=300,
                    effective_at=OUTAGE + timedelta(minutes=minutes), confirmed=confirmed,
                )
            ).operation
        )  # fmt: skip

    opened = hall.do(
        MirrorCoupon(
            ledger="old", reference="c-1", inquiry="A-77", campaign="travel-support",
            prefecture="13", yen=2_000, issued_at=OUTAGE - timedelta(days=1),
            expires_at=OUTAGE + timedelta(hours=7),
        )
    )  # fmt: skip
    wallet = ids.WalletId.parse(msgspec.json.decode(opened.outcome)["wallet"])
    mirrored(-1, "before")
    inside = mirrored(1, "inside")
    mirrored(2, "seen there", confirmed=True)
    mirrored(181, "after")
    hall.freeze("B1")
    assert hall.members("B1") == [(wallet, wallet, inside, 300)]
    with hall.database.connect() as connection:
        assert [d.payment for d in debits(connection, OUTAGE, END) if not d.confirmed] == [inside]
        assert attempts(connection, OUTAGE, END) == []
