"""Nothing is done twice: not by two cohorts, two plans, two processes, or after a kill."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from tests.redress.plan.conftest import END, FROZEN, INCIDENT, PlanWorld

from zandaka.ledger.verify import verify
from zandaka.operations.restore import Restore
from zandaka.postgres import Database
from zandaka.reads import plan_report
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.draft_plan import DraftPlan, PlanDrafted
from zandaka.redress.actions.stop_plan import StopPlan
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import until_idle

#: Terms under which a step restores what two automatic cohorts name.
RESTORING = {
    "incidents": {
        INCIDENT: {
            "cohort": [
                {
                    "name": "A", "kind": "expiring_with_balance",
                    "expires_on": date(2023, 2, 24), "balance_at": FROZEN,
                    "source": "zandaka-default test",
                },
                {"name": "B1", "kind": "unconfirmed_debit", "source": "zandaka-default test"},
                {
                    "name": "B2", "kind": "repeated_debit", "within_seconds": 60,
                    "source": "zandaka-default test",
                },
            ],
            "step": [
                {
                    "number": 1, "remedy": "restore", "cohorts": ["B1", "B2"],
                    "reason": {"ja": "試験", "en": "test"}, "source": "zandaka-default test",
                },
                {
                    "number": 2, "remedy": "extend", "cohorts": ["A", "B1", "B2"], "until": END,
                    "reason": {"ja": "試験", "en": "test"}, "source": "zandaka-default test",
                },
                {
                    "number": 3, "remedy": "convert", "cohorts": ["A", "B1", "B2"], "until": END,
                    "not_before": END,
                    "reason": {"ja": "試験", "en": "test"}, "source": "zandaka-default test",
                },
            ],
        }
    }
}  # fmt: skip


@pytest.fixture
def restoring(database: Database) -> Iterator[PlanWorld]:
    world = PlanWorld(database, RESTORING)
    try:
        yield world
    finally:
        world.close()


def owed(world: PlanWorld) -> list[tuple[int, int]]:
    return world.reader.execute("SELECT coupon, yen FROM entitlements ORDER BY coupon").fetchall()  # pyright: ignore[reportReturnType]


def test_in_three_cohorts_and_paid_once(restoring: PlanWorld) -> None:
    """R6: B is credited first, extended once, converted once - 2,000 and not a yen more."""
    world = restoring
    both, alone = world.coupons(2)
    presses = [world.pay(both, 500) for _ in range(3)]
    world.clock.set(FROZEN)
    world.freeze("A", [(both, both, 500), (alone, alone, 2000)])
    world.freeze("B1", [(both, both, 500)] * 2, debit=presses[1:])
    world.freeze("B2", [(both, both, 500)] * 2, debit=presses[1:])
    plan = world.approved()
    view = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).preview
    assert [(one.cohorts, one.coupons) for one in view.overlaps] == [(("A", "B1", "B2"), 1)]
    assert [(step.coupons, step.yen) for step in view.steps] == [(1, 1000), (2, 2500), (2, 2500)]
    assert [(one.debit, one.credit, one.yen) for one in view.steps[0].accounts] == [
        ("merchant_payable", "lot", 1000)
    ]
    world.run(plan, 1)
    assert world.lots(both)[0][0] == 1500
    world.run(plan, 2)
    assert world.value("SELECT count(*) FROM extensions") == 2
    world.clock.set(END)
    world.run(plan, 3)
    assert owed(world) == [(both, 1500), (alone, 2000)]
    report = plan_report.report(world.reader, plan)
    assert report is not None
    assert [(step.planned, step.done, step.yen) for step in report.steps] == [
        (2, 2, 1000), (2, 2, 3500), (2, 2, 3500),
    ]  # fmt: skip


def test_a_second_plan_adds_nothing(restoring: PlanWorld) -> None:
    world = restoring
    coupon = world.coupons(1)[0]
    press = [world.pay(coupon, 500) for _ in range(2)][1]
    world.clock.set(FROZEN)
    world.freeze("A", [(coupon, coupon, 1000)])
    world.freeze("B2", [(coupon, coupon, 500)], debit=[press])
    first = world.approved()
    for step in (1, 2):
        world.run(first, step)
    world.act(StopPlan(plan=first), msgspec.Struct)
    second = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
    world.act(ApprovePlan(plan=second), msgspec.Struct, "operator:suzuki")
    for step in (1, 2):
        world.run(second, step)
    assert world.lots(coupon) == [(1500, END)]
    assert world.value("SELECT count(*) FROM extensions") == 1
    assert world.value("SELECT count(*) FROM operations WHERE verb = 'restore'") == 1


def test_what_was_restored_by_hand_is_not_restored_again(restoring: PlanWorld) -> None:
    world = restoring
    coupon = world.coupons(1)[0]
    press = world.pay(coupon, 500)
    world.freeze("B1", [(coupon, coupon, 500)], debit=[press])
    world.clock.set(FROZEN)
    from zandaka import ids

    world.do(Restore(debit=ids.OperationId(press), reason="by hand"))
    plan = world.approved()
    world.run(plan, 1)
    assert world.lots(coupon)[0][0] == 2000
    report = plan_report.report(world.reader, plan)
    assert report is not None
    assert report.steps[0].already == {"exceeds_debit": 1}


def test_two_at_once_share_the_work(world: PlanWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines, each with its own ledger: each chunk is worked off by one of them."""
    monkeypatch.setattr("zandaka.redress.actions.start_step.CHUNK", 10)
    monkeypatch.setattr("zandaka.redress.work.plans._ROUND", 1)
    coupons = world.coupons(400)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, one, 2000) for one in coupons])
    plan = world.approved()
    from zandaka.ledger.ledger import Ledger
    from zandaka.redress.service import Redress

    with Ledger(world.database.connect, world.terms, 2, world.clock) as ledger:
        other = world.redress
        second = Redress(
            world.database.connect, ledger, other.secrets, other.vault, other.providers
        )
        rounds = {"first": 0, "second": 0}
        failed: list[BaseException] = []

        def work(name: str, redress: Redress) -> None:
            worker = PlanWorker()
            try:
                while worker.round(redress):
                    rounds[name] += 1
            except BaseException as error:
                failed.append(error)

        for step in (1, 2):
            if step == 2:
                world.clock.set(END)
            world.start(plan, step)
            threads = [
                threading.Thread(target=work, args=one)
                for one in (("first", world.redress), ("second", second))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            until_idle(world.redress, (PlanWorker(),))
    assert not failed
    assert min(rounds.values()) > 5, rounds
    assert world.value("SELECT count(*) FROM extensions") == 400
    assert world.value(_CONVERTED) == 400
    assert owed(world) == [(one, 2000) for one in sorted(coupons)]
    report = plan_report.report(world.reader, plan)
    assert report is not None
    assert [(step.done, step.yen) for step in report.steps] == [(400, 800_000)] * 2
    assert report.state == "ended"


#: How many coupons the books have converted.
_CONVERTED = """
SELECT count(*) FROM transfers t JOIN accounts a ON a.id = t.credit WHERE a.kind = 'gift_payable'
"""

_PROGRAM = """
import sys
from tests.redress.plan.conftest import END, PlanWorld
from zandaka.clock import SetClock
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import until_idle
from zandaka.terms.load import load_terms
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from tests.redress.plan.conftest import MASTER, TERMS
database = Database(sys.argv[1])
with Ledger(database.connect, load_terms(TERMS), 2, SetClock(END)) as ledger:
    redress = Redress(database.connect, ledger, Secrets(MASTER), Vault(MASTER), Providers())
    print("working", flush=True)
    until_idle(redress, (PlanWorker(),))
"""


def test_killed_in_the_middle_and_run_again(
    world: PlanWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL, again and again, while value is converted: every coupon is owed its yen, once."""
    monkeypatch.setattr("zandaka.redress.actions.start_step.CHUNK", 700)
    coupons = world.coupons(6000)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, one, 2000) for one in coupons])
    plan = world.approved()
    world.run(plan, 1)
    world.clock.set(END)
    world.start(plan, 2)
    caught = replayed = 0
    for _ in range(40):
        before = world.value(_CONVERTED)
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, world.database.conninfo],
            cwd=Path(__file__).resolve().parents[3],
            stdout=subprocess.PIPE,
            env={**os.environ},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"working\n"
        deadline = time.monotonic() + 30
        while process.poll() is None:
            now = world.value(_CONVERTED)
            if now > before or time.monotonic() > deadline:
                break
        process.kill()
        process.wait()
        process.stdout.close()
        written = world.value(_CONVERTED)
        entitled = world.value("SELECT count(*) FROM entitlements")
        caught += entitled < written
        replayed += world.value("SELECT count(*) FROM plan_chunks WHERE step = 2 AND NOT done") > 0
        if written == len(coupons):
            break
    assert caught >= 2, "no kill came between the books and what is written down of them"
    assert replayed >= 2
    until_idle(world.redress, (PlanWorker(),))
    assert owed(world) == [(one, 2000) for one in sorted(coupons)]
    assert world.value(_CONVERTED) == 6000
    report = plan_report.report(world.reader, plan)
    assert report is not None
    assert (report.steps[1].done, report.steps[1].yen) == (6000, 12_000_000)
    assert report.whole
    with world.database.connect() as connection:
        verify(connection)


def test_the_exemption_is_told_by_product(world: PlanWorld) -> None:
    """Z-4, Z-5: coupons are free and outside the Act; a prepaid lot past six months is counted."""
    coupon = world.coupons(1)[0]
    world.clock.set(FROZEN + timedelta(days=1))
    world.freeze("A", [(coupon, coupon, 2000)])
    world.freeze_rest()
    view = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).preview
    line = view.steps[0].exemption[0]
    assert (line.product, line.counts, line.lots, line.beyond_lots) == (
        "regional-coupon", False, 1, 0,
    )  # fmt: skip
    assert view.steps[0].accounts == ()
    assert [(one.debit, one.credit, one.yen) for one in view.steps[1].accounts] == [
        ("lot", "gift_payable", 2000)
    ]
    assert {one.code for one in view.steps[1].warnings} == {"decided_one_by_one"}
