"""The whole redress of a made-up outage, by the actions that people take, and what it found and
gave beside what is true: every victim, and nobody else."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec
import psycopg

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.demo.outage.evening import (
    FAILED_FROM,
    FAILED_UNTIL,
    INCIDENT,
    Evening,
    shop,
    shop_name,
)
from zandaka.demo.outage.people import Traveller, draw
from zandaka.instants import JST
from zandaka.ledger.verify import verify
from zandaka.reads import plan_report
from zandaka.reads.transfers_of import transfers_of
from zandaka.redress.action import Action
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.check_shop import CheckShop
from zandaka.redress.actions.decide_claim import DecideClaim, Restoration
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.draft_plan import DraftPlan
from zandaka.redress.actions.freeze_cohorts import FreezeCohorts
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.actions.take_in_call import TakeInCall
from zandaka.redress.service import Redress
from zandaka.redress.work.awards import AwardWorker
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import until_idle
from zandaka.rules.incident import Failure

Connection = psycopg.Connection[tuple[Any, ...]]
Outcome = TypeVar("Outcome", bound=msgspec.Struct)

#: Told what is being done, in Japanese and English.
Tell = Callable[[str, str], None]

_FIRST: Final = "operator:sample-first"
_SECOND: Final = "operator:sample-second"
_MEMBERS: Final = """
SELECT m.coupon, m.debit, m.yen, m.facts->>'confirmed' = 'true' FROM cohort_members m
JOIN (SELECT DISTINCT ON (name) id, name FROM cohorts
      WHERE incident = %s ORDER BY name, version DESC) c ON c.id = m.cohort
