"""An incident, its recipients and the ledger behind them, on a database of this test's own."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.instants import JST
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.redress import recipients
from zandaka.redress.messages import tell
from zandaka.redress.service import Providers, Redress
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
