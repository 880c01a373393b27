"""The outage, its coupons and three people, on a database of this test's own."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from tests.web.conftest import SECRET

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.instants import JST
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.convert import Convert
from zandaka.operations.issue import Issue
from zandaka.postgres import Database
from zandaka.redress.action import Action
from zandaka.redress.actions.apply_bank_refund import ApplyBankRefund
from zandaka.redress.actions.decide_bank_refund import DecideBankRefund
from zandaka.redress.actions.import_results import ImportResults
from zandaka.redress.actions.make_transfer_file import MakeTransferFile
from zandaka.redress.actions.release_transfer_file import ReleaseTransferFile
from zandaka.redress.bank import files
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.bank_refunds import Book, FinishFiles, TakeOwed
from zandaka.redress.worker import until_idle
from zandaka.rules.stay import DayTrip
from zandaka.terms.load import load_terms

TERMS = Path(__file__).resolve().parents[3] / "terms"
INCIDENT = "outage-2023-02-24"
#: The secret of the servers that tests start, so that one of them opens what was sealed here.
MASTER = bytes.fromhex(SECRET)
WORKERS = (TakeOwed(), Book(), FinishFiles())
#: When applications are open, when value has been converted, and when transfers may be made.
MARCH, APRIL, MAY = (datetime(2023, month, 1, 9, tzinfo=JST) for month in (3, 4, 5))
FORM: dict[str, Any] = {
    "incident": INCIDENT, "prefecture": "13", "name": "見本 花子", "name_kana": "ミホン ハナコ",
    "birth_date": date(1980, 1, 2), "address": "東京都見本区1-2-3", "contact": "090-0000-0000",
    "lodging": "見本旅館", "travel_date": date(2023, 2, 24), "bank": "0001", "branch": "001",
    "account_type": "ordinary", "account_number": "1234567",
}  # fmt: skip

Rows = list[tuple[Any, ...]]


class Bureau:
    """What the tests do, in few words."""

    def __init__(self, database: Database, ledger: Ledger, clock: SetClock) -> None:
        self.database = database
        self.ledger = ledger
        self.clock = clock
        self.vault = Vault(MASTER)
        self.redress = self.another()
        self._keys = itertools.count(1)

    def another(self) -> Redress:
        """A second machine on the same database."""
        return Redress(self.database.connect, self.ledger, Secrets(MASTER), self.vault, Providers())

    def at(self, month: int, day: int, hour: int = 9) -> None:
        self.clock.set(datetime(2023, month, day, hour, tzinfo=JST))

    def work(self) -> None:
        until_idle(self.redress, WORKERS)

    def do(self, action: Action, by: str = "operator:sato", key: str | None = None) -> Any:
        done = self.redress.do(action, by, key or f"key-{next(self._keys)}")
        return msgspec.json.decode(done.outcome)

    def coupon(self) -> ids.WalletId:
        """A paper coupon of Tokyo for a trip on the day of the outage."""
        key = f"issue-{next(self._keys)}"
        command = Issue(
            campaign="travel-support", prefecture="13", trip=DayTrip(on=date(2023, 2, 24)),
            secrets=(key.encode(),),
        )  # fmt: skip
        answer = self.ledger.do(command, "test", key)
        assert answer.accepted, answer
        return ids.WalletId.parse(msgspec.json.decode(answer.outcome)["coupons"][0]["wallet"])

    def convert(self, coupon: ids.WalletId, recipient: int | None = None) -> int:
        """What is left becomes owed; returns the entitlement."""
        command = Convert(wallet=coupon, reason="outage", incident=INCIDENT)
        answer = self.ledger.do(command, "test", f"convert-{coupon}")
        assert answer.accepted, answer
        yen = msgspec.json.decode(answer.outcome)["yen"]
        [[entitlement]] = self.rows(
            "INSERT INTO entitlements"
            " (incident, coupon, wallet, operation, prefecture, yen, recipient)"
            " VALUES (%s, %s, %s, %s, '13', %s, %s) RETURNING id",
            (INCIDENT, int(coupon), int(coupon), answer.operation, yen, recipient),
        )
        return int(entitlement)

    def inquiry(self, coupon: ids.WalletId) -> str:
        return str(self.rows("SELECT inquiry FROM wallets WHERE id = %s", (int(coupon),))[0][0])

    def apply(self, inquiry: str, by: str = "public:10.0.0.1", **more: Any) -> int:
        form: dict[str, Any] = {**FORM, "inquiry_number": inquiry, **more}
        return int(self.do(ApplyBankRefund(**form), by)["refund"])

    def decide(self, refund: int, decision: str = "approve", by: str = "operator:sato") -> Any:
        return self.do(
            msgspec.convert(
                {"do": "decide_bank_refund", "refund": refund, "decision": decision,
                 "reason": "looked at"},
                DecideBankRefund,
            ),
            by,
        )  # fmt: skip

    def approved(self, count: int = 1) -> list[int]:
        """Refunds of new coupons that were converted, approved, at noon of 1 May."""
        self.at(2, 24)
        coupons = [self.coupon() for _ in range(count)]
        self.at(4, 1)
        for coupon in coupons:
            self.convert(coupon)
        refunds = [self.apply(self.inquiry(coupon)) for coupon in coupons]
        for refund in refunds:
            self.decide(refund)
        self.at(5, 8)
        return refunds

    def file(self, pay_on: str = "2023-05-11", by: str = "operator:sato") -> int:
        made = self.do(MakeTransferFile(incident=INCIDENT, pay_on=date.fromisoformat(pay_on)), by)
        self.work()
        return int(made["file"])

    def released(self, pay_on: str = "2023-05-11") -> int:
        file = self.file(pay_on)
        self.do(ReleaseTransferFile(file=file), "operator:suzuki")
        return file

    def content(self, file: int) -> bytes:
        with self.database.connect() as connection:
            found = files.find(connection, file)
            assert found is not None
            return files.content(connection, self.vault, found)

    def results(self, file: int, *lines: tuple[int, int, int, str]) -> Any:
        table = "refund,attempt,yen,code\n" + "".join(
            ",".join(str(one) for one in line) + "\n" for line in lines
        )
        outcome = self.do(ImportResults(file=file, content=table))
        self.work()
        return outcome

    def rows(self, query: str, parameters: Sequence[object] = ()) -> Rows:
        connection: psycopg.Connection[tuple[Any, ...]]
        with self.database.connect(role=None, autocommit=True) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def state(self, refund: int) -> str:
        return str(self.rows("SELECT state FROM bank_refunds WHERE id = %s", (refund,))[0][0])

    def books(self) -> dict[str, int]:
        """What is owed as gifts and what left the bank, over all books."""
        return dict(
            self.rows(
                "SELECT kind, sum(balance)::bigint FROM accounts"
                " WHERE kind IN ('gift_payable', 'bank_clearing') GROUP BY kind"
            )
        )

    def everything(self) -> Rows:
        """All that may change, to be compared with what it was."""
        return [
            row
            for table in (
                "bank_refunds", "bank_files", "bank_file_lines", "bank_remittances",
                "bank_refund_history", "entitlements", "claims", "operations",
            )
            for row in self.rows(f"SELECT t::text FROM {table} t ORDER BY 1")
        ]  # fmt: skip


@pytest.fixture
def bureau(database: Database) -> Iterator[Bureau]:
    clock = SetClock(datetime(2023, 2, 24, 9, tzinfo=JST))
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO incidents VALUES (%s, %s, 'operator:sato')", (INCIDENT, clock.now())
        )
    with Ledger(database.connect, load_terms(TERMS), 2, clock) as ledger:
        bureau = Bureau(database, ledger, clock)
        yield bureau
        with database.connect() as connection:
            verify(connection)
            # Whatever was done is found by its incident.
            nowhere = connection.execute("SELECT verb FROM actions WHERE incident = ''").fetchall()
            assert nowhere == []
            # Nothing private in what stays readable.
            said = " ".join(
                row[0]
                for table in ("actions", "bank_refund_history", "bank_files", "claim_notes")
                for row in connection.execute(f"SELECT t::text FROM {table} t")
            )
        for private in ("花子", "ﾐﾎﾝ", "ミホン", "1234567", "7654321", "見本旅館", "090-0000"):
            assert private not in said
