"""A plan from the draft to its report: who may, when, for whom, and to the yen."""

from datetime import timedelta

import msgspec
import pytest
from tests.redress.plan.conftest import END, FROZEN, INCIDENT, SHOP, PlanWorld

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.operations.authorise import Authorise
from zandaka.operations.refund import Refund
from zandaka.postgres import Database
from zandaka.reads import plan_report, plans
from zandaka.redress.action import Action
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.draft_plan import DraftPlan, PlanDrafted
from zandaka.redress.actions.pause_plan import PausePlan
from zandaka.redress.actions.resume_plan import ResumePlan
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.actions.stop_plan import StopPlan
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import until_idle


def refusal(world: PlanWorld, action: Action, by: str = "operator:sato") -> str:
    with pytest.raises(Refusal) as caught:
        world.act(action, msgspec.Struct, by)
    return caught.value.code


def test_extend_then_convert_what_is_left(world: PlanWorld) -> None:
    """R10, R11: extended to 03-31 23:59:59; what was spent by then is not converted."""
    one, two, bystander = world.coupons(3)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, one, 2000), (two, two, 2000)])
    plan = world.approved()
    world.run(plan, 1)
    assert world.lots(one) == [(2000, END)]
    assert world.lots(bystander)[0][1] < END
    world.clock.set(END - timedelta(seconds=1))
    world.pay(one, 1999)
    world.pay(two, 2000)
    assert refusal(world, StartStep(plan=plan, step=2)) == "too_early"
    world.clock.set(END)
    world.run(plan, 2)
    assert world.reader.execute(
        "SELECT coupon, wallet, prefecture, yen FROM entitlements ORDER BY coupon"
    ).fetchall() == [(one, one, "13", 1)]
    report = plan_report.report(world.reader, plan)
    assert report is not None
    extended, converted = report.steps
    assert (extended.planned, extended.done, extended.yen) == (2, 2, 4000)
    assert (converted.planned, converted.done, converted.yen) == (2, 1, 1)
    assert converted.already == {"nothing_left": 1}
    assert converted.refused == {}
    assert [(line.prefecture, line.done, line.yen) for line in converted.by_prefecture] == [
        ("13", 1, 1)
    ]
    change = {one.kind: (one.before, one.after) for one in converted.accounts}
    assert change["gift_payable"] == (0, 1)
    assert [(sums.left, sums.right) for sums in converted.equalities] == [(1, 1)]
    assert report.whole
    assert report.state == "ended"


def test_two_people_and_the_order_of_steps(world: PlanWorld) -> None:
    coupon = world.coupons(1)[0]
    world.clock.set(FROZEN)
    assert refusal(world, DraftPlan(incident="nothing")) == "unknown_incident"
    assert refusal(world, DraftPlan(incident=INCIDENT)) == "cohort_not_frozen"
    world.freeze("A", [(coupon, coupon, 2000)])
    world.freeze_rest()
    plan = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
    assert refusal(world, StartStep(plan=plan, step=1)) == "wrong_plan_state"
    assert refusal(world, ApprovePlan(plan=plan)) == "same_person"
    assert refusal(world, ApprovePlan(plan=plan + 1)) == "unknown_plan"
    world.act(ApprovePlan(plan=plan), msgspec.Struct, "operator:suzuki")
    assert refusal(world, ApprovePlan(plan=plan), "operator:suzuki") == "wrong_plan_state"
    assert refusal(world, StartStep(plan=plan, step=3)) == "unknown_step"
    world.clock.set(END)
    assert refusal(world, StartStep(plan=plan, step=2)) == "step_waits"
    world.start(plan, 1)
    assert refusal(world, StartStep(plan=plan, step=1)) == "step_started"
    second = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
    assert refusal(world, ApprovePlan(plan=second), "operator:suzuki") == "plan_in_force"
    world.act(StopPlan(plan=plan), msgspec.Struct)
    world.act(ApprovePlan(plan=second), msgspec.Struct, "operator:suzuki")
    assert refusal(world, ResumePlan(plan=second)) == "wrong_plan_state"


def test_a_cohort_frozen_again_makes_the_plan_old(world: PlanWorld) -> None:
    coupon = world.coupons(1)[0]
    world.clock.set(FROZEN)
    world.freeze("A", [(coupon, coupon, 2000)])
    world.freeze_rest()
    plan = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
    world.freeze("B1", [])
    assert refusal(world, ApprovePlan(plan=plan), "operator:suzuki") == "plan_outdated"


