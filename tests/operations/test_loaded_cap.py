"""The cap on what a card holds (R69), and its other reading, on all that was ever loaded (R68):
both look at whatever comes onto the card. The world verifies itself when a test ends."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations import transit
from zandaka.operations.carry_over import CarryOver
from zandaka.operations.charge import Charge
from zandaka.operations.exchange import Exchange
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.load import Load
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.send import Send
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
SHOP = "net-shop"
CARD, FUNDS = "au-pay-prepaid-card", "au-pay-funds"
SINCE = date(2010, 4, 1)

_numbers = itertools.count(1)


def capped(yen: int) -> list[dict[str, Any]]:
    return [{"from": SINCE, "yen": yen, "source": "zandaka-default"}]


@pytest.fixture
def changes() -> dict[str, Any]:
    loaded = {"balance_max": capped(10_000), "issuing": {"balance_max_counts": "loaded"}}
    return {CARD: loaded, "webmoney-card": loaded}


@pytest.fixture
def world(database: Database, changes: dict[str, Any]) -> Iterator[World]:
    terms = load_terms(REPOSITORY_TERMS, {"products": changes})
    with World(database, at=START, terms=terms) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney"]),
            )
        yield world
        world.verify()


def medium(world: World, product: str, yen: int = 0, book: int | None = None) -> ids.WalletId:
    """A card, or a number of so many yen."""
    named = {"holder": "mio", "tier": "identity_verified"} if product == CARD else {}
    more: dict[str, Any] = {"yen": yen} if yen else named
    for _ in range(64):
        secret = f"medium {next(_numbers)}".encode()
        made = world.done(IssueMedia(product=product, secrets=(secret,), **more))
        wallet = ids.WalletId.parse(made["media"][0]["wallet"])
        if book in (None, ids.book_of(wallet)):
            return wallet
    raise AssertionError("no medium came to that book")


def moved(world: World, command: Command) -> str:
    answer = world.ledger.do(command, "test", world.new_key())
    return transit.finish(world.ledger, answer).code


def did(world: World, command: Command) -> ids.OperationId:
    answer = world.do(command)
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


@pytest.mark.parametrize("far", [0, 1])
def test_a_charge_counts_as_a_load(world: World, far: int) -> None:
    card = medium(world, CARD, book=far)
    world.done(Load(wallet=card, yen=7_000))
    did(world, Pay(wallet=card, merchant=SHOP, yen=7_000, network="webmoney"))
    number = medium(world, "au-pay-gift-card", 5_000, book=0)
    assert moved(world, Charge(wallet=number, to=card, yen=3_001)) == "limit_exceeded"
    assert moved(world, Charge(wallet=number, to=card, yen=3_000)) == ""
    assert world.refused(Load(wallet=card, yen=1)) == "limit_exceeded"
    assert moved(world, Charge(wallet=number, to=card, yen=1)) == "limit_exceeded"


@pytest.mark.parametrize("far", [0, 1])
def test_so_does_a_balance_that_is_carried_over(world: World, far: int) -> None:
    card = medium(world, "webmoney-card", book=far)
    world.done(Load(wallet=card, yen=7_000))
    did(world, Pay(wallet=card, merchant=SHOP, yen=7_000, network="webmoney"))
    much, fitting = (medium(world, "webmoney", yen, book=0) for yen in (3_001, 3_000))
    assert moved(world, CarryOver(wallet=much, to=card)) == "limit_exceeded"
    assert moved(world, CarryOver(wallet=fitting, to=card)) == ""
    assert world.refused(Load(wallet=card, yen=1)) == "limit_exceeded"


def test_what_comes_back_was_loaded_before_and_is_not_kept_apart(world: World) -> None:
    sender, card = medium(world, CARD), medium(world, CARD)
    world.done(Load(wallet=card, yen=10_000))
    payment = did(world, Pay(wallet=card, merchant=SHOP, yen=6_000, network="webmoney"))
    world.done(Load(wallet=sender, yen=9_000, product=FUNDS))
    # Nor is what another holder sends a load.
    assert moved(world, Send(wallet=sender, to=card, yen=9_000)) == ""
    assert "parked_yen" not in world.done(Refund(payment=payment, merchant=SHOP))
    assert sum(balance for balance, _ in world.lots(card)) == 19_000


def test_an_exchange_does_not_begin_it_anew(world: World) -> None:
    old = medium(world, "webmoney-card")
    world.done(Load(wallet=old, yen=7_000))
    did(world, Pay(wallet=old, merchant=SHOP, yen=7_000, network="webmoney"))
    exchange = Exchange(wallet=old, secret=b"new", medium_returned=True)
    new = ids.WalletId.parse(world.done(exchange)["new_wallet"])
    assert world.refused(Load(wallet=new, yen=3_001)) == "limit_exceeded"
    world.done(Load(wallet=new, yen=3_000))


class TestOfTheValueItself:
    """The product of the funds-transfer value may have a cap that is lower than the card's."""

    @pytest.fixture
    def changes(self) -> dict[str, Any]:
        return {FUNDS: {"balance_max": capped(10_000)}}

    @pytest.mark.parametrize("far", [0, 1])
    def test_what_is_sent_passes_neither(self, world: World, far: int) -> None:
        sender, card = medium(world, CARD, book=0), medium(world, CARD, book=far)
        world.done(Load(wallet=sender, yen=10_000, product=FUNDS))
        world.done(Load(wallet=card, yen=50_000))
        world.done(Load(wallet=card, yen=6_000, product=FUNDS))
        assert moved(world, Send(wallet=sender, to=card, yen=4_001)) == "limit_exceeded"
        assert moved(world, Send(wallet=sender, to=card, yen=4_000)) == ""
        world.done(Load(wallet=card, yen=1_000))
