"""`bench mixed`: a day of cards with both legal kinds, in batches, under the product's own terms.

Nothing is overlaid: caps, acceptance, fees and the order of lots are those of the product. What the
house does after a command - the steps of a send between books, the end of a withdrawal - is done as
well, in the same time, and counted apart. A refusal is an answer, too; how many there were is told.
"""

import random
import resource
import statistics
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from zandaka import ids
from zandaka.bench.stage import (
    BOOKS,
    MERCHANTS,
    Stage,
    Tell,
    accepted,
    bare_stage,
    in_parallel,
    merchant,
    settle,
)
from zandaka.clock import SystemClock
from zandaka.ledger.book import Book
from zandaka.ledger.collector import relax
from zandaka.ledger.command import Answer, Command, Result, Submission, submission
from zandaka.ledger.verify import verify
from zandaka.ledger.writer import MAX_BATCH
from zandaka.operations import transit
from zandaka.operations.arrive import Arrive
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.send import Send
from zandaka.operations.withdraw import Withdraw
from zandaka.rules.overseas import Foreign
from zandaka.settings import Settings

CARD: Final = "au-pay-prepaid-card"
FUNDS: Final = "au-pay-funds"

#: How many of a hundred commands are what. Captures take what was authorised before.
SHARES: Final = {
    "authorise": 30,
    "capture": 28,
    "pay": 20,
    "load": 15,
    "send": 5,
    "withdraw": 2,
}


class Round(msgspec.Struct, frozen=True):
    """Commands a second, those of the house with them; `python_us` is this process's CPU for
    one."""

    per_second: int
    python_us: float


class Report(msgspec.Struct, frozen=True):
    """`per_second` and `python_us` are medians over the rounds. `verbs` is how many of each were
    done in all rounds, `verbs_per_second` that over the time of all; `refused` counts by code."""

    commands: int
    wallets: int
    rounds: list[Round]
    per_second: int
    python_us: float
    verbs: dict[str, int]
    verbs_per_second: dict[str, float]
    refused: dict[str, int]
    memory_mb: int
    verified: bool


