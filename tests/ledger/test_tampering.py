"""Whoever may change any table at will, past the triggers, is found out, and the place is named.

Each case changes one thing in a copy of the same filled database."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.ledger.every_verb import coupons
from tests.ledger.world import World

from zandaka.ledger.verify import Break, verify
from zandaka.operations import transit
from zandaka.operations.load_coupon import LoadCoupon
from zandaka.postgres import Database

FILLED = "zandaka_filled"
COPY = "zandaka_tampered"


def database_of(postgres: Database, name: str) -> Database:
    return Database(make_conninfo(postgres.conninfo, dbname=name), postgres.server)


def create(postgres: Database, name: str, template: str) -> None:
    drop(postgres, name)
    run(postgres, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)


def drop(postgres: Database, name: str) -> None:
    run(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def run(postgres: Database, statement: str, *names: str) -> None:
    connection: psycopg.Connection[tuple[Any, ...]]
    with postgres.connect(role=None, autocommit=True) as connection:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))  # pyright: ignore[reportArgumentType]
        connection.execute(query)


@pytest.fixture(scope="module")
def filled(postgres: Database, migrated_template: str) -> Iterator[str]:
    create(postgres, FILLED, migrated_template)
    with World(database_of(postgres, FILLED)) as world:
        coupons(world)
    yield FILLED
    drop(postgres, FILLED)


@pytest.fixture
def copy(postgres: Database, filled: str) -> Iterator[Database]:
    create(postgres, COPY, filled)
    yield database_of(postgres, COPY)
    drop(postgres, COPY)


def tamper(database: Database, statements: str) -> None:
    """Runs `statements` past every trigger, foreign key and the like."""
    with database.connect(role=None) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statements.encode())


PAYMENT = "(SELECT min(id) FROM operations WHERE verb = 'pay' AND code = '')"
MOVE = (
    "(SELECT min(id) FROM transfers WHERE book = 1 AND returns = 0 AND id > (1::bigint << 40) + 3)"
)
RETURN = "(SELECT min(id) FROM transfers WHERE returns <> 0)"
PAPER = "(SELECT id FROM wallets WHERE form = 'paper' ORDER BY id LIMIT 1)"
LOT = "(SELECT min(id) FROM accounts WHERE kind = 'lot' AND book = 1)"
PAYABLE = "(SELECT min(id) FROM accounts WHERE kind = 'merchant_payable' AND balance > 0)"
LOOSE = "ALTER TABLE accounts DROP CONSTRAINT accounts_lot_not_negative;"
LAST = "(SELECT max(id) FROM {} WHERE book = 0)"

CASES = {
    "a transfer's yen": (
        f"UPDATE transfers SET yen = yen + 1 WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: (debit|credit)_after is -?\d+, expected -?\d+",
    ),
    "a transfer's account": (
        f"UPDATE transfers SET credit = credit - 1 WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: ",
    ),
    "a transfer to an account that is not there": (
        f"UPDATE transfers SET credit = credit + 100000 WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: moves an account that does not exist",
    ),
    "a transfer's time": (
        f"UPDATE transfers SET effective_at = effective_at - interval '1 s' WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: is of operation op1-\d+ at .*; expected",
    ),
    "a transfer given to another operation": (
        f"UPDATE transfers SET operation = operation + 1 WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: is of operation op1-\d+",
    ),
    "what a transfer gives back": (
        f"UPDATE transfers SET returns = 0 WHERE id = {RETURN}",
        r"book \d, batch \d+, batch \d+: its rows hash to",
    ),
    "a transfer removed": (
        f"DELETE FROM transfers WHERE id = {MOVE}",
        r"book 1, batch \d+, transfer 1-4: is missing",
    ),
    "a transfer added": (
        "INSERT INTO transfers SELECT book, id + 1, operation, debit, credit, yen, debit_after,"
        f" credit_after, 0, effective_at, recorded_at FROM transfers WHERE id = {LAST}".format(
            "transfers"
        ),
        r"book 0, transfer \d+: belongs to no batch",
    ),
    "an operation's outcome": (
        "UPDATE operations SET outcome = json_build_object('yen', 1)"
        " WHERE id = (SELECT min(id) FROM operations WHERE verb = 'leave' OR verb = 'lapse')",
        r"book \d, batch \d+, batch \d+: its rows hash to",
    ),
    "an operation's request": (
        f"UPDATE operations SET request = '{{}}' WHERE id = {PAYMENT}",
        r"book \d, batch \d+, operation op\d-\d+: fingerprint is not that of its request",
    ),
    "an operation's caller": (
        f"UPDATE operations SET caller = 'nobody' WHERE id = {PAYMENT}",
        r"book \d, batch \d+, batch \d+: its rows hash to",
    ),
    "an operation made a refusal": (
        f"UPDATE operations SET code = 'value_expired' WHERE id = {PAYMENT}",
        r"book \d, batch \d+, operation op\d-\d+: was refused and has transfers",
    ),
    "an operation's terms": (
        f"UPDATE operations SET terms = 99 WHERE id = {PAYMENT}",
        r"book \d, batch \d+, operation op\d-\d+: terms 99 do not exist",
    ),
    "an operation's time": (
        f"UPDATE operations SET recorded_at = recorded_at + interval '1 s' WHERE id = {PAYMENT}",
        r"book \d, batch \d+, operation op\d-\d+: recorded_at is",
    ),
    "an operation removed": (
        f"DELETE FROM operations WHERE id = {PAYMENT}",
        r"book \d, batch \d+, operation op\d-\d+: is missing",
    ),
    "the last operation and its batch removed": (
        "DELETE FROM batches WHERE book = 0 AND id = (SELECT batch FROM books WHERE book = 0)",
        r"book 0, batch \d+, head of the book: batch is \d+, the journal says \d+",
    ),
    "a batch's hash": (
        "UPDATE batches SET hash = sha256(hash) WHERE book = 1 AND id = 3",
        r"book 1, batch 3, batch 3: its rows hash to",
    ),
    "a batch's count": (
        "UPDATE batches SET operations = operations + 1 WHERE book = 1 AND id = 3",
        r"book 1, batch 3, operation op1-\d+: batch is 4, expected 3",
    ),
    "a batch removed": (
        "DELETE FROM batches WHERE book = 1 AND id = 3",
        r"book 1, batch 3, batch 3: is batch 4",
    ),
    "a batch's time": (
        "UPDATE batches SET recorded_at = recorded_at - interval '1 y' WHERE book = 1 AND id = 3",
        r"book 1, batch 3, batch 3: was recorded before the last one",
    ),
    "the head of a book": (
        "UPDATE books SET account = account + 1 WHERE book = 1",
        r"book 1, batch \d+, head of the book: account is",
    ),
    "a balance": (
        f"UPDATE accounts SET balance = balance + 1 WHERE id = {LOT}",
        r"book 1, account lot1-\d+: balance is \d+ yen, the journal says \d+ yen",
    ),
    "an account added": (
        "INSERT INTO accounts SELECT book, id + 1, 'breakage_income', 0, 0, 'me' FROM accounts"
        f" WHERE id = {LAST}".format("accounts"),
        r"book 0, batch \d+, head of the book: account is",
    ),
    "an account removed": (
        f"DELETE FROM accounts WHERE id = {LOT}",
        r"book 1, account 1-\d+: is missing",
    ),
    "whom an account's money is owed to": (
        f"UPDATE accounts SET owner = 'me' WHERE id = {PAYABLE}",
        r"book \d, account \d-\d+: is merchant_payable of me, and op\d-\d+ brought the first yen"
        r" there: merchant \S+$",
    ),
    "what an account is for": (
        f"UPDATE accounts SET kind = 'gift_provider_payable' WHERE id = {PAYABLE}",
        r"book \d, account \d-\d+: is gift_provider_payable of",
    ),
    "what is owed made the house's": (
        f"UPDATE accounts SET kind = 'fee_income' WHERE id = {PAYABLE}",
        r"book \d, account \d-\d+: is fee_income of",
    ),
    "the house's account made a merchant's": (
        "UPDATE accounts SET kind = 'merchant_payable', owner = 'me' WHERE id ="
        " (SELECT min(t.credit) FROM transfers t JOIN accounts a ON a.id = t.credit"
        " WHERE a.kind NOT IN ('lot', 'merchant_payable', 'fee_income'))",
        r"book \d, account \d-\d+: is merchant_payable of me",
    ),
    "a lot moved to another wallet": (
        f"UPDATE accounts SET wallet = wallet + 1 WHERE id = {LOT}",
        r"book 1, batch \d+, account lot1-\d+: wallet is",
    ),
    "a lot's origin": (
        f"UPDATE accounts SET origin = origin + 1 WHERE id = {LOT}",
        r"book 1, batch \d+, account lot1-\d+: origin is",
    ),
    "a lot's series": (
        f"UPDATE accounts SET series = series + 1 WHERE id = {LOT}",
        r"book 1, batch \d+, account lot1-\d+: series is",
    ),
    "when a lot was issued": (
        f"UPDATE accounts SET issued_at = issued_at + interval '1 d' WHERE id = {LOT}",
        r"book 1, batch \d+, account lot1-\d+: issued_at is",
    ),
    "who opened a lot": (
        f"UPDATE accounts SET opened_by = opened_by + 1 WHERE id = {LOT}",
        r"book 1, batch \d+, account lot1-\d+: opened_by is",
    ),
    "a lot's expiry": (
        f"UPDATE accounts SET expires_at = expires_at + interval '1 s' WHERE id = {LOT}",
        r"book 1, account lot1-\d+: expires_at is .*, the journal says",
    ),
    "an extension's end": (
        "UPDATE extensions SET new_expires_at = new_expires_at + interval '1 s'",
        r"book \d, batch \d+, extension of lot\d-\d+ by op\d-\d+: is from",
    ),
    "an extension removed": (
        "DELETE FROM extensions",
        r"book \d, batch \d+, extension of lot\d-\d+ by op\d-\d+: is missing",
    ),
    "an extension added": (
        "INSERT INTO extensions SELECT book, operation, lot + 1, old_expires_at, new_expires_at,"
        " reason, incident, recorded_at FROM extensions",
        r"book \d, extensions: there are \d+, the journal has \d+",
    ),
    "a coupon's secret": (
        f"UPDATE wallets SET secret = sha256('mine') WHERE id = {PAPER}",
        r"book 0, batch \d+, wallet w0-\d+: secret differs from the journal$",
    ),
    "a coupon's number": (
        f"UPDATE wallets SET inquiry = '1' WHERE id = {PAPER}",
        r"book 0, batch \d+, wallet w0-\d+: inquiry is 1, the journal says",
    ),
    "a wallet's product": (
        "UPDATE wallets SET product = 'town-coupon' WHERE product = 'purse'",
        r"book \d, batch \d+, wallet w\d-\d+: product is town-coupon, the journal says purse",
    ),
    "a wallet removed": (
        f"DELETE FROM wallets WHERE id = {PAPER}",
        r"book 0, batch \d+, wallet w0-\d+: is missing",
    ),
    "a wallet added": (
        "INSERT INTO wallets SELECT book, id + 1, product, 'app', 'open', 'me', '', null, null,"
        f" null, 0 FROM wallets WHERE id = {LAST}".format("wallets"),
        r"book 0, wallets: there are \d+, the journal has \d+",
    ),
    "what is held": (
        f"{LOOSE} UPDATE accounts SET held = 0 WHERE held > 0",
        r"book \d, account lot\d-\d+: has 0 yen held, and its holds keep 500",
    ),
    "more held than there is": (
        f"{LOOSE} UPDATE accounts SET held = balance + 1 WHERE id = {LOT}",
        r"book 1, account lot1-\d+: has a balance of \d+ yen and \d+ held",
    ),
    "a hold's part": (
        "UPDATE hold_lots SET yen = yen + 1 WHERE yen > 0",
        r"book \d, hold op\d-\d+: keeps 501 yen, the journal says 500",
    ),
    "a hold that nobody authorised": (
        "UPDATE hold_lots SET hold = hold + 1 WHERE yen > 0",
        r"book \d, hold op\d-\d+: keeps 500 yen, the journal says 0",
    ),
    "the use of a limit": (
        "UPDATE usage SET yen = yen - 1 WHERE limit_kind = 'pay_day_max'",
        r"book \d, usage of w\d-\d+, pay_day_max on 2023-02-24: is \d+ yen, the journal says \d+",
    ),
    "the use of a limit removed": (
        "DELETE FROM usage",
        r"book \d, batch \d+, usage of w\d-\d+, \w+_day_max: knows nothing of operation",
    ),
    "a transit's state": (
        "UPDATE transits SET settled = false",
        r"book \d, settled transits: there are 0, the journal has \d+",
    ),
    "a transit removed": (
        "DELETE FROM transits",
        r"book \d, transits: there are 0, the journal has \d+",
    ),
    "a transit that nobody sent": (
        "UPDATE transits SET operation = operation - 1",
        r"book \d, transit op\d-\d+: was sent by no operation",
    ),
    "the terms": (
        "UPDATE terms SET content = replace(content, '7000', '7001')",
        r"all books, terms 1: their content has another hash",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_found(copy: Database, name: str) -> None:
    statements, expected = CASES[name]
    with copy.connect() as connection:
        verify(connection)
    tamper(copy, statements)
    with copy.connect() as connection, pytest.raises(Break) as found:
        verify(connection)
    assert re.match(expected, str(found.value)), str(found.value)


def test_what_is_on_its_way_between_books(world: World) -> None:
    [coupon] = world.coupons(key="far")
    app = next(a for a in (world.app(f"app-{n}") for n in range(9)) if a >> 40 != coupon >> 40)
    sent = world.ledger.do(LoadCoupon(coupon=coupon, to=app), "test", "send")
    world.verify()
    loaded = transit.in_transit(sent)
    assert loaded is not None
    command, key = transit.arrive(sent.operation, loaded)
    tamper(world.database, "UPDATE transits SET to_book = 7")
    with pytest.raises(Break, match="all books, in transit between books 0 and"):
        world.verify()
    tamper(world.database, f"UPDATE transits SET to_book = {app >> 40}")
    world.verify()
    arrived = world.ledger.submit_key(command, "house", key).result(30)
    world.verify()
    closing, key = transit.settle(sent.operation, loaded, arrived)
    world.ledger.submit_key(closing, "house", key).result(30)
    world.verify()


def test_one_book_alone(copy: Database) -> None:
    tamper(copy, f"UPDATE accounts SET balance = balance + 1 WHERE id = {LOT}")
    with copy.connect() as connection:
        assert verify(connection, 0).books == [0]
    with copy.connect() as connection, pytest.raises(Break, match="book 1"):
        verify(connection, 1)
    with copy.connect() as connection, pytest.raises(LookupError, match="no book 7"):
        verify(connection, 7)
