"""The actions on an incident: once each, by whom they must be, and also while others write."""

import threading
from datetime import date, timedelta
from typing import cast

import msgspec
import pytest
from tests.redress.incidents.conftest import INCIDENT, OUTAGE, SNAPSHOT, Hall

from zandaka import ids
from zandaka.errors import KeyReused
from zandaka.operations.pay import Pay
from zandaka.operations.restore import Restore
from zandaka.reads import incident_view, incidents
from zandaka.redress.actions.add_evidence import AddEvidence
from zandaka.redress.actions.amend_incident import AmendIncident
from zandaka.redress.actions.decide_publication import DecidePublication
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.freeze_cohort import FreezeCohort
from zandaka.redress.actions.judge_publication import JudgePublication
from zandaka.redress.actions.publish_notice import PublishNotice
from zandaka.rules.incident import Failure
from zandaka.rules.notice import WrongWeekday
from zandaka.rules.publication import Impact

MARCH = SNAPSHOT + timedelta(days=3)


def notice(body: str, report: int = 2, revision: int = 0) -> PublishNotice:
    return PublishNotice(
        incident=INCIDENT, report=report, revision=revision, published_on=date(2023, 3, 2),
        title="About the outage", body=body,
    )  # fmt: skip


def test_what_was_known_before_stays_on_record(hall: Hall) -> None:
    hall.declare()
    hall.later(hours=1)
    functions = (Failure("issue", OUTAGE), Failure("pay", OUTAGE, OUTAGE + timedelta(minutes=5)))
    hall.act(AmendIncident(incident=INCIDENT, functions=functions), "operator:ito")
    first, second = incidents.versions(hall.reader, INCIDENT)
    assert (first.version, first.content.functions[0].until) == (1, None)
    assert (second.version, second.by, len(second.content.functions)) == (2, "operator:ito", 2)
    with pytest.raises(Exception, match=r"append-only|permission denied"):
        hall.rows("UPDATE incident_versions SET version = 9 RETURNING version")


@pytest.mark.parametrize(
    ("functions", "field"),
    [
        ((), "functions"),
        ((Failure("pay", OUTAGE, OUTAGE),), "functions[0].until"),
        ((Failure("pay", OUTAGE), Failure("load", OUTAGE, OUTAGE - timedelta(seconds=1))),
         "functions[1].until"),
    ],
)  # fmt: skip
def test_an_interval_that_cannot_be(hall: Hall, functions: tuple[Failure, ...], field: str) -> None:
    refused = hall.invalid(DeclareIncident(incident=INCIDENT, functions=functions))
    assert refused.field == field
    assert incidents.incident(hall.reader, INCIDENT) is None