WHERE c.name = %s
"""
_RESTORED: Final = f"""
SELECT a.origin, sum(t.yen)::bigint FROM operations o {transfers_of("o")}
JOIN accounts a ON a.book = t.book AND a.id = t.credit
WHERE o.verb = 'restore' AND o.code = '' GROUP BY a.origin
"""  # noqa: S608 - put together from the function above
_EXTENDED: Final = """
SELECT DISTINCT a.origin FROM extensions e JOIN accounts a ON a.book = e.book AND a.id = e.lot
WHERE e.new_expires_at >= %s
"""
_ENTITLED: Final = "SELECT coupon, sum(yen)::bigint FROM entitlements GROUP BY coupon"


class _Drafted(msgspec.Struct, frozen=True):
    """What is read of the outcomes of actions, here and below."""

    plan: int


class _Taken(msgspec.Struct, frozen=True):
    claim: int


class _Suggested(msgspec.Struct, frozen=True):
    debit: str
    yen: int


class _Seen(msgspec.Struct, frozen=True):
    suggested: tuple[_Suggested, ...]


class _Checked(msgspec.Struct, frozen=True):
    seen: _Seen


class Line(msgspec.Struct, frozen=True):
    """One thing found beside what is true. `missing` are in the truth and were not found, `extra`
    the other way round, `differing` have other yen."""

    what: str
    found: int
    found_yen: int
    true: int
    true_yen: int
    missing: int
    extra: int
    differing: int

    @property
    def same(self) -> bool:
        return not (self.missing or self.extra or self.differing)


class Replay(msgspec.Struct, frozen=True):
    """How the replay came out. `same`: nothing differs from the truth, and the books are whole."""

    holders: int
    seed: int
    same: bool
    lines: tuple[Line, ...]
    calls: int
    approved: int
    denied: int
    sums_agree: bool
    verified: bool
    seconds: float


class _Story:
    """Runs the redress of `travellers` on a house of its own."""

    def __init__(self, redress: Redress, clock: SetClock, evening: Evening) -> None:
        self._redress = redress
        self._clock = clock
        self._evening = evening
        self._keys = 0
        self.calls = self.approved = self.denied = self.plan = 0

    def make_whole(self, travellers: list[Traveller], tell: Tell) -> None:
        tell("障害を宣言し、対象者を特定", "Declaring the incident, finding who was hurt")
        self._clock.set(datetime(2023, 3, 2, 9, tzinfo=JST))
        self._act(
            DeclareIncident(
                incident=INCIDENT,
                functions=tuple(
                    Failure(function=function, since=FAILED_FROM, until=FAILED_UNTIL)
                    for function in ("issue", "load", "pay")
                ),
            ),
            msgspec.Struct,
        )
        self._act(FreezeCohorts(incident=INCIDENT), msgspec.Struct)
        tell("計画を起案・承認し、期限を延長", "Drafting, approving, extending")
        self.plan = self._act(DraftPlan(incident=INCIDENT), _Drafted).plan
        self._clock.set(datetime(2023, 3, 3, 9, tzinfo=JST))
        self._act(ApprovePlan(plan=self.plan), msgspec.Struct, _SECOND)
        self._step(1)
        tell("コールセンターの受付・照合・判断", "Taking calls, asking shops, deciding")
        self._clock.set(datetime(2023, 3, 15, 11, tzinfo=JST))
        for one in travellers:
            if one.calls:
                self._call(one)
        self._work()
        tell("延長期間中の利用", "Spending while it is good again")
        self._clock.set(datetime(2023, 3, 31, 23, 59, tzinfo=JST))
        self._evening.pay("march", lambda one: one.spent_in_march)
        tell("残額をギフトに転換", "Converting what is left")
        self._clock.set(datetime(2023, 4, 1, tzinfo=JST))
        self._step(2)
        self._clock.set(datetime(2023, 4, 1, tzinfo=JST) + timedelta(days=1))
        self._work()

    def _step(self, number: int) -> None:
        self._act(StartStep(plan=self.plan, step=number), msgspec.Struct)
        self._work()

    def _work(self) -> None:
        until_idle(self._redress, (PlanWorker(), AwardWorker()))

    def _call(self, one: Traveller) -> None:
        """The holder calls, the shop is asked, and a second person decides on both (R27)."""
        taken = self._act(
            TakeInCall(
                incident=INCIDENT,
                kind="double_press" if len(one.presses) > 1 else "cash_also_debited",
                inquiry_number=one.inquiry,
                expires_on=one.ends_on,
                prefecture=one.prefecture,
                shop=shop_name(one.prefecture),
            ),
            _Taken,
        )
        checked = self._act(
            CheckShop(
                claim=taken.claim,
                merchant=shop(one.prefecture),
                agrees="yes" if one.wrong else "no",
                completed=tuple(ids.OperationId(p.debit) for p in one.presses if p.true),
            ),
            _Checked,
        )
        restore = tuple(
            Restoration(debit=ids.OperationId.parse(each.debit), yen=each.yen)
            for each in checked.seen.suggested
        )
        self.calls += 1
        self.approved += bool(restore)
        self.denied += not restore
        self._act(
            DecideClaim(
                claim=taken.claim,
                decision="approve" if restore else "deny",
                reasons=("店舗の記録による",),
                restore=restore,
            ),
            msgspec.Struct,
            _SECOND,
        )

    def _act(self, action: Action, outcome: type[Outcome], by: str = _FIRST) -> Outcome:
        self._keys += 1
        done = self._redress.do(action, by, f"replay {self._keys}")
        return msgspec.json.decode(done.outcome, type=outcome, dec_hook=ids.from_json)


def replay(
    connect: Callable[[], Connection],
    redress: Redress,
    clock: SetClock,
    *,
    holders: int,
    seed: int,
    tell: Tell,
) -> Replay:
    """Plays the outage of `holders` travellers in an empty house, and its redress."""
    began = time.monotonic()
    travellers = draw(holders, seed)
    tell("地域と障害の夜を再現", "Making the region and its failing evening")
    evening = Evening(connect, redress.ledger, clock, travellers, seed)
    evening.make()
    story = _Story(redress, clock, evening)
    story.make_whole(travellers, tell)
    tell("真の被害と突き合わせ、台帳を検証", "Comparing with the truth, verifying the books")
    with connect() as connection:
        lines = _lines(connection, travellers)
        report = plan_report.report(connection, story.plan)
        connection.rollback()
        verify(connection)
    agree = report is not None and report.whole and report.state == "ended"
    return Replay(
        holders=holders,
        seed=seed,
        same=agree and all(line.same for line in lines),
        lines=lines,
        calls=story.calls,
        approved=story.approved,
        denied=story.denied,
        sums_agree=agree,
        verified=True,
        seconds=round(time.monotonic() - began, 1),
    )


def _lines(connection: Connection, travellers: list[Traveller]) -> tuple[Line, ...]:
    members = {
        name: connection.execute(_MEMBERS, (INCIDENT, name)).fetchall()
        for name in ("A", "B1", "B2")
    }
    presses = [(one, turn, press) for one in travellers for turn, press in enumerate(one.presses)]
    extended = datetime(2023, 4, 1, tzinfo=JST)
    return (
        _line(
            "A",
            {(coupon, 0): yen for coupon, _, yen, _ in members["A"]},
            {(one.coupon, 0): one.left for one in travellers if one.in_a},
        ),
        # Also who bought, but whose shop never said so: a person tells them from the victims.
        _line(
            "B1",
            {(coupon, debit): yen for coupon, debit, yen, _ in members["B1"]},
            {(one.coupon, p.debit): p.yen for one, _, p in presses if not p.confirmed},
        ),
        # Also true twins, which the shop has confirmed.
        _line(
            "B2",
            {(coupon, debit): yen for coupon, debit, yen, _ in members["B2"]},
            {
                (one.coupon, p.debit): p.yen
                for one, turn, p in presses
                if turn and one.kind in ("repeated", "twins")
            },
        ),
        _line(
            "B2_not_confirmed",
            {(coupon, debit): yen for coupon, debit, yen, sold in members["B2"] if not sold},
            {(one.coupon, p.debit): p.yen for one, turn, p in presses if turn and not p.true},
        ),
        _line(
            "restored",
            {(coupon, 0): yen for coupon, yen in connection.execute(_RESTORED)},
            {(one.coupon, 0): one.restored for one in travellers if one.restored},
        ),
        _line(
            "extended",
            {(row[0], 0): 0 for row in connection.execute(_EXTENDED, (extended,))},
            {(one.coupon, 0): 0 for one in travellers if one.made_whole},
        ),
        _line(
            "owed_as_gifts",
            {(coupon, 0): yen for coupon, yen in connection.execute(_ENTITLED)},
            {(one.coupon, 0): one.owed for one in travellers if one.owed},
        ),
    )


def _line(
    what: str, found: Mapping[tuple[int, int], int], true: Mapping[tuple[int, int], int]
) -> Line:
    return Line(
        what,
        len(found),
        sum(found.values()),
        len(true),
        sum(true.values()),
        missing=len(true.keys() - found.keys()),
        extra=len(found.keys() - true.keys()),
        differing=sum(found[key] != true[key] for key in found.keys() & true.keys()),
    )
