"""The ground a case runs on: one fresh database, its ledger, and a clock that stands where the
case has set it."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg

from zandaka.cases.errors import CaseError
from zandaka.cases.model import Case
from zandaka.cases.names import Names
from zandaka.clock import SetClock
from zandaka.directory import merchants
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.postgres.pool import open_pool
from zandaka.providers.direct import DirectMail, DirectSms
from zandaka.providers.gift.sandbox.direct import DirectGifts
from zandaka.providers.identity.direct import DirectIdentity
from zandaka.providers.money.direct import DirectMoney
from zandaka.providers.rates.table import TableRates
from zandaka.redress import contacts
from zandaka.redress.service import Providers, Redress
from zandaka.terms.model import Terms

#: Codes on a case's papers open nothing outside its throw-away database, and the same file gives
#: the same ones each time.
_MASTER: Final = hashlib.sha256(b"zandaka case").digest()


class World(msgspec.Struct, frozen=True):
    """Everything the steps and checks of one running case share."""

    database: Database
    connection: psycopg.Connection[tuple[Any, ...]]
    ledger: Ledger
    terms: Terms
    clock: SetClock
    names: Names
    secrets: Secrets
    redress: Redress


@contextmanager
def open_world(case: Case, database: Database, terms: Terms) -> Generator[World]:
    """Enters the case's shops in an empty, migrated `database` and starts its ledger."""
    clock = SetClock(case.clock)
    with database.connect(autocommit=True) as connection, open_pool(database) as lend:
        for shop in case.shops:
            merchants.put(
                connection,
                merchants.MerchantEntry(
                    shop.id,
                    shop.name or shop.id,
                    shop.prefecture,
                    shop.status,
                    shop.networks,
                    shop.groups,
                ),
            )
        with Ledger(database.connect, terms, case.books, clock) as ledger:
            secrets, vault = Secrets(_MASTER), Vault(_MASTER)
            _reach(case, connection, vault)
            providers = Providers(
                gift=DirectGifts(clock.now, case.out_of_stock),
                mail=DirectMail(case.unreachable),
                sms=DirectSms(case.unreachable),
                atm=DirectMoney(),
                funding=DirectMoney(),
                rates=TableRates(case.rates, "case"),
                identity=DirectIdentity(),
            )
            redress = Redress(lend, ledger, secrets, vault, providers)
            yield World(database, connection, ledger, terms, clock, Names(), secrets, redress)


def _reach(case: Case, connection: psycopg.Connection[tuple[Any, ...]], vault: Vault) -> None:
    for one in case.holders:
        try:
            contacts.put(connection, vault, one.id, one.language, one.mail, one.phone, case.clock)
        except ValueError as error:
            raise CaseError(f"{case.file}", f"holder {one.id}: {error}") from None