def run(
    settings: Settings,
    *,
    commands: int,
    wallets: int,
    rounds: int,
    tell: Tell,
    keep: Path | None = None,
) -> Report:
    """Measures `rounds` times `commands` commands over `wallets` cards in 4 books, in batches of
    1,000, and verifies the books at the end."""
    relax()
    with bare_stage(settings, None, keep, networks=("mastercard", "webmoney")) as stage:
        _fill(stage, wallets, tell)
        settle(stage.house.database, tell)
        day = _Day(stage)
        measured: list[Round] = []
        seconds = 0.0
        for number in range(rounds):
            tell("rounds", number, rounds)
            before, cpu = day.done.total(), _cpu()
            took = day.run(commands // BOOKS, number)
            many = day.done.total() - before
            measured.append(Round(round(many / took), round((_cpu() - cpu) / many * 1e6, 1)))
            seconds += took
        tell("rounds", rounds, rounds)
        day.close()
        tell("verify", 0, 1)
        with stage.house.database.connect() as connection:
            verify(connection)
            left = connection.execute("SELECT count(*) FROM transits WHERE NOT settled").fetchone()
        if left != (0,):
            raise RuntimeError(f"{left} sends are still between two books")
        tell("verify", 1, 1)
    return Report(
        commands=commands * rounds,
        wallets=wallets,
        rounds=measured,
        per_second=round(statistics.median(one.per_second for one in measured)),
        python_us=round(statistics.median(one.python_us for one in measured), 1),
        verbs=dict(day.done.most_common()),
        verbs_per_second={
            verb: round(count / seconds, 1) for verb, count in day.done.most_common()
        },
        refused=dict(day.refused.most_common()),
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        verified=True,
    )


class _Day:
    """Commands of all kinds, a thread a book. What one book leaves to another waits in a queue."""

    def __init__(self, stage: Stage) -> None:
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._stage = stage
        self._books = stage.books(Book)
        #: Steps of the house that wait for a book: safe to append to from another book's thread.
        self._steps: list[deque[Submission]] = [deque() for _ in range(BOOKS)]
        #: What is between two books, by the send.
        self._sending: dict[int, transit.Sending] = {}
        #: Holds that can be captured.
        self._holds: list[deque[tuple[int, str]]] = [deque() for _ in range(BOOKS)]
        self._counts: list[Counter[str]] = [Counter() for _ in range(BOOKS)]
        self._codes: list[Counter[str]] = [Counter() for _ in range(BOOKS)]

    def close(self) -> None:
        for book in self._books:
            book.close()

    def run(self, each: int, seed: int) -> float:
        """`each` commands for each book and all that follows from them; the seconds it took."""

        def work(book: int) -> None:
            chance = random.Random(seed * BOOKS + book)  # noqa: S311 - made-up load, no secret
            for start in range(0, each, MAX_BATCH):
                batch = [
                    submission(
                        book, ids.operation_key("bench", f"{seed}-{book}-{start + place}"),
                        "bench", self._command(book, chance),
                    )
                    for place in range(min(MAX_BATCH, each - start))
                ]  # fmt: skip
                self._write(book, [*self._waiting(book), *batch])

        def finish(book: int) -> None:
            while steps := list(self._waiting(book)):
                self._write(book, steps)

        took = in_parallel(work)
        # What arrives, then what the senders' books hear of it.
        took += in_parallel(finish) + in_parallel(finish)
        for counted, total in ((self._counts, self.done), (self._codes, self.refused)):
            for one in counted:
                total.update(one)
                one.clear()
        return took

    def _waiting(self, book: int) -> Iterator[Submission]:
        steps = self._steps[book]
        for _ in range(min(len(steps), MAX_BATCH)):
            yield steps.popleft()

    def _command(self, book: int, chance: random.Random) -> Command:
        wallet = self._any(book, chance)
        shop = merchant(chance.randrange(MERCHANTS))
        verb = chance.choices(tuple(SHARES), tuple(SHARES.values()))[0]
        if verb == "capture" and self._holds[book]:
            hold, shop = self._holds[book].popleft()
            # Every tenth for less than was held, as a pump or a hotel does.
            part = 100 if chance.random() < 0.1 else None
            return Capture(hold=ids.OperationId(hold), merchant=shop, yen=part)
        if verb in ("authorise", "capture"):
            abroad = _ABROAD if chance.random() < 0.02 else None
            return Authorise(
                wallet=wallet, merchant=shop, network="mastercard",
                channel=chance.choice(("store", "online")), foreign=abroad,
                yen=_ABROAD.yen if abroad else chance.randrange(300, 6_000),
            )  # fmt: skip
        if verb == "pay":
            yen = chance.randrange(150, 3_000)
            return Pay(wallet=wallet, merchant=shop, yen=yen, network="webmoney")
        if verb == "load":
            return Load(
                wallet=wallet, yen=1_000 * chance.randrange(1, 11),
                product=chance.choice(("", FUNDS)),
                channel=chance.choice(("cash_counter", "bank", "card", "auto")),
            )  # fmt: skip
        if verb == "send":
            to = self._any(chance.randrange(BOOKS), chance)
            while to == wallet:
                to = self._any(chance.randrange(BOOKS), chance)
            return Send(wallet=wallet, to=to, yen=chance.randrange(100, 5_000))
        return Withdraw(wallet=wallet, yen=1_000 * chance.randrange(1, 11))

    def _any(self, book: int, chance: random.Random) -> ids.WalletId:
        return ids.WalletId(chance.choice(self._stage.wallets[book]))

    def _write(self, book: int, batch: list[Submission]) -> None:
        for one, result in zip(batch, self._books[book].write(batch), strict=True):
            self._take(book, one, result)

    def _take(self, book: int, one: Submission, result: Result) -> None:
        """Counts a result and queues what follows from it. Raises RuntimeError on a bug."""
        if not isinstance(result, Answer):
            raise RuntimeError(f"the bench's own {one.command.verb} failed: {result!r}")
        command = one.command
        self._counts[book][command.verb] += 1
        if isinstance(command, Arrive):
            # Whether it arrived or was refused, the book that sent it must hear of it.
            sent = int(command.sent)
            step, key = transit.settle(sent, self._sending.pop(sent), result)
            self._queue(ids.book_of(sent), step, key)
        if not result.accepted:
            self._codes[book][result.code] += 1
        elif isinstance(command, Authorise):
            self._holds[book].append((result.operation, command.merchant))
        elif isinstance(command, Withdraw):
            paid = CompleteWithdrawal(withdrawal=ids.OperationId(result.operation))
            key = ids.operation_key("bench", f"paid-{result.operation}")
            self._queue(book, paid, key)
        elif isinstance(command, Send):
            sending = transit.in_transit(result)
            if sending is not None:
                self._sending[result.operation] = sending
                step, key = transit.arrive(result.operation, sending)
                self._queue(ids.book_of(sending.wallet), step, key)

    def _queue(self, book: int, command: Command, key: bytes) -> None:
        self._steps[book].append(submission(book, key, transit.HOUSE, command))


#: Twenty dollars in a shop of the United States.
_ABROAD: Final = Foreign(country="US", currency="USD", amount="20.00", rate="150.25")


def _fill(stage: Stage, wallets: int, tell: Tell) -> None:
    """Opens the cards, and loads each with value of both kinds."""
    each = wallets // BOOKS
    done = [0] * BOOKS
    clock = SystemClock()

    def step(book: int, writer: Book, name: str, make: Callable[[int], Command]) -> list[Answer]:
        answers: list[Answer] = []
        for start in range(0, each, MAX_BATCH):
            batch = [
                submission(
                    book, ids.operation_key("bench", f"{name}-{book}-{number}"), "issuer:bench",
                    make(number),
                )
                for number in range(start, min(start + MAX_BATCH, each))
            ]  # fmt: skip
            answers += accepted(writer.write(batch))
            done[book] += len(batch)
            tell("fill", sum(done), 3 * wallets)
        return answers

    def work(book: int) -> None:
        house = stage.house
        with house.connect() as connection:
            writer = Book(connection, book, house.terms, stage.terms_id, stage.series, clock)
            opened = step(
                book, writer, "open",
                lambda n: OpenWallet(
                    product=CARD, holder=f"h{book}-{n}", tier="identity_verified"
                ),
            )  # fmt: skip
            mine = [
                ids.WalletId.parse(msgspec.json.decode(one.outcome)["wallet"]) for one in opened
            ]
            stage.wallets[book].extend(mine)
            step(book, writer, "own", lambda n: Load(wallet=mine[n], yen=200_000))
            step(book, writer, "funds", lambda n: Load(wallet=mine[n], yen=200_000, product=FUNDS))

    in_parallel(work)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
