"""Value outside the Act that comes back to a number that was extended meanwhile: with the end that
it has by then it stands inside (R91). The world verifies itself when a test ends."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations import transit
from zandaka.operations.charge import Charge
from zandaka.operations.extend import Extend
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.pay import Pay
from zandaka.operations.redeem import Redeem
from zandaka.operations.refund import Refund
from zandaka.operations.release import Release
from zandaka.operations.restore import Restore
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.stop import Stop
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
#: The first end that is too late for value of that day, and the end that was printed.
TOO_LATE = datetime(2024, 9, 11, tzinfo=JST)
PRINTED = datetime(2024, 9, 1, tzinfo=JST)
#: From then on the cap is lower.
LOWER = datetime(2024, 9, 5, tzinfo=JST)
SHOP = "net-shop"
SHORT = "au-pay-gift-card-short"

_numbers = itertools.count(1)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """The terms that are shipped; short gift cards may be spent at a shop, with a cap on each that
    is lower one day, so that every way back is tried."""
    since = date(2010, 4, 1)
    cap = [
        {"from": since, "yen": 1_000, "source": "zandaka-default"},
        {"from": LOWER.date(), "yen": 500, "source": "zandaka-default"},
    ]
    place = [{"from": since, "network": "webmoney", "source": "zandaka-default"}]
    changes: dict[str, Any] = {
        "accepting": {"place": place},
        "balance_max": cap,
        "paying": {"beyond_balance_max": "suspense", "source": "zandaka-default"},
    }
    terms = load_terms(REPOSITORY_TERMS, {"products": {SHORT: changes}})
    with World(database, at=START, terms=terms) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney"]),
            )
        yield world
        world.verify()


def issued(world: World, yen: int, product: str = SHORT, book: int | None = None) -> ids.WalletId:
    for _ in range(64):
        number: dict[str, Any] = {"yen": yen, "printed": "2024-08-31"} if product == SHORT else {}
        secret = f"medium {next(_numbers)}".encode()
        made = world.done(
            IssueMedia(
                product=product, secrets=(secret,), holder="" if number else "mio",
                tier="anonymous" if number else "contact_checked", **number,
            )
        )  # fmt: skip
        wallet = ids.WalletId.parse(made["media"][0]["wallet"])
        if book in (None, ids.book_of(wallet)):
            return wallet
    raise AssertionError("no medium came to that book")


def kinds(world: World, wallet: ids.WalletId) -> list[tuple[str, int, datetime]]:
    """What is in a wallet: of which legal kind, how many yen, until when."""
    rows = world.rows(
        "SELECT s.legal_kind, sum(a.balance)::bigint, a.expires_at"
        " FROM accounts a JOIN series s ON s.id = a.series"
        " WHERE a.wallet = %s AND a.balance > 0 GROUP BY 1, 3 ORDER BY 1, 3",
        (int(wallet),),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def did(world: World, command: Command) -> ids.OperationId:
    answer = world.do(command)
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def extends(number: ids.WalletId, until: datetime) -> Extend:
    return Extend(wallet=number, expires_at=until, reason="an outage", acknowledged=True)


@pytest.mark.parametrize("how", ["redeem", "charge", "refund", "restore"])
@pytest.mark.parametrize("late", [False, True])
def test_what_comes_back_is_inside(world: World, how: str, *, late: bool) -> None:
    number = issued(world, 900, book=0)
    commands: list[Command] = []
    if how == "redeem":
        asked = Redeem(wallet=number, yen=400, ground="SPECIAL", way="desk", reason="asked for")
        order = did(world, asked)
        commands = [ReturnWithdrawal(withdrawal=order, reason="nobody came")]
    elif how in ("refund", "restore"):
        pays = Pay(wallet=number, merchant=SHOP, yen=400, network="webmoney")
        payment = did(world, pays)
        commands = [
            Refund(payment=payment, merchant=SHOP)
            if how == "refund"
            else Restore(debit=payment, reason="an outage")
        ]
    sending = None
    if how == "charge":
        card = issued(world, 0, "au-pay-prepaid-card", book=1)
        world.done(Stop(wallet=card, reason="lost"))
        charge = Charge(wallet=number, to=card, yen=400, accept_exemption_loss=True)
        sending = world.ledger.do(charge, "test", world.new_key())
    until = TOO_LATE if late else TOO_LATE - timedelta(microseconds=1)
    world.done(extends(number, until))
    # Its own end is over, that of the number is not.
    world.clock.set(PRINTED)
    for command in commands:
        world.done(command)
    if sending is not None:
        assert transit.finish(world.ledger, sending).code == "wallet_stopped"
    assert kinds(world, number) == [("prepaid" if late else "exempt", 900, until)]


def test_what_was_kept_apart_comes_back_inside(world: World) -> None:
    """The way is longer: back, apart, back again, and inside (R69)."""
    number = issued(world, 1_000)
    payment = did(world, Pay(wallet=number, merchant=SHOP, yen=400, network="webmoney"))
    world.done(extends(number, TOO_LATE))
    world.clock.set(LOWER)
    assert world.done(Refund(payment=payment, merchant=SHOP))["parked_yen"] == 400
    assert kinds(world, number) == [("prepaid", 600, TOO_LATE)]
    desk = Redeem(wallet=number, yen=400, ground="SPECIAL", way="desk", reason="asked for")
    world.done(desk)
    released = world.done(Release(wallet=number))
    assert (released["yen"], released["left_yen"]) == (300, 100)
    assert kinds(world, number) == [("prepaid", 500, TOO_LATE)]


def test_nothing_is_good_again_for_being_inside(world: World) -> None:
    number = issued(world, 900)
    order = did(
        world, Redeem(wallet=number, yen=400, ground="SPECIAL", way="desk", reason="asked for")
    )  # fmt: skip
    world.clock.set(PRINTED)
    returned = world.done(ReturnWithdrawal(withdrawal=order, reason="nobody came"))
    assert returned["still_owed_yen"] == 400
    assert kinds(world, number) == [("exempt", 500, PRINTED)]
