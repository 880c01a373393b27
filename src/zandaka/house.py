"""The house put together: database, migrations, terms and secrets, as the settings say."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg

from zandaka.clock import Clock, SystemClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger import ledger
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.writer import MAX_BATCH, Deliver
from zandaka.postgres.connect import Database, open_database
from zandaka.postgres.migrate import migrate
from zandaka.postgres.pool import Connect
from zandaka.redress.providers import providers_from
from zandaka.redress.service import Redress
from zandaka.settings import Settings, load_secret
from zandaka.terms.load import load_terms
from zandaka.terms.model import Terms

MIGRATIONS: Final = Path(ledger.__file__).parent / "migrations"


class House(msgspec.Struct, frozen=True):
    """What every edge starts from."""

    settings: Settings
    database: Database
    terms: Terms

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A session with the application's rights."""
        return self.database.connect()

    def secrets(self) -> Secrets:
        """The keyed hashes of this house's codes and API keys."""
        return Secrets(load_secret(self.settings))

    def ledger(
        self,
        *,
        clock: Clock | None = None,
        deliver: Deliver | None = None,
        max_batch: int = MAX_BATCH,
    ) -> Ledger:
        """The ledger with its writers running. Close it."""
        return Ledger(
            self.connect,
            self.terms,
            self.settings.books,
            clock or SystemClock(),
            deliver=deliver,
            max_batch=max_batch,
        )

    def vault(self) -> Vault:
        """What seals and opens this house's personal data."""
        return Vault(load_secret(self.settings))

    def redress(self, ledger: Ledger, connect: Connect | None = None) -> Redress:
        """Redress on this ledger, with the providers that the settings name. What has no provider
        waits. Its sessions come from `connect`, or are opened each time. Raises SettingsError."""
        return Redress(
            connect or self.connect,
            ledger,
            self.secrets(),
            self.vault(),
            providers_from(self.settings, ledger.clock),
        )


@contextmanager
def open_house(settings: Settings) -> Generator[House]:
    """Reads the terms, starts or reaches PostgreSQL and brings its schema up to date.

    Raises TermsError, PostgresUnavailable and MigrationError, each with one plain sentence."""
    terms = load_terms(settings.terms)
    with open_database(settings) as database:
        migrate(database, MIGRATIONS)
        yield House(settings, database, terms)