def test_a_cohort_is_frozen_once_a_key_and_numbered_once_a_freeze(hall: Hall) -> None:
    hall.declare()
    hall.coupon()
    hall.set(MARCH)
    action = FreezeCohort(incident=INCIDENT, cohort="A")
    outcomes: list[object] = []

    def freeze(key: str) -> None:
        outcomes.append(hall.act(action, key=key))

    threads = [threading.Thread(target=freeze, args=(key,)) for key in ("a", "a", "b", "c", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = incidents.cohorts(hall.reader, INCIDENT)
    assert [(line.name, line.version) for line in lines] == [("A", 1), ("A", 2), ("A", 3)]
    assert len({line.hash for line in lines}) == 1
    assert len(outcomes) == 5
    with pytest.raises(KeyReused):
        hall.act(FreezeCohort(incident=INCIDENT, cohort="B1"), key="a")


def test_what_is_being_written_is_waited_for(hall: Hall) -> None:
    """A batch may have taken its instant before the freeze and commit after it."""
    hall.declare()
    paper = hall.coupon()
    paid = hall.pay(paper, 500)
    hall.set(MARCH)
    book = ids.book_of(paper)
    frozen: list[dict[str, object]] = []
    with hall.database.connect() as writer:
        writer.execute("SELECT FROM books WHERE book = %s FOR UPDATE", (book,))
        thread = threading.Thread(target=lambda: frozen.append(hall.freeze("A")))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "the freeze did not wait for the writer"
    thread.join(30)
    assert frozen[0]["yen"] == 1_500
    # The lock was only touched: the book goes on while the freeze is still in its transaction.
    hall.later(seconds=1)
    hall.do(Restore(debit=paid, reason="shop", incident=INCIDENT, effective_at=OUTAGE))
    assert hall.freeze("A")["yen"] == 2_000
    assert hall.freeze("A", MARCH)["yen"] == 1_500


def test_an_unknown_incident_or_cohort(hall: Hall) -> None:
    assert hall.refused(FreezeCohort(incident=INCIDENT, cohort="A")).code == "unknown_incident"
    assert hall.refused(notice("text")).code == "unknown_incident"
    hall.declare()
    assert hall.refused(FreezeCohort(incident=INCIDENT, cohort="Z")).code == "unknown_cohort"
    assert (
        hall.refused(AddEvidence(incident=INCIDENT, cohort="A", inquiry="1", yen=1, note="n")).code
        == "unknown_cohort"
    )


def test_a_refused_notice_names_the_places_and_is_not_kept(hall: Hall) -> None:
    hall.declare()
    hall.set(MARCH)
    refused = hall.refused(notice("until\nFriday, 30 April 2023 and 2023年3月31日（土）"))
    places = cast("list[WrongWeekday]", refused.params["places"])
    assert [(one.line, one.right) for one in places] == [(2, "Sun"), (2, "金")]
    assert incidents.notices(hall.reader, INCIDENT) == []
    hall.act(notice("one\ntwo"))
    assert hall.refused(notice("one\ntwo")).params["revision"] == 1
    assert hall.invalid(
        PublishNotice(
            incident=INCIDENT, report=2, revision=1, published_on=date(2023, 3, 1), title="t",
            body="b",
        )
    ).field == "published_on"  # fmt: skip
    assert hall.act(notice("one\nthree", revision=1)) == {
        "incident": INCIDENT, "report": 2, "revision": 1, "published_on": "2023-03-02",
        "added": 1, "removed": 1,
    }  # fmt: skip
    found = incident_view.diff(hall.reader, INCIDENT, 2, None, None)
    assert found is not None
    assert [line for line in found.lines if line[0] in "+-"][2:] == ["-two", "+three"]
    whole = incident_view.diff(hall.reader, INCIDENT, 2, None, 0)
    assert whole is not None
    assert whole.before is None
    assert incident_view.diff(hall.reader, INCIDENT, 2, 0, 5) is None
    assert incident_view.diff(hall.reader, INCIDENT, 7, None, None) is None


def test_the_impact_counts_each_yen_and_each_holder_once(hall: Hall) -> None:
    hall.declare()
    papers = [hall.coupon() for _ in range(3)]
    apps = [hall.app() for _ in range(2)]  # both of one holder
    hall.load(papers[0], apps[0])
    hall.load(papers[1], apps[1])
    for _ in range(3):
        hall.later(seconds=1)
        hall.do(Pay(wallet=papers[2], merchant="tokyo-1", yen=300))
    names = ["A", "B1", "B2"]
    assert incidents.impact(hall.reader, INCIDENT, names) is None
    hall.set(MARCH)
    hall.freeze("A")
    assert incidents.impact(hall.reader, INCIDENT, names) == Impact(5_100, 2, complete=False)
    hall.freeze("B1")
    hall.freeze("B2")
    assert incidents.impact(hall.reader, INCIDENT, names) == Impact(6_000, 2, complete=True)


@pytest.mark.parametrize("proposal", [0, 1 << 63, -(1 << 70)])
def test_no_proposal_has_such_a_number(proposal: int) -> None:
    body = msgspec.json.encode({"proposal": proposal, "publish": True, "why": "x"})
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=DecidePublication)


def test_who_proposes_does_not_decide(hall: Hall) -> None:
    hall.declare()
    judged = hall.act(
        JudgePublication(incident=INCIDENT, spreads="yes", helps_others="unknown"), "operator:abe"
    )
    assert judged["result"] == "met"
    decide = DecidePublication(proposal=judged["proposal"], publish=False, why="already known")
    assert hall.refused(decide, "operator:abe").code == "same_person"
    hall.act(decide, "operator:ito")
    assert hall.refused(decide, "operator:ueno").code == "publication_decided"
    [proposal] = incidents.proposals(hall.reader, INCIDENT)
    assert (proposal.publish, proposal.decided_by) == (False, "operator:ito")
    assert hall.rows("SELECT verb, incident FROM actions ORDER BY id DESC LIMIT 1") == [
        ("decide_publication", INCIDENT)
    ]
