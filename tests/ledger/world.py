"""A small world for tests of the ledger: test terms, three shops, a clock that stands still."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import psycopg

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import Verified, verify
from zandaka.operations.issue import Issue
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.transit import VERBS as SENDING
from zandaka.operations.transit import finish
from zandaka.postgres import Database
from zandaka.rules.stay import DayTrip
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

TERMS: Final = Path(__file__).parent / "terms"
JST: Final = timezone(timedelta(hours=9))

#: A Friday in the test campaign.
START: Final = datetime(2023, 2, 24, 12, 0, tzinfo=JST)

#: Shops: "tokyo-1" and "kyoto-1" are open, "tokyo-2" has closed.
SHOPS: Final = (("tokyo-1", "13", "open"), ("kyoto-1", "26", "open"), ("tokyo-2", "13", "closed"))

Rows = list[tuple[Any, ...]]


class World:
    """A ledger on a database of the test's own."""

    def __init__(
        self,
        database: Database,
        *,
        books: int = 2,
        at: datetime = START,
        terms: Terms | None = None,
    ) -> None:
        self.database = database
        self.terms = terms or load_terms(TERMS)
        self.clock = SetClock(at)
        self._keys = itertools.count(1)
        with database.connect(role=None) as connection:
            for shop, prefecture, status in SHOPS:
                connection.execute(
                    "INSERT INTO merchants VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    (shop, shop, prefecture, status),
                )
        self.ledger = self.another_ledger(books=books)
        self._reader: psycopg.Connection[tuple[Any, ...]] = database.connect(
            role=None, autocommit=True
        )

    def another_ledger(self, *, books: int = 2) -> Ledger:
        """A second server on the same database."""
        return Ledger(self.database.connect, self.terms, books, self.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self._reader.close()

    def do(self, command: Command, key: str | None = None, caller: str = "test") -> Answer:
        """Submits, and finishes a send between books."""
        answer = self.ledger.do(command, caller, key or self.new_key())
        return finish(self.ledger, answer) if command.verb in SENDING else answer

    def new_key(self) -> str:
        return f"key-{next(self._keys)}"

    def done(self, command: Command, key: str | None = None) -> dict[str, Any]:
        """The outcome of a command that must be accepted."""
        answer = self.do(command, key)
        assert answer.accepted, (answer.code, answer.outcome)
        return msgspec.json.decode(answer.outcome)

    def refused(self, command: Command, key: str | None = None) -> str:
        """The code with which a command is refused, or empty."""
        return self.do(command, key).code

    def purse(self, *loads: int, key: str | None = None) -> ids.WalletId:
        """A new purse with a lot for each of `loads`."""
        command = OpenWallet(product="purse", holder="aoi", tier="contact_checked")
        wallet = ids.WalletId.parse(self.done(command, key)["wallet"])
        for yen in loads:
            self.done(Load(wallet=wallet, yen=yen))
        return wallet

    def app(self, key: str | None = None) -> ids.WalletId:
        """A new, empty app wallet for coupons."""
        opened = self.done(OpenWallet(product="town-coupon", holder="ren"), key)
        return ids.WalletId.parse(opened["wallet"])

    def coupons(
        self, count: int = 1, prefecture: str = "13", key: str | None = None, days: int = 0
    ) -> list[ids.WalletId]:
        """New paper coupons of a day trip today or so many days later: 2,000 yen on a weekday."""
        key = key or self.new_key()
        day = self.clock.now().astimezone(JST).date() + timedelta(days=days)
        secrets = tuple(f"{key}/{number}".encode() for number in range(count))
        issued = self.done(
            Issue(campaign="spring", prefecture=prefecture, trip=DayTrip(on=day), secrets=secrets),
            key,
        )
        return [ids.WalletId.parse(one["wallet"]) for one in issued["coupons"]]

    def pay(self, wallet: ids.WalletId, yen: int, shop: str = "tokyo-1") -> Answer:
        return self.do(Pay(wallet=wallet, merchant=shop, yen=yen))

    def paid(self, wallet: ids.WalletId, yen: int, shop: str = "tokyo-1") -> ids.OperationId:
        """A payment that must be accepted."""
        answer = self.pay(wallet, yen, shop)
        assert answer.accepted, (answer.code, answer.outcome)
        return ids.OperationId(answer.operation)

    def pass_time(self, **by: float) -> datetime:
        """Moves the clock; returns the present."""
        self.clock.set(self.clock.now() + timedelta(**by))
        return self.clock.now()

    def rows(self, query: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Rows:
        """What the database says."""
        return self._reader.execute(query.encode(), parameters).fetchall()

    def value(self, query: str, parameters: Sequence[object] = ()) -> Any:
        return self.rows(query, parameters)[0][0]

    def lots(self, wallet: int) -> list[tuple[int, int]]:
        """(balance, held) of a wallet's lots, oldest first."""
        found = self.rows(
            "SELECT balance, held FROM accounts WHERE book = %s AND wallet = %s ORDER BY id",
            (ids.book_of(wallet), int(wallet)),
        )
        return [(row[0], row[1]) for row in found]

    def verify(self) -> Verified:
        with self.database.connect() as connection:
            return verify(connection)

    def now(self) -> datetime:
        return self.clock.now().astimezone(UTC)
