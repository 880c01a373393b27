"""An incident, its recipients and the ledger behind them, on a database of this test's own."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.providers.smtp_server import Handler, smtp_server

from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.instants import JST
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.providers.mail.letter import Origin
from zandaka.providers.mail.smtp import Relay, SmtpSender
from zandaka.providers.sms.http import HttpSms
from zandaka.providers.sms.sandbox import SmsSandbox
from zandaka.redress import recipients
from zandaka.redress.messages import tell
from zandaka.redress.service import Providers, Redress
from zandaka.redress.work.messages import Messages
from zandaka.redress.worker import until_idle
from zandaka.terms.load import load_terms

TERMS = Path(__file__).resolve().parents[3] / "terms"
INCIDENT = "outage-2023-02-24"
MASTER = b"k" * 32
START = datetime(2023, 4, 1, tzinfo=JST)

Connection = psycopg.Connection[tuple[Any, ...]]


class Outbox:
    """A house with an incident, at the instant from which links may go out."""

    def __init__(self, database: Database, ledger: Ledger, clock: SetClock) -> None:
        self.database = database
        self.ledger = ledger
        self.clock = clock
        self.vault = Vault(MASTER)

    def connect(self) -> Connection:
        return self.database.connect()

    def redress(self, providers: Providers) -> Redress:
        return Redress(self.connect, self.ledger, Secrets(MASTER), self.vault, providers)

    def recipient(self, mail: str | None = None, phone: str | None = None, **more: Any) -> int:
        given: dict[str, Any] = {"language": "ja", "first": "mail", **more}
        with self.connect() as connection:
            return recipients.enter(
                connection, self.vault, INCIDENT, mail=mail, phone=phone, **given
            )

    def tell(self, recipient: int, once: str = "first", **more: Any) -> None:
        given: dict[str, Any] = {
            "template": "application_received",
            "facts": {"claim": "7"},
            "not_before": START,
            **more,
        }
        with self.connect() as connection:
            tell(connection, once=once, incident=INCIDENT, recipient=recipient, **given)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(query.encode(), values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        (row,) = self.rows(query, *values)
        return row[0] if len(row) == 1 else row


@contextmanager
def outbox_on(database: Database) -> Generator[Outbox]:
    clock = SetClock(START)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO incidents VALUES (%s, %s, 'operator:sato') ON CONFLICT DO NOTHING",
            (INCIDENT, START),
        )
    with Ledger(database.connect, load_terms(TERMS), 1, clock) as ledger:
        yield Outbox(database, ledger, clock)


@pytest.fixture
def outbox(database: Database) -> Iterator[Outbox]:
    with outbox_on(database) as outbox:
        yield outbox


ORIGIN = Origin.parse("補償窓口 <desk@notice.example.jp>")
WORKERS = (Messages("mail"), Messages("sms"))


class Post:
    """A house that sends, and what arrives."""

    def __init__(self, outbox: Outbox, port: int, smtp: Handler, sms: SmsSandbox) -> None:
        self.outbox, self.port, self.smtp, self.sms = outbox, port, smtp, sms
        self.redress = outbox.redress(self.providers())

    def providers(self) -> Providers:
        return Providers(
            mail=SmtpSender(Relay.parse(f"smtp://127.0.0.1:{self.port}"), ORIGIN, per_second=1e6),
            sms=HttpSms(self.sms.url, self.sms.token, per_second=1e6),
            public_url="https://hosho.example.jp",
        )

    def work(self) -> None:
        until_idle(self.redress, WORKERS)

    def later(self, **by: int) -> None:
        clock = self.outbox.clock
        clock.set(clock.now() + timedelta(**by))
        self.work()

    def mails(self) -> list[EmailMessage]:
        return [one.mail for one in self.smtp.received]

    def states(self) -> list[tuple[str, str]]:
        rows = self.outbox.rows("SELECT state, channel FROM messages ORDER BY id")
        return [(state, channel) for state, channel in rows]

    def results(self) -> list[str]:
        return [row[0] for row in self.outbox.rows("SELECT result FROM deliveries ORDER BY id")]

    def claims(self) -> int:
        return int(self.outbox.one("SELECT count(*) FROM claims WHERE kind = 'bounce'"))


@pytest.fixture
def post(outbox: Outbox) -> Iterator[Post]:
    with smtp_server() as (smtp, port), SmsSandbox(0, "token") as sms:
        sms.start()
        yield Post(outbox, port, smtp, sms)
