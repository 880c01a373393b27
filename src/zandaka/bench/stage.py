"""A house to measure in: a database of its own, filled with wallets, gone afterwards."""

import random
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import msgspec
from psycopg import sql
from psycopg.conninfo import make_conninfo

from zandaka import ids
from zandaka.clock import SetClock, SystemClock
from zandaka.directory import merchants
from zandaka.house import MIGRATIONS, House
from zandaka.instants import UTC
from zandaka.ledger import registry
from zandaka.ledger.book import Book
from zandaka.ledger.command import Answer, Command, Submission, submission
from zandaka.ledger.model import Series
from zandaka.ledger.writer import MAX_BATCH
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.postgres.connect import Database, open_database
from zandaka.postgres.migrate import migrate
from zandaka.settings import Settings
from zandaka.terms.load import load_terms

BOOKS: Final = 4
MERCHANTS: Final = 100
PRODUCT: Final = "demo-prepaid"

#: The product's caps, so far away that no payment of a run meets one; each is still looked up,
#: summed and written as ever.
_FAR: Final = 1_000_000_000
_CAPS: Final = ("load_max", "load_day_max", "balance_max", "pay_max", "pay_day_max")
OVERLAY: Final[Mapping[str, Any]] = {
    "products": {
        PRODUCT: {
            cap: [
                {
                    "from": datetime(2022, 1, 1, tzinfo=UTC).date(),
                    "yen": _FAR,
                    "source": "zandaka-default demo wallet",
                }
            ]
            for cap in _CAPS
        }
    }
}

B = TypeVar("B", bound=Book)

#: Tells how far a long step is: name, done, of how many.
Tell = Callable[[str, int, int], None]


class Stage(msgspec.Struct, frozen=True):
    """Books filled with wallets of two lots each."""

    house: House
    wallets: list[list[int]]
    series: list[Series]
    terms_id: int

    def books(self, kind: type[B]) -> list[B]:
        """A book each, over connections of their own."""
        clock = SystemClock()
        return [
            kind(self.house.connect(), number, self.house.terms, self.terms_id, self.series, clock)
            for number in range(BOOKS)
        ]

    def transfers(self) -> int:
        """How many transfers the journal has."""
        with self.house.connect() as connection:
            row = connection.execute("SELECT count(*) FROM transfers").fetchone()
        assert row is not None
        return int(row[0])


def payments(book: int, wallets: Sequence[int], count: int, seed: int) -> list[Submission]:
    """`count` payments for a book: any wallet, any merchant, 300 to 899 yen."""
    chance = random.Random(f"{seed}-{book}")  # noqa: S311 - made-up load, no secret
    return [
        submission(
            book,
            ids.operation_key("bench", f"{seed}-{book}-{number}"),
            "merchant:bench",
            Pay(
                wallet=ids.WalletId(chance.choice(wallets)),
                merchant=merchant(chance.randrange(MERCHANTS)),
                yen=chance.randrange(300, 900),
            ),
        )
        for number in range(count)
    ]


def merchant(number: int) -> str:
    return f"bench-{number:03}"


@contextmanager
def open_stage(
    settings: Settings, wallets: int, journal: int, tell: Tell, keep: Path | None = None
) -> Generator[Stage]:
    """A stage with `wallets` wallets and at least `journal` transfers before the run begins."""
    with bare_stage(settings, OVERLAY, keep) as stage:
        _fill(stage, wallets, tell)
        _lengthen(stage, journal, tell)
        settle(stage.house.database, tell)
        yield stage


@contextmanager
def bare_stage(
    settings: Settings,
    overlay: Mapping[str, Any] | None,
    keep: Path | None,
    networks: Sequence[str] = (),
) -> Generator[Stage]:
    """A stage with shops and no wallet yet, under the terms with `overlay` over them."""
    with ExitStack() as stack:
        data = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zandaka-")))
        settings = msgspec.structs.replace(settings, data=data, books=BOOKS)
        server = stack.enter_context(open_database(settings))
        database = stack.enter_context(scratch_database(server))
        migrate(database, MIGRATIONS)
        house = House(settings, database, load_terms(settings.terms, overlay))
        with house.connect() as connection:
            terms_id, series = registry.prepare(connection, house.terms, BOOKS)
            for number in range(MERCHANTS):
                shop = merchants.MerchantEntry(
                    merchant(number), "bench", "13", "open", networks=networks
                )
                merchants.put(connection, shop)
        yield Stage(house, [[] for _ in range(BOOKS)], series, terms_id)


