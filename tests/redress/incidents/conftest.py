"""A house with the terms in force, two books, and somebody who declares incidents."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
import pytest

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.errors import Invalid, Refusal
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.operations import transit
from zandaka.operations.issue import Issue
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.postgres import Database
from zandaka.redress.action import Action
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.freeze_cohort import FreezeCohort
from zandaka.redress.service import Providers, Redress
from zandaka.rules.incident import Failure
from zandaka.rules.stay import DayTrip
from zandaka.terms.load import load_terms

JST: Final = timezone(timedelta(hours=9))
INCIDENT: Final = "outage-2023-02-24"
#: A Friday evening: coupons of a day trip of that day end with it.
OUTAGE: Final = datetime(2023, 2, 24, 17, 0, tzinfo=JST)
SNAPSHOT: Final = datetime(2023, 2, 27, 0, 0, tzinfo=JST)
TERMS: Final = Path(__file__).resolve().parents[3] / "terms"
MASTER: Final = b"zandaka test of incidents, 32 b.."


class Hall:
    """Time is set by hand; every command must be accepted unless asked otherwise."""

    def __init__(
        self, database: Database, overlay: dict[str, Any] | None = None, at: datetime = OUTAGE
    ) -> None:
        self.database = database
        self.terms = load_terms(TERMS, overlay)
        self.clock = SetClock(at)
        self.keys = itertools.count(1)
        self.ledger = Ledger(database.connect, self.terms, 2, self.clock)
        self.redress = Redress(
            database.connect, self.ledger, Secrets(MASTER), Vault(MASTER), Providers()
        )
        self.reader: psycopg.Connection[tuple[Any, ...]] = database.connect(autocommit=True)
        with database.connect(role=None, autocommit=True) as owner:
            for shop in ("tokyo-1", "tokyo-2"):
                owner.execute("INSERT INTO merchants VALUES (%s, %s, '13', 'open')", (shop, shop))

    def close(self) -> None:
        self.reader.close()
        self.ledger.close()

    def submit(self, command: Command, *, finish: bool = True) -> Answer:
        answer = self.ledger.do(command, "test", f"key-{next(self.keys)}")
        if finish and command.verb == "load_coupon":
            answer = transit.finish(self.ledger, answer)
        return answer

    def do(self, command: Command, *, finish: bool = True) -> Answer:
        answer = self.submit(command, finish=finish)
        assert answer.accepted, (answer.code, answer.outcome)
        return answer

    def coupon(self, days: int = 0, prefecture: str = "13") -> ids.WalletId:
        """A paper coupon of 1,000 or 2,000 yen, good to the end of the day so many days on."""
        key = f"issue-{next(self.keys)}"
        day = (self.clock.now() + timedelta(days=days)).astimezone(JST).date()
        answer = self.ledger.do(
            Issue(
                campaign="travel-support", prefecture=prefecture, trip=DayTrip(on=day),
                secrets=(key.encode(),),
            ),
            "test", key,
        )  # fmt: skip
        assert answer.accepted, (answer.code, answer.outcome)
        issued = msgspec.json.decode(answer.outcome)
        return ids.WalletId.parse(issued["coupons"][0]["wallet"])

    def app(self, book: int | None = None) -> ids.WalletId:
        """An empty app wallet; in a given book where it matters."""
        while True:
            answer = self.do(OpenWallet(product="regional-coupon", holder="ren"))
            wallet = ids.WalletId.parse(msgspec.json.decode(answer.outcome)["wallet"])
            if book is None or ids.book_of(wallet) == book:
                return wallet

    def load(self, coupon: ids.WalletId, app: ids.WalletId, *, finish: bool = True) -> Answer:
        return self.do(LoadCoupon(coupon=coupon, to=app), finish=finish)

    def pay(self, wallet: ids.WalletId, yen: int, shop: str = "tokyo-1") -> ids.OperationId:
        return ids.OperationId(self.do(Pay(wallet=wallet, merchant=shop, yen=yen)).operation)

    def set(self, at: datetime) -> None:
        self.clock.set(at)

    def later(self, **by: float) -> datetime:
        self.clock.set(self.clock.now() + timedelta(**by))
        return self.clock.now()

    def act(self, action: Action, by: str = "operator:sato", key: str = "") -> Any:
        """What came of an action, decoded."""
        done = self.redress.do(action, by, key or f"action-{next(self.keys)}")
        return msgspec.json.decode(done.outcome)

    def refused(self, action: Action, by: str = "operator:sato") -> Refusal:
        with pytest.raises(Refusal) as caught:
            self.act(action, by)
        return caught.value

    def invalid(self, action: Action) -> Invalid:
        with pytest.raises(Invalid) as caught:
            self.act(action)
        return caught.value

    def declare(self, since: datetime = OUTAGE, until: datetime | None = None) -> None:
        """The incident, with payments failing: still, where no end is given."""
        self.act(
            DeclareIncident(
                incident=INCIDENT,
                functions=(Failure("pay", since, until),),
                campaigns=("travel-support",),
            )
        )

    def freeze(self, cohort: str, known_at: datetime | None = None) -> Any:
        return self.act(FreezeCohort(incident=INCIDENT, cohort=cohort, known_at=known_at))

    def members(self, cohort: str) -> list[tuple[Any, ...]]:
        """(coupon, wallet, debit, yen) of the newest version, in order."""
        return self.reader.execute(
            "SELECT coupon, wallet, debit, yen FROM cohort_members WHERE cohort ="
            " (SELECT max(id) FROM cohorts WHERE name = %s) ORDER BY wallet, coupon, debit",
            (cohort,),
        ).fetchall()

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.reader.execute(query.encode(), parameters).fetchall()


@pytest.fixture
def hall(database: Database) -> Iterator[Hall]:
    hall = Hall(database)
    yield hall
    hall.close()
