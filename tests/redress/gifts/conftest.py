"""A house with the terms in force after its conversions, and a sandbox that issues gifts."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import httpx
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
from zandaka.operations.convert import Convert
from zandaka.operations.issue import Issue
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.postgres import Database
from zandaka.providers.gift.http import HttpGifts
from zandaka.providers.gift.port import GiftProvider
from zandaka.providers.gift.sandbox.server import GiftSandbox
from zandaka.redress import contacts, entitlements
from zandaka.redress.action import Action
from zandaka.redress.gifts import door, links
from zandaka.redress.messages import PRIVATE
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.gift_books import GiftBooks
from zandaka.redress.work.gift_lapse import GiftLapse
from zandaka.redress.work.gift_links import GiftLinks
from zandaka.redress.work.gift_orders import GiftOrders
from zandaka.redress.worker import Worker, until_idle
from zandaka.rules.stay import DayTrip
from zandaka.terms.load import load_terms

JST: Final = timezone(timedelta(hours=9))
INCIDENT: Final = "outage-2023-02-24"
OUTAGE: Final = datetime(2023, 2, 24, 17, 0, tzinfo=JST)
CONVERTED: Final = datetime(2023, 4, 1, 0, 0, tzinfo=JST)
DEADLINE: Final = datetime(2023, 6, 1, 0, 0, tzinfo=JST)
MASTER: Final = b"zandaka test of gifts, 32 bytes.."
TERMS: Final = Path(__file__).resolve().parents[3] / "terms"
WORK: Final[tuple[Worker, ...]] = (GiftLinks(), GiftOrders(), GiftBooks(), GiftLapse())


class GiftWorld:
    """Time is set by hand."""

    def __init__(self, database: Database, sandbox: GiftSandbox) -> None:
        self.database = database
        self.sandbox = sandbox
        self.terms = load_terms(TERMS)
        self.clock = SetClock(OUTAGE)
        self.keys = itertools.count(1)
        self.vault = Vault(MASTER)
        self.secrets = Secrets(MASTER)
        self.ledger = Ledger(database.connect, self.terms, 2, self.clock)
        self.gifts = HttpGifts(sandbox.url, sandbox.token, httpx.Timeout(0.5))
        self.redress = self.another(self.gifts)
        self.reader: psycopg.Connection[tuple[Any, ...]] = database.connect(
            role=None, autocommit=True
        )
        self.reader.execute("INSERT INTO merchants VALUES ('shop', 'Shop', '13', 'open')")
        self.reader.execute("INSERT INTO incidents VALUES (%s, %s, 'test')", (INCIDENT, OUTAGE))

    def another(self, provider: GiftProvider | None) -> Redress:
        """Redress on the same books, as another process has it."""
        return Redress(
            self.database.connect, self.ledger, self.secrets, self.vault, Providers(gift=provider)
        )

    def close(self) -> None:
        self.gifts.close()
        self.ledger.close()
        with self.database.connect() as connection:
            verify(connection)
        # Whatever was done is found by its incident.
        assert self.rows("SELECT verb FROM actions WHERE incident = ''") == []
        self.reader.close()

    def command(self, command: Command) -> Answer:
        answer = self.ledger.do(command, "test", f"key-{next(self.keys)}")
        if command.verb == "load_coupon":
            answer = transit.finish(self.ledger, answer)
        assert answer.accepted, (answer.code, answer.outcome)
        return answer

    def contact(self, holder: str, mail: str | None = None, phone: str | None = None) -> None:
        if mail is None and phone is None:
            mail = f"{holder}@example.jp"
        with self.database.connect() as connection:
            contacts.put(connection, self.vault, holder, "ja", mail, phone, self.clock.now())

    def wallet(self, holder: str, *yens: int) -> ids.WalletId:
        """An app wallet with a coupon of each of `yens`, of 2,000 yen before."""
        opened = self.command(OpenWallet(product="regional-coupon", holder=holder))
        wallet = ids.WalletId.parse(msgspec.json.decode(opened.outcome)["wallet"])
        for yen, coupon in zip(yens, self.papers(len(yens)), strict=True):
            if yen < 2_000:
                self.command(Pay(wallet=coupon, merchant="shop", yen=2_000 - yen))
            self.command(LoadCoupon(coupon=coupon, to=wallet))
        return wallet

    def papers(self, count: int) -> list[ids.WalletId]:
        name = f"secret-{next(self.keys)}"
        issued = self.command(
            Issue(
                campaign="travel-support",
                prefecture="13",
                trip=DayTrip(on=OUTAGE.date()),
                secrets=tuple(f"{name}/{number}".encode() for number in range(count)),
            )
        )
        return [
            ids.WalletId.parse(one["wallet"])
            for one in msgspec.json.decode(issued.outcome)["coupons"]
        ]

    def convert(self, *wallets: ids.WalletId) -> None:
        """What the plan does at the end of validity."""
        if self.clock.now() < CONVERTED:
            self.clock.set(CONVERTED)
        self.convert_at_once(*wallets)

    def convert_at_once(self, *wallets: ids.WalletId) -> None:
        for wallet in wallets:
            answer = self.command(Convert(wallet=wallet, reason="test", incident=INCIDENT))
            with self.database.connect() as connection:
                entitlements.record(connection, INCIDENT, wallet, answer)

    def owed(self, holder: str, *yens: int) -> int:
        """A holder with a contact and a link; returns the recipient."""
        if self.clock.now() < CONVERTED:
            wallet = self.wallet(holder, *yens)
            self.contact(holder)
            self.convert(wallet)
        self.work()
        return self.value("SELECT id FROM recipients WHERE holder = %s", holder)

    def work(self, *workers: Worker) -> None:
        until_idle(self.redress, workers or WORK)

    def act(self, action: Action, by: str = "operator:sato", key: str = "") -> Any:
        done = self.redress.do(action, by, key or f"key-{next(self.keys)}")
        return msgspec.json.decode(done.outcome)

    def token(self, recipient: int) -> str:
        generation = self.value("SELECT generation FROM gift_links WHERE recipient = %s", recipient)
        return links.token(self.secrets, recipient, generation)

    def sent_code(self) -> str:
        """The digits in the newest message, as its worker reads them."""
        sealed = self.value(
            "SELECT private FROM messages WHERE template = 'gift_code' ORDER BY id DESC LIMIT 1"
        )
        return msgspec.json.decode(self.vault.open(PRIVATE, bytes(sealed)))["code"]

    def session(self, recipient: int) -> str:
        door.send_code(self.redress, self.token(recipient))
        return door.open_gift(self.redress, self.token(recipient), self.sent_code()).session

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.reader.execute(query.encode(), parameters).fetchall()

    def value(self, query: str, *parameters: object) -> Any:
        return self.rows(query, *parameters)[0][0]

    def entitlements(self) -> list[tuple[int, int, str]]:
        """(yen, given, state) of all that was ever owed."""
        return self.rows("SELECT yen, given, state FROM entitlements ORDER BY id")

    def orders(self) -> list[tuple[str, int, str]]:
        return self.rows("SELECT brand, yen, state FROM gift_orders ORDER BY choice, part")

    def account(self, kind: str) -> int:
        """The balances of all accounts of a kind."""
        return int(
            self.value("SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s", kind)
        )

    def pass_time(self, **by: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**by))


@pytest.fixture
def sandbox() -> Iterator[GiftSandbox]:
    with GiftSandbox() as server:
        yield server


@pytest.fixture
def world(database: Database, sandbox: GiftSandbox) -> Iterator[GiftWorld]:
    """Verified when the test ends."""
    made = GiftWorld(database, sandbox)
    yield made
    made.close()
