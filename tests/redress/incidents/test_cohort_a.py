"""Cohort A against a naive reading of the journal, and at its edges."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.redress.incidents.conftest import INCIDENT, JST, OUTAGE, SNAPSHOT, Hall

from zandaka import ids
from zandaka.operations import transit
from zandaka.operations.extend import Extend
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.postgres import Database
from zandaka.reads.cohorts.why import why
from zandaka.redress.actions.freeze_cohort import FreezeCohort

TICK = timedelta(microseconds=1)
DAY_ENDS = datetime(2023, 2, 25, 0, 0, tzinfo=JST)
FIRST_OF_MARCH = datetime(2023, 3, 1, 12, 0, tzinfo=JST)


def naive(hall: Hall, at: datetime, known_at: datetime) -> list[tuple[Any, ...]]:
    """Every lot on its own, entry by entry. Knows nothing of value on its way."""
    entries = hall.rows("SELECT debit, credit, yen, effective_at, recorded_at FROM transfers")
    found: dict[tuple[int, int], int] = {}
    lots = hall.rows(
        "SELECT a.id, a.wallet, a.origin, a.expires_at, o.recorded_at FROM accounts a"
        " JOIN operations o ON o.id = a.opened_by AND o.book = a.book WHERE a.kind = 'lot'"
    )
    for lot, wallet, origin, expires_at, opened_at in lots:
        yen = sum(
            (amount if credit == lot else 0) - (amount if debit == lot else 0)
            for debit, credit, amount, effective_at, recorded_at in entries
            if effective_at < at and recorded_at <= known_at
        )
        for extended, old, incident, recorded_at in hall.rows(
            "SELECT a.wallet, e.old_expires_at, e.incident, e.recorded_at FROM extensions e"
            " JOIN accounts a ON a.id = e.lot WHERE a.origin = %s ORDER BY e.recorded_at, e.lot",
            origin,
        ):
            ours = incident == INCIDENT and recorded_at <= known_at
            if (extended == wallet and (ours or recorded_at > known_at)) or (
                extended != wallet and ours and wallet != origin and recorded_at <= opened_at
            ):
                expires_at = old
                break
        if yen > 0 and DAY_ENDS - timedelta(days=1) < expires_at <= DAY_ENDS:
            found[wallet, origin] = found.get((wallet, origin), 0) + yen
    return sorted((coupon, wallet, 0, yen) for (wallet, coupon), yen in found.items())


@pytest.mark.parametrize("seed", range(4))
def test_a_random_evening_is_the_naive_reading(database: Database, seed: int) -> None:
    random = Random(seed)
    hall = Hall(database, at=OUTAGE - timedelta(days=1))
    hall.declare(hall.clock.now())
    papers = [hall.coupon(random.choice((0, 1, 1, 1, 2))) for _ in range(14)]
    apps = [hall.app() for _ in range(4)]
    payments: list[ids.OperationId] = []
    instants = [hall.clock.now()]
    for _ in range(110):
        instants.append(hall.later(seconds=random.choice((TICK.total_seconds(), 5, 700, 6_000))))
        wallet = random.choice(papers + apps)
        match random.randrange(8):
            case 0 | 1:
                hall.submit(LoadCoupon(coupon=random.choice(papers), to=random.choice(apps)))
            case 2 | 3 | 4:
                answer = hall.submit(
                    Pay(wallet=wallet, merchant="tokyo-1", yen=random.choice((1, 300, 1_000)))
                )
                if answer.accepted:
                    payments.append(ids.OperationId(answer.operation))
            case 5 if payments:
                hall.submit(Refund(payment=random.choice(payments), merchant="tokyo-1", yen=1))
            case 6 if payments:
                hall.submit(
                    Restore(
                        debit=random.choice(payments), yen=random.choice((1, 200)), reason="late",
                        effective_at=hall.clock.now() - random.choice((0, 1)) * timedelta(hours=1),
                    )
                )  # fmt: skip
            case _:
                hall.submit(
                    Extend(
                        wallet=wallet, reason="interim",
                        expires_at=hall.clock.now() + timedelta(days=random.choice((1, 2))),
                        incident=random.choice((INCIDENT, INCIDENT, "another")),
                    )
                )  # fmt: skip
    hall.set(max(hall.clock.now(), FIRST_OF_MARCH))
    late = [payment for payment in payments if random.random() < 0.4]
    for payment in late:  # booked in March with effect from February
        hall.submit(
            Restore(
                debit=payment, yen=1, reason="late",
                effective_at=SNAPSHOT - timedelta(hours=random.choice((-1, 1))),
            )
        )  # fmt: skip
    for known_at in (hall.clock.now(), SNAPSHOT, FIRST_OF_MARCH - TICK, random.choice(instants)):
        if known_at < SNAPSHOT:
            continue
        frozen = hall.freeze("A", known_at)
        expected = naive(hall, SNAPSHOT, known_at)
        assert sorted(hall.members("A")) == expected
        assert frozen["yen"] == sum(row[3] for row in expected)
        assert frozen["members"] == len(expected)
        _every_coupon_is_told_why(hall, papers)
    assert expected, "an evening in which nobody is hurt tests nothing"
    hall.close()


def _every_coupon_is_told_why(hall: Hall, papers: list[ids.WalletId]) -> None:
    """The reasons for one coupon, found in another way, say what the cohort says."""
    terms = hall.terms.incidents[INCIDENT].cohort[:1]
    owed: dict[int, int] = {}
    for coupon, _, _, yen in hall.members("A"):
        owed[coupon] = owed.get(coupon, 0) + yen
    with hall.database.connect() as connection:
        for paper in papers:
            [said] = why(connection, INCIDENT, paper, terms)
            told = {one.name: one for one in said.conditions}
            assert list(told) == ["scope", "expires_on", "balance"]
            every = all(one.result == "met" for one in said.conditions)
            assert (said.state == "in", every) == (paper in owed, paper in owed), said
            if every:
                assert said.yen == told["balance"].fact["yen"] == owed[paper]


def test_one_yen_is_enough_and_none_is_not(hall: Hall) -> None:
    hall.declare()
    one, none = hall.coupon(), hall.coupon()
    hall.pay(one, 1_999)
    hall.pay(none, 2_000)
    hall.set(FIRST_OF_MARCH)
    assert hall.freeze("A")["yen"] == 1
    assert hall.members("A") == [(one, one, 0, 1)]


def test_a_debit_at_the_very_instant_is_not_in_the_balance(hall: Hall) -> None:
    hall.declare()
    before, at = hall.coupon(), hall.coupon()
    for paper in (before, at):
        hall.do(
            Extend(wallet=paper, expires_at=SNAPSHOT + TICK, reason="interim", incident=INCIDENT)
        )
    hall.set(SNAPSHOT - TICK)
    hall.pay(before, 2_000)
    hall.set(SNAPSHOT)
    hall.pay(at, 2_000)
    hall.set(FIRST_OF_MARCH)
    hall.freeze("A")
    assert hall.members("A") == [(at, at, 0, 2_000)]


def test_asked_again_as_of_the_same_moment_it_is_the_same(hall: Hall) -> None:
    hall.declare()
    papers = [hall.coupon() for _ in range(5)]
    hall.set(FIRST_OF_MARCH)
    first = hall.freeze("A")
    hall.later(hours=1)
    hall.do(
        Extend(
            wallet=papers[0], expires_at=FIRST_OF_MARCH + timedelta(days=9), reason="(A)(1)",
            incident=INCIDENT,
        )
    )  # fmt: skip
    hall.pay(papers[0], 700)
    again = hall.freeze("A", FIRST_OF_MARCH)
    assert (again["hash"], again["yen"], again["version"]) == (first["hash"], 10_000, 2)
    # As of now nothing is other either: the balance of February does not change in March.
    assert hall.freeze("A")["hash"] == first["hash"]
    # But an entry posted late, with effect before the snapshot, is known from its posting on.
    paid = hall.pay(papers[0], 100)
    hall.do(Restore(debit=paid, reason="late", incident=INCIDENT))
    assert hall.freeze("A", FIRST_OF_MARCH)["hash"] == first["hash"]


def test_an_extension_for_another_reason_counts_from_when_it_was_known(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    hall.set(FIRST_OF_MARCH)
    hall.do(Extend(wallet=paper, expires_at=FIRST_OF_MARCH + timedelta(days=9), reason="goodwill"))
    assert hall.freeze("A", FIRST_OF_MARCH - TICK)["members"] == 1
    assert hall.freeze("A", FIRST_OF_MARCH)["members"] == 0


def test_a_coupon_loaded_after_the_interim_extension_keeps_its_old_end(hall: Hall) -> None:
    hall.declare()
    today, tomorrow = hall.coupon(0), hall.coupon(1)
    for paper in (today, tomorrow):
        hall.do(Extend(wallet=paper, expires_at=SNAPSHOT, reason="interim", incident=INCIDENT))
    hall.later(hours=1)
    app = hall.app()
    for paper in (today, tomorrow):
        hall.load(paper, app)
    hall.set(FIRST_OF_MARCH)
    hall.freeze("A")
    assert hall.members("A") == [(today, app, 0, 2_000)]


@pytest.mark.parametrize("ends", ["settled before", "settled after", "refused after", "never"])
def test_value_between_two_books_at_the_instant_is_the_coupons(hall: Hall, ends: str) -> None:
    hall.declare()
    paper = hall.coupon()
    app = hall.app(1 - ids.book_of(paper))
    hall.do(Extend(wallet=paper, expires_at=SNAPSHOT, reason="interim", incident=INCIDENT))
    hall.set(SNAPSHOT - timedelta(minutes=1))
    sent = hall.load(paper, app, finish=False)
    loaded = transit.in_transit(sent)
    assert loaded is not None, "the two wallets must live in two books"
    if ends == "settled before":
        transit.finish(hall.ledger, sent)
    hall.set(FIRST_OF_MARCH - timedelta(hours=1))
    in_between = hall.freeze("A")
    hall.set(FIRST_OF_MARCH)
    if ends == "settled after":
        transit.finish(hall.ledger, sent)
    elif ends == "refused after":
        arrived = hall.submit(
            transit.arrive(sent.operation, loaded)[0].__class__(
                wallet=paper, sent=ids.OperationId(sent.operation), parcels=loaded.parcels
            )
        )
        assert arrived.code == "wrong_form"
        hall.do(transit.settle(sent.operation, loaded, arrived)[0])
    hall.later(hours=1)
    again = hall.freeze("A", FIRST_OF_MARCH - timedelta(hours=1))
    _every_coupon_is_told_why(hall, [paper])
    assert again["hash"] == in_between["hash"]
    expected = {"settled before": app}.get(ends, paper)
    assert hall.members("A") == [(paper, expected, 0, 2_000)]
    hall.freeze("A")
    expected = {"settled before": app, "settled after": app}.get(ends, paper)
    assert hall.members("A") == [(paper, expected, 0, 2_000)]


def test_other_campaigns_and_products_are_not_in_it(hall: Hall) -> None:
    hall.declare()
    paper = hall.coupon()
    with hall.database.connect(role=None, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO series (product, campaign, prefecture, legal_kind)"
            " VALUES ('regional-coupon', 'another', '13', 'free')"
        )
        owner.execute(
            "UPDATE accounts SET series = (SELECT id FROM series WHERE campaign = 'another')"
            " WHERE wallet = %s", (int(paper),)
        )  # fmt: skip
    other = hall.coupon()
    hall.set(FIRST_OF_MARCH)
    hall.freeze("A")
    assert hall.members("A") == [(other, other, 0, 2_000)]


def test_the_other_reading_and_a_higher_threshold(database: Database) -> None:
    base = {"name": "A", "kind": "expiring_with_balance", "source": "zandaka-default test"}
    cohorts = [
        {**base, "expires_on": OUTAGE.date(), "balance_at": SNAPSHOT, "or_earlier": True},
        {**base, "name": "B1", "expires_on": OUTAGE.date(), "balance_at": SNAPSHOT, "at_least": 2},
        {**base, "name": "B2", "kind": "evidence"},
    ]
    before = OUTAGE - timedelta(days=1)
    hall = Hall(database, {"incidents": {INCIDENT: {"cohort": cohorts}}}, before)
    hall.declare(before)
    yesterday = hall.coupon()
    hall.set(OUTAGE)
    papers = [hall.coupon() for _ in range(2)]
    apps = [hall.app() for _ in range(2)]
    hall.pay(papers[0], 1_999)
    paid = hall.pay(papers[1], 1_999)
    hall.load(papers[1], apps[0])
    # One yen in the app and one on the paper: the coupon has two.
    hall.do(Refund(payment=paid, merchant="tokyo-1", yen=1))
    hall.set(FIRST_OF_MARCH)
    assert hall.freeze("A")["coupons"] == 3
    assert yesterday in [row[0] for row in hall.members("A")]
    assert hall.freeze("B1")["members"] == 2
    assert {row[0] for row in hall.members("B1")} == {papers[1]}
    hall.close()


def test_before_the_snapshot_there_is_nothing_to_freeze(hall: Hall) -> None:
    hall.declare()
    hall.set(SNAPSHOT - TICK)
    refused = hall.refused(FreezeCohort(incident=INCIDENT, cohort="A"))
    assert (refused.code, refused.params["balance_at"]) == ("cohort_too_early", SNAPSHOT)
    hall.set(SNAPSHOT)
    hall.freeze("A")
    future = SNAPSHOT + TICK
    assert (
        hall.refused(FreezeCohort(incident=INCIDENT, cohort="A", known_at=future)).code
        == "time_not_allowed"
    )