@contextmanager
def scratch_database(server: Database, template: str | None = None) -> Generator[Database]:
    """A database beside the server's own, dropped at the end; a copy of `template` if named."""
    name = f"zandaka_bench_{uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        create += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template))
    with server.connect(role=None, autocommit=True) as connection:
        connection.execute(create)
    try:
        yield Database(make_conninfo(server.conninfo, dbname=name), server.server)
    finally:
        with server.connect(role=None, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def in_parallel(work: Callable[[int], None], books: Sequence[int] = range(BOOKS)) -> float:
    """Does `work` for each book at once, in threads; the seconds it took. Raises what a book
    raised."""
    failed: list[BaseException] = []

    def guarded(book: int) -> None:
        try:
            work(book)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(book,)) for book in books]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - began


def batches(submissions: Sequence[Submission]) -> Iterator[Sequence[Submission]]:
    for start in range(0, len(submissions), MAX_BATCH):
        yield submissions[start : start + MAX_BATCH]


def accepted(results: Sequence[Any]) -> list[Answer]:
    """The answers. Raises RuntimeError where a command of the bench was not accepted."""
    for result in results:
        if not isinstance(result, Answer) or result.code:
            raise RuntimeError(f"the bench's own command was not accepted: {result!r}")
    return list(results)


def _fill(stage: Stage, wallets: int, tell: Tell) -> None:
    """Opens the wallets and loads each twice, a month apart: a small lot that ends first, and a
    large one. The first payments of a wallet therefore take from both."""
    each = wallets // BOOKS
    now = SystemClock().now()
    done = [0] * BOOKS

    def step(book: int, writer: Book, name: str, make: Callable[[int], Command]) -> list[Answer]:
        answers: list[Answer] = []
        for start in range(0, each, MAX_BATCH):
            commands = [make(number) for number in range(start, min(start + MAX_BATCH, each))]
            answers += accepted(
                writer.write([
                    submission(
                        book,
                        ids.operation_key("bench", f"{name}-{book}-{start + place}"),
                        "issuer:bench",
                        command,
                    )
                    for place, command in enumerate(commands)
                ])
            )  # fmt: skip
            done[book] += len(commands)
            tell("fill", sum(done), 3 * wallets)
        return answers

    def work(book: int) -> None:
        clock = SetClock(now - timedelta(days=40))
        house = stage.house
        with house.connect() as connection:
            writer = Book(connection, book, house.terms, stage.terms_id, stage.series, clock)
            opened = step(
                book, writer, "open", lambda n: OpenWallet(product=PRODUCT, holder=f"h{book}-{n}")
            )
            mine = stage.wallets[book]
            mine += [
                ids.WalletId.parse(msgspec.json.decode(one.outcome)["wallet"]) for one in opened
            ]
            step(book, writer, "small", lambda n: Load(wallet=ids.WalletId(mine[n]), yen=500))
            clock.set(now - timedelta(days=2))
            step(book, writer, "large", lambda n: Load(wallet=ids.WalletId(mine[n]), yen=9_000_000))

    in_parallel(work)


def settle(database: Database, tell: Tell) -> None:
    """Ends what filling has left for later - vacuuming, statistics, dirty pages -, so that the
    rounds measure books of that size and not the aftermath of having filled them in minutes."""
    tell("settle", 0, 1)
    with database.connect(role=None, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    tell("settle", 1, 1)


def _lengthen(stage: Stage, journal: int, tell: Tell) -> None:
    """Pays 1 to 9 yen at a time until the journal has `journal` transfers."""
    each = journal // BOOKS
    done = [0] * BOOKS
    books = stage.books(Book)

    def work(book: int) -> None:
        chance = random.Random(book)  # noqa: S311 - made-up load, no secret
        mine = stage.wallets[book]
        for start in range(0, each, MAX_BATCH):
            accepted(
                books[book].write([
                    submission(
                        book,
                        ids.operation_key("bench", f"past-{book}-{start + place}"),
                        "merchant:bench",
                        Pay(
                            wallet=ids.WalletId(chance.choice(mine)),
                            merchant=merchant(chance.randrange(MERCHANTS)),
                            yen=chance.randrange(1, 10),
                        ),
                    )
                    for place in range(MAX_BATCH)
                ])
            )  # fmt: skip
            done[book] += MAX_BATCH
            tell("journal", sum(done), journal)

    in_parallel(work)
    for book in books:
        book.close()
