"""Two cards with funds-transfer value, their holder's name, and three people of the issuer."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.funds.actions.decide_settlement import DecideSettlement
from zandaka.funds.actions.record_holder_name import RecordHolderName
from zandaka.funds.actions.register_payout_account import RegisterPayoutAccount
from zandaka.funds.actions.settle_payout import SettlePayout
from zandaka.funds.settlements import Result
from zandaka.funds.work.machines import AskMachines
from zandaka.funds.work.payout_alarms import RaisePayoutAlarms
from zandaka.funds.work.payouts import BookPayouts
from zandaka.funds.work.standing import AskFunding, BookStanding, FindDue
from zandaka.instants import JST
from zandaka.ledger.command import Answer, Command
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.withdraw import Withdraw
from zandaka.postgres import Database
from zandaka.redress.action import Action
from zandaka.redress.service import Providers, Redress
from zandaka.redress.worker import Worker, until_idle
from zandaka.terms.load import load_terms

TERMS = Path(__file__).resolve().parents[2] / "terms"
MASTER = bytes.fromhex("cd" * 32)
WORKERS = (
    FindDue(), AskFunding(), BookStanding(), AskMachines(), BookPayouts(), RaisePayoutAlarms(),
)  # fmt: skip
START = datetime(2024, 3, 1, 10, tzinfo=JST)
FUNDS = ("au-pay-funds", "webmoney-prepaid-card-funds")
KANA = "ミホン ハナコ"
HOLDER = "hanako"

Rows = list[tuple[Any, ...]]


class House:
    """What the tests do, in few words."""

    def __init__(self, database: Database, ledger: Ledger, clock: SetClock) -> None:
        self.database = database
        self.ledger = ledger
        self.clock = clock
        self._keys = itertools.count(1)

    def redress(self, **providers: Any) -> Redress:
        """A machine on the database, with these providers."""
        return Redress(
            self.database.connect, self.ledger, Secrets(MASTER), Vault(MASTER),
            Providers(**providers),
        )  # fmt: skip

    def work(self, workers: Iterable[Worker] = WORKERS, **providers: Any) -> None:
        until_idle(self.redress(**providers), workers)

    def act(self, action: Action, by: str = "operator:sato", key: str = "") -> Any:
        done = self.redress().do(action, by, key or f"key-{next(self._keys)}")
        return msgspec.json.decode(done.outcome)

    def ask(self, command: Command) -> Answer:
        return self.ledger.do(command, "test", f"key-{next(self._keys)}")

    def done(self, command: Command) -> Any:
        answer = self.ask(command)
        assert answer.accepted, (answer.code, answer.outcome)
        return msgspec.json.decode(answer.outcome)

    def card(
        self, yen: int, product: str = "au-pay-prepaid-card", holder: str = HOLDER
    ) -> ids.WalletId:
        """A card in an app with so much funds-transfer value."""
        opened = self.done(OpenWallet(product=product, holder=holder, tier="identity_verified"))
        wallet = ids.WalletId.parse(opened["wallet"])
        funds = "au-pay-funds" if product.startswith("au-") else "webmoney-prepaid-card-funds"
        if yen:
            self.done(Load(wallet=wallet, yen=yen, product=funds))
        return wallet

    def withdraw(self, wallet: ids.WalletId, yen: int, **more: Any) -> ids.OperationId:
        answer = self.ask(Withdraw(wallet=wallet, yen=yen, **more))
        assert answer.accepted, (answer.code, answer.outcome)
        return ids.OperationId(answer.operation)

    def pay(self, wallet: ids.WalletId, yen: int) -> None:
        self.done(Pay(wallet=wallet, merchant="mise", yen=yen, network="webmoney"))

    def account(self, holder: str = HOLDER, number: str = "1234567", kana: str = KANA) -> int:
        self.act(RecordHolderName(holder=holder, name_kana=kana))
        return int(self.act(self.registering(holder, number, kana))["account"])

    @staticmethod
    def registering(holder: str, number: str, kana: str) -> RegisterPayoutAccount:
        return RegisterPayoutAccount(
            holder=holder, bank="0001", branch="001", account_type="ordinary",
            account_number=number, name_kana=kana,
        )  # fmt: skip

    def settle(
        self, order: ids.OperationId, result: Result, reason: str, *, evidence: str = ""
    ) -> str:
        """What two persons say of a payout; how it is tried then."""
        word = SettlePayout(payout=order, result=result, reason=reason, evidence=evidence)
        number = self.act(word)["settlement"]
        approve = DecideSettlement(settlement=number, decision="approve")
        return str(self.act(approve, "operator:suzuki")["state"])

    def rows(self, query: str, parameters: tuple[object, ...] = ()) -> Rows:
        with self.database.connect(role=None) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def balance(self, wallet: ids.WalletId) -> int:
        return int(
            self.rows("SELECT sum(balance) FROM accounts WHERE wallet = %s", (wallet,))[0][0] or 0
        )

    def owned(self, kind: str) -> int:
        return int(
            self.rows("SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s", (kind,))[0][
                0
            ]
        )

    def payout(self, order: ids.OperationId) -> str:
        return str(self.rows("SELECT state FROM payouts WHERE operation = %s", (order,))[0][0])


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    clock = SetClock(START)
    with database.connect(role=None, autocommit=True) as connection:
        merchants.put(connection, MerchantEntry("mise", "サンプル店", "13", "open", ["webmoney"]))
    with Ledger(database.connect, load_terms(TERMS), 2, clock) as ledger:
        yield House(database, ledger, clock)
    with database.connect(autocommit=True) as connection:
        verify(connection)


@pytest.fixture
def keeping_house(database: Database) -> Iterator[House]:
    """A house whose terms keep a holder's records for ten years."""
    clock = SetClock(START)
    kept = [{"from": date(2010, 4, 1), "months": 120, "source": "zandaka-default test"}]
    more = {"products": {one: {"withdrawing": {"keep_records": kept}} for one in FUNDS}}
    with Ledger(database.connect, load_terms(TERMS, more), 2, clock) as ledger:
        yield House(database, ledger, clock)
    with database.connect(autocommit=True) as connection:
        verify(connection)
