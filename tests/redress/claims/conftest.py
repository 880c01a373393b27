"""A small region whose payments failed on the evening of 24 February 2023."""

import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import pytest

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.issue import Issue
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.transit import finish
from zandaka.postgres import Database
from zandaka.redress.action import Action
from zandaka.redress.actions.apply import Apply
from zandaka.redress.actions.check_shop import CheckShop
from zandaka.redress.actions.decide_claim import DecideClaim, Restoration
from zandaka.redress.actions.declare_incident import DeclareIncident
from zandaka.redress.actions.take_in_call import TakeInCall
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.applicants import ApplicantWorker
from zandaka.redress.work.awards import AwardWorker
from zandaka.redress.worker import until_idle
from zandaka.rules.incident import Failure
from zandaka.rules.stay import Stay
from zandaka.terms.load import load_terms

MASTER: Final = hashlib.sha256(b"claims").digest()
TERMS: Final = Path(__file__).resolve().parents[3] / "terms"
JST: Final = timezone(timedelta(hours=9))
OUTAGE: Final = "outage-2023-02-24"
SHOPS: Final = (
    ("mikan", "みかん食堂", "38", "open"),
    ("jako", "じゃこ天の店 みなと", "38", "open"),
    ("soba", "手打ち そば処", "09", "open"),
)
FIELDS: Final = {
    "name": "見本 花子",
    "contact": "東京都架空区1-2-3",
    "prefecture": "38",
    "travel_date": "2023-02-23",
    "mail": "hanako@example.jp",
}


def jst(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2023, month, day, hour, minute, second, tzinfo=JST)


class Region:
    """The books, redress, and a clock that stands."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock(jst(2, 23, 15))
        self._keys = itertools.count(1)
        with database.connect(role=None) as connection:
            for shop in SHOPS:
                connection.execute("INSERT INTO merchants VALUES (%s, %s, %s, %s)", shop)
        self.ledger = Ledger(database.connect, load_terms(TERMS), 2, self.clock)
        self.redress = self.another()

    def another(self) -> Redress:
        """A second machine on the same database."""
        return Redress(
            self.database.connect, self.ledger, Secrets(MASTER), Vault(MASTER), Providers()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()

    # -- the books

    def at(self, instant: datetime) -> Self:
        self.clock.set(instant)
        return self

    def do(self, command: Command) -> Answer:
        answer = self.ledger.do(command, "test", f"key-{next(self._keys)}")
        return finish(self.ledger, answer) if command.verb == "load_coupon" else answer

    def done(self, command: Command) -> dict[str, Any]:
        answer = self.do(command)
        assert answer.accepted, (answer.code, answer.outcome)
        return msgspec.json.decode(answer.outcome)

    def coupon(self, booking: str = "b-1", **more: Any) -> tuple[ids.WalletId, str]:
        """A coupon of 2,000 yen, good through 24 February, and its inquiry number."""
        issue = Issue(
            campaign="travel-support",
            prefecture=more.pop("prefecture", "38"),
            trip=more.pop("trip", Stay(check_in=date(2023, 2, 23), nights=1)),
            secrets=(f"{next(self._keys)}".encode(),),
            lodging=more.pop("lodging", "yado-dogo"),
            booking=booking,
        )
        (made,) = self.done(issue)["coupons"]
        return ids.WalletId.parse(made["wallet"]), made["inquiry"]

    def app(self, holder: str = "hanako") -> ids.WalletId:
        opened = self.done(OpenWallet(product="regional-coupon", holder=holder))
        return ids.WalletId.parse(opened["wallet"])

    def load(self, coupon: ids.WalletId, to: ids.WalletId) -> None:
        self.done(LoadCoupon(coupon=coupon, to=to))

    def pay(self, wallet: ids.WalletId, yen: int, shop: str = "mikan") -> ids.OperationId:
        answer = self.do(Pay(wallet=wallet, merchant=shop, yen=yen))
        assert answer.accepted, (answer.code, answer.outcome)
        return ids.OperationId(answer.operation)

    # -- redress

    def act(self, action: Action, by: str = "operator:sato", key: str = "") -> Any:
        done = self.redress.do(action, by, key or f"key-{next(self._keys)}")
        return msgspec.json.decode(done.outcome)

    def declare(self) -> Self:
        """Payments failed from six to nine in the evening."""
        self.clock.set(max(self.clock.now(), jst(2, 24, 22)))
        failed = Failure(function="pay", since=jst(2, 24, 18), until=jst(2, 24, 21))
        self.act(DeclareIncident(incident=OUTAGE, functions=(failed,)))
        return self

    def call(self, inquiry: str, by: str = "operator:sato", **more: Any) -> Any:
        """A call about the shop mikan; all four questions are answered."""
        told: dict[str, Any] = {
            "kind": "double_press", "expires_on": date(2023, 2, 24), "prefecture": "38",
            "shop": "みかん食堂", **more,
        }  # fmt: skip
        return self.act(TakeInCall(incident=OUTAGE, inquiry_number=inquiry, **told), by)

    def check(self, claim: int, agrees: Any = "yes", **more: Any) -> Any:
        return self.act(
            CheckShop(claim=claim, merchant=more.pop("merchant", "mikan"), agrees=agrees, **more)
        )

    def approve(self, claim: int, *restore: tuple[ids.OperationId, int], by: str = "") -> Any:
        return self.act(
            DecideClaim(
                claim=claim,
                decision="approve",
                reasons=("一致した",),
                restore=tuple(Restoration(debit, yen) for debit, yen in restore),
            ),
            by or "operator:suzuki",
        )

    def apply(self, inquiry: str, key: str = "", by: str = "public", **fields: str) -> Any:
        given = {**FIELDS, "inquiry_number": inquiry, **fields}
        return self.act(Apply(incident=OUTAGE, prefecture="38", fields=given), by, key)

    def work(self) -> Self:
        until_idle(self.redress, (AwardWorker(), ApplicantWorker()))
        return self

    # -- what came of it

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self.database.connect(role=None) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def value(self, query: str, *parameters: object) -> Any:
        return self.rows(query, *parameters)[0][0]

    def lots(self, wallet: ids.WalletId) -> list[tuple[int, datetime]]:
        return self.rows(
            "SELECT balance, expires_at FROM accounts WHERE wallet = %s ORDER BY id", int(wallet)
        )

    def owed(self) -> list[tuple[int, int]]:
        """(coupon, yen) of every entitlement."""
        return self.rows("SELECT coupon, yen FROM entitlements ORDER BY id")

    def notes(self, claim: int) -> list[str]:
        found = self.rows("SELECT what FROM claim_notes WHERE claim = %s ORDER BY id", claim)
        return [row[0] for row in found]


def utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


@pytest.fixture
def region(database: Database) -> Iterator[Region]:
    """A region in which an incident is declared. The books are verified when the test ends."""
    with Region(database) as region:
        yield region
        with database.connect() as connection:
            verify(connection)
            # Whatever was done is found by its incident.
            nowhere = connection.execute("SELECT verb FROM actions WHERE incident = ''").fetchall()
            assert nowhere == []
