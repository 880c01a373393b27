"""Coupons of the terms in force, cohorts put together by hand, and people who act on plans."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import psycopg
import pytest

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations import transit
from zandaka.operations.issue import Issue
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.postgres import Database
from zandaka.redress.action import Action
from zandaka.redress.actions.approve_plan import ApprovePlan
from zandaka.redress.actions.draft_plan import DraftPlan, PlanDrafted
from zandaka.redress.actions.start_step import StartStep
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.plans import PlanWorker
from zandaka.redress.worker import until_idle
from zandaka.rules.stay import DayTrip
from zandaka.terms.load import load_terms

JST: Final = timezone(timedelta(hours=9))
INCIDENT: Final = "outage-2023-02-24"
OUTAGE: Final = datetime(2023, 2, 24, 17, 0, tzinfo=JST)
FROZEN: Final = datetime(2023, 3, 2, 9, 0, tzinfo=JST)
END: Final = datetime(2023, 4, 1, 0, 0, tzinfo=JST)
TERMS: Final = Path(__file__).resolve().parents[3] / "terms"
MASTER: Final = b"zandaka test of plans, 32 bytes.."
SHOP: Final = "tokyo-1"

O = TypeVar("O", bound=msgspec.Struct)  # noqa: E741


class PlanWorld:
    """A house with the terms in force, in which time is set by hand."""

    def __init__(self, database: Database, overlay: Mapping[str, Any] | None = None) -> None:
        self.database = database
        self.terms = load_terms(TERMS, overlay)
        self.clock = SetClock(OUTAGE)
        self._keys = itertools.count(1)
        self.ledger = Ledger(database.connect, self.terms, 2, self.clock)
        self.redress = self.another()
        self.reader: psycopg.Connection[tuple[Any, ...]] = database.connect(
            role=None, autocommit=True
        )
        for shop in (SHOP, "kyoto-1"):
            self.reader.execute(
                "INSERT INTO merchants VALUES (%s, %s, %s, 'open')",
                (shop, shop, "13" if shop == SHOP else "26"),
            )
        self.reader.execute("INSERT INTO incidents VALUES (%s, %s, 'test')", (INCIDENT, OUTAGE))

    def another(self) -> Redress:
        """Redress on the same books, as another thread or process has it."""
        return Redress(
            self.database.connect, self.ledger, Secrets(MASTER), Vault(MASTER), Providers()
        )

    def close(self) -> None:
        self.ledger.close()
        with self.database.connect() as connection:
            verify(connection)
            # Whatever was done is found by its incident.
            nowhere = connection.execute("SELECT verb FROM actions WHERE incident = ''").fetchall()
        self.reader.close()
        assert nowhere == []

    def do(self, command: Command) -> Answer:
        """A command that must be accepted."""
        answer = self.ledger.do(command, "test", f"key-{next(self._keys)}")
        if command.verb == "load_coupon":
            answer = transit.finish(self.ledger, answer)
        assert answer.accepted, (answer.code, answer.outcome)
        return answer

    def coupons(self, count: int, prefecture: str = "13", days: int = 0) -> list[ids.WalletId]:
        """Paper coupons of 2,000 yen, good to the end of the day, or so many days later."""
        made: list[ids.WalletId] = []
        while len(made) < count:
            name = f"secret-{next(self._keys)}"
            some = min(100, count - len(made))
            issue = Issue(
                campaign="travel-support",
                prefecture=prefecture,
                trip=DayTrip(on=self.clock.now().date() + timedelta(days=days)),
                secrets=tuple(f"{name}/{n}".encode() for n in range(some)),
            )
            outcome = msgspec.json.decode(self.do(issue).outcome)
            made += [ids.WalletId.parse(one["wallet"]) for one in outcome["coupons"]]
        return made

    def app(self) -> ids.WalletId:
        opened = self.do(OpenWallet(product="regional-coupon", holder="ren"))
        return ids.WalletId.parse(msgspec.json.decode(opened.outcome)["wallet"])

    def load(self, coupon: ids.WalletId, to: ids.WalletId) -> None:
        self.do(LoadCoupon(coupon=coupon, to=to))

    def pay(self, wallet: ids.WalletId, yen: int, shop: str = SHOP) -> int:
        return self.do(Pay(wallet=wallet, merchant=shop, yen=yen)).operation

    def freeze(
        self,
        name: str,
        members: Sequence[tuple[int, int, int]],
        prefecture: str = "13",
        debit: Sequence[int] = (),
    ) -> int:
        """A frozen cohort of (coupon, wallet, yen)."""
        version = self.value(
            "SELECT coalesce(max(version), 0) + 1 FROM cohorts WHERE name = %s", name
        )
        cohort = self.value(
            "INSERT INTO cohorts (incident, name, version, definition, known_at, frozen_at, by,"
            " members, yen, hash) VALUES (%s, %s, %s, '{}', %s, %s, 'test', %s, %s, '')"
            " RETURNING id",
            INCIDENT, name, version, FROZEN, FROZEN, len(members), sum(m[2] for m in members),
        )  # fmt: skip
        with self.reader.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO cohort_members VALUES (%s, %s, %s, %s, %s, %s, '{}')",
                [
                    (cohort, int(coupon), (debit or [0] * len(members))[n], int(wallet),
                     prefecture, yen)
                    for n, (coupon, wallet, yen) in enumerate(members)
                ],
            )  # fmt: skip
        return cohort

    def freeze_rest(self) -> None:
        """The cohorts of the terms that nobody is in."""
        for cohort in self.terms.incidents[INCIDENT].cohort:
            if not self.value("SELECT count(*) FROM cohorts WHERE name = %s", cohort.name):
                self.freeze(cohort.name, [])

    def act(self, action: Action, outcome: type[O], by: str = "operator:sato") -> O:
        done = self.redress.do(action, by, f"action-{next(self._keys)}")
        return msgspec.json.decode(done.outcome, type=outcome, dec_hook=ids.from_json)

    def approved(self) -> int:
        """A plan over the newest cohorts, drafted by one and approved by another."""
        self.freeze_rest()
        plan = self.act(DraftPlan(incident=INCIDENT), PlanDrafted).plan
        self.act(ApprovePlan(plan=plan), msgspec.Struct, "operator:suzuki")
        return plan

    def start(self, plan: int, step: int) -> None:
        self.act(StartStep(plan=plan, step=step), msgspec.Struct)

    def run(self, plan: int, step: int) -> None:
        """Starts a step and works it off."""
        self.start(plan, step)
        until_idle(self.redress, (PlanWorker(),))

    def value(self, query: str, *parameters: object) -> Any:
        row = self.reader.execute(query.encode(), parameters).fetchone()
        assert row is not None
        return row[0]

    def lots(self, wallet: int) -> list[tuple[int, datetime]]:
        """(balance, expiry) of a wallet's lots, oldest first."""
        return self.reader.execute(
            "SELECT balance, expires_at FROM accounts WHERE wallet = %s ORDER BY id",
            (int(wallet),),
        ).fetchall()  # pyright: ignore[reportReturnType]


@pytest.fixture
def world(database: Database) -> Iterator[PlanWorld]:
    """A house of this test's own, verified at the end."""
    world = PlanWorld(database)
    try:
        yield world
    finally:
        world.close()