def test_other_terms_make_the_plan_old(database: Database, world: PlanWorld) -> None:
    world.clock.set(FROZEN)
    world.freeze_rest()
    plan = world.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
    changed = PlanWorld.__new__(PlanWorld)
    changed.__dict__.update(world.__dict__)
    changed.terms = msgspec.structs.replace(world.terms, hash=b"other")
    changed.redress = world.another()
    changed.redress.terms = changed.terms
    assert refusal(changed, ApprovePlan(plan=plan), "operator:suzuki") == "plan_outdated"


def test_pause_stops_at_the_next_chunk(world: PlanWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zandaka.redress.actions.start_step.CHUNK", 1)
    monkeypatch.setattr("zandaka.redress.work.plans._ROUND", 1)
    coupons = world.coupons(6)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, one, 2000) for one in coupons])
    plan = world.approved()
    world.start(plan, 1)
    worker = PlanWorker()
    assert worker.round(world.redress)
    world.act(PausePlan(plan=plan), msgspec.Struct)
    assert not worker.round(world.redress)
    done = world.value("SELECT count(*) FROM plan_chunks WHERE done")
    assert 0 < done < 6 / 2
    view = plans.view(world.reader, plan)
    assert view is not None
    assert view.state == "paused"
    assert refusal(world, StartStep(plan=plan, step=2)) == "wrong_plan_state"
    world.act(ResumePlan(plan=plan), msgspec.Struct)
    until_idle(world.redress, (worker,))
    assert [world.lots(one) for one in coupons] == [[(2000, END)]] * 6


def test_only_the_members_value_in_a_shared_wallet(world: PlanWorld) -> None:
    """Two members and a stranger in one app wallet, and a member that was loaded afterwards."""
    one, two, stranger, late = world.coupons(4)
    app, other = world.app(), world.app()
    for coupon in (one, two, stranger):
        world.load(coupon, app)
    world.clock.set(FROZEN)
    world.freeze("A", [(one, app, 2000), (two, app, 2000), (late, late, 2000)])
    plan = world.approved()
    world.run(plan, 1)
    ends = dict(
        world.reader.execute("SELECT origin, expires_at FROM accounts WHERE wallet = %s", (app,))
    )
    assert ends[one] == ends[two] == END
    assert ends[stranger] < END
    assert world.value("SELECT count(*) FROM extensions") == 3
    world.load(late, other)
    world.clock.set(END)
    world.run(plan, 2)
    assert world.reader.execute(
        "SELECT coupon, wallet, yen FROM entitlements ORDER BY coupon"
    ).fetchall() == [(one, app, 2000), (two, app, 2000), (late, other, 2000)]
    assert world.value("SELECT sum(balance) FROM accounts WHERE wallet = %s", app) == 2000


def test_a_person_sees_what_cannot_be_converted(world: PlanWorld) -> None:
    """R11: a hold must be settled first. Everybody else is converted."""
    held, free = world.coupons(2)
    world.clock.set(FROZEN)
    world.freeze("A", [(held, held, 2000), (free, free, 2000)])
    plan = world.approved()
    world.run(plan, 1)
    world.clock.set(END - timedelta(seconds=1))
    world.do(Authorise(wallet=held, merchant="tokyo-1", yen=300))
    world.clock.set(END)
    world.run(plan, 2)
    found = world.reader.execute(
        "SELECT incident, kind, state, coupon, facts FROM claims"
    ).fetchall()
    assert [row[:4] for row in found] == [(INCIDENT, "plan", "open", held)]
    assert found[0][4]["code"] == "hold_open"
    assert world.value("SELECT sum(yen) FROM entitlements") == 2000
    report = plan_report.report(world.reader, plan)
    assert report is not None
    assert report.steps[1].refused == {"hold_open": 1}


def test_value_refunded_to_the_paper_is_the_members_too(world: PlanWorld) -> None:
    """Paid from paper, the rest loaded and frozen in the app; then the shop gives 300 back."""
    [paper] = world.coupons(1)
    app = world.app()
    payment = world.pay(paper, 300)
    world.load(paper, app)
    world.clock.set(FROZEN)
    world.freeze("A", [(paper, app, 1_700)])
    plan = world.approved()
    world.do(Refund(payment=ids.OperationId(payment), merchant=SHOP, yen=300))
    world.run(plan, 1)
    assert world.lots(paper) == [(300, END)]
    assert world.lots(app) == [(1_700, END)]
    world.clock.set(END)
    world.run(plan, 2)
    assert world.reader.execute(
        "SELECT wallet, yen FROM entitlements WHERE coupon = %s ORDER BY yen", (int(paper),)
    ).fetchall() == [(int(paper), 300), (int(app), 1_700)]
