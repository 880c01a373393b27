"""Contracts of funds transfer that are ended (R115, R116), and begun anew where their holder wants
it. The world verifies itself when a test ends."""

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger.command import Command
from zandaka.operations import transit
from zandaka.operations.begin_contract import BeginContract
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.exchange import Exchange
from zandaka.operations.force_post import ForcePost
from zandaka.operations.identify import Identify
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.pay import Pay
from zandaka.operations.refund import Refund
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.send import Send
from zandaka.operations.stop import Stop
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
SHOP = "net-shop"
CARD, AU_CARD = "webmoney-prepaid-card", "au-pay-prepaid-card"
FUNDS = {CARD: "webmoney-prepaid-card-funds", AU_CARD: "au-pay-funds"}
PURSE = "purse"

_numbers = itertools.count(1)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with World(database, at=START, terms=load_terms(REPOSITORY_TERMS)) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney", "mastercard"]),
            )
        yield world
        world.verify()


def card(
    world: World, prepaid: int = 0, funds: int = 0, product: str = CARD, book: int | None = None
) -> ids.WalletId:
    for _ in range(64):
        secret = f"card {next(_numbers)}".encode()
        made = world.done(
            IssueMedia(product=product, secrets=(secret,), holder="mio", tier="identity_verified")
        )
        wallet = ids.WalletId.parse(made["media"][0]["wallet"])
        if book in (None, ids.book_of(wallet)):
            break
    else:
        raise AssertionError("no card came to that book")
    if prepaid:
        world.done(Load(wallet=wallet, yen=prepaid))
    if funds:
        world.done(loads(wallet, funds, product))
    return wallet


def loads(wallet: ids.WalletId, yen: int, product: str = CARD) -> Load:
    return Load(wallet=wallet, yen=yen, product=FUNDS[product])


def ends(wallet: ids.WalletId, product: str) -> Command:
    return EndContract(wallet=wallet) if product == CARD else ToPrepaid(wallet=wallet)


def did(world: World, command: Command) -> ids.OperationId:
    answer = world.do(command)
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def owned(world: World, kind: str) -> int:
    query = "SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = %s"
    return int(world.value(query, (kind,)))


def pays(wallet: ids.WalletId, yen: int) -> Pay:
    return Pay(wallet=wallet, merchant=SHOP, yen=yen, network="webmoney")


@pytest.mark.parametrize("product", [CARD, AU_CARD])
def test_no_load_begins_a_contract_that_was_ended(world: World, product: str) -> None:
    wallet = card(world, 3_000, 5_000, product)
    world.done(ends(wallet, product))
    assert world.refused(loads(wallet, 1, product)) == "contract_ended"
    # Prepaid value is another thing.
    world.done(Load(wallet=wallet, yen=1_000))
    world.done(pays(wallet, 2_000))
    assert world.done(BeginContract(wallet=wallet))["product"] == FUNDS[product]
    world.done(loads(wallet, 1_000, product))
    assert world.refused(BeginContract(wallet=wallet)) == "nothing_left"
    # The new contract has an end of its own, and its own fee.
    world.done(ends(wallet, product))
    assert world.refused(loads(wallet, 1, product)) == "contract_ended"
    assert owned(world, "fee_income") == (1_100 if product == CARD else 0)


@pytest.mark.parametrize("far", [0, 1])
def test_nor_does_what_another_holder_sends(world: World, far: int) -> None:
    sender = card(world, funds=9_000, product=AU_CARD, book=0)
    to = card(world, funds=1_000, product=AU_CARD, book=far)
    world.done(ToPrepaid(wallet=to))
    send = Send(wallet=sender, to=to, yen=4_000)
    answer = transit.finish(world.ledger, world.ledger.do(send, "test", world.new_key()))
    assert answer.code == "contract_ended"
    # What it used of the month came back with it.
    world.done(BeginContract(wallet=to))
    answer = transit.finish(world.ledger, world.ledger.do(send, "test", world.new_key()))
    assert answer.code == ""


def test_a_load_and_the_end_before_it_in_one_batch(world: World) -> None:
    wallet = card(world, funds=5_000)
    commands: list[Command] = [EndContract(wallet=wallet), loads(wallet, 1_000)]
    futures = [world.ledger.submit(one, "test", world.new_key()) for one in commands]
    assert [future.result(30).code for future in futures] == ["", "contract_ended"]


def test_it_goes_on_being_ended_on_the_card_that_replaces_it(world: World) -> None:
    wallet = card(world, 3_000, 5_000)
    world.done(EndContract(wallet=wallet))
    exchange = Exchange(wallet=wallet, secret=b"new", medium_returned=True)
    new = ids.WalletId.parse(world.done(exchange)["new_wallet"])
    assert world.refused(loads(new, 1)) == "contract_ended"
    world.done(BeginContract(wallet=new))
    world.done(loads(new, 1))


def test_what_comes_back_later_is_paid_out_without_a_second_fee(world: World) -> None:
    wallet = card(world, funds=5_000)
    payment = did(world, pays(wallet, 2_000))
    assert world.done(EndContract(wallet=wallet)) == {
        "yen": 3_000, "fee_yen": 550, "pays_yen": 2_450,
    }  # fmt: skip
    assert world.refused(EndContract(wallet=wallet)) == "contract_ended"
    world.done(Refund(payment=payment, merchant=SHOP))
    assert world.done(EndContract(wallet=wallet)) == {
        "yen": 2_000, "fee_yen": 0, "pays_yen": 2_000,
    }  # fmt: skip
    assert owned(world, "withdrawal_payable") == 4_450
    assert owned(world, "fee_income") == 550


def test_what_comes_back_later_becomes_prepaid_too(world: World) -> None:
    wallet = card(world, funds=5_000, product=AU_CARD)
    payment = did(world, pays(wallet, 2_000))
    world.done(ToPrepaid(wallet=wallet))
    world.done(Refund(payment=payment, merchant=SHOP))
    assert world.done(ToPrepaid(wallet=wallet))["yen"] == 2_000
    assert world.refused(loads(wallet, 1, AU_CARD)) == "contract_ended"
    world.done(BeginContract(wallet=wallet))
    world.done(loads(wallet, 1, AU_CARD))


def test_who_may_begin_one_anew(world: World) -> None:
    wallet = card(world, 1_000, 5_000)
    assert world.refused(BeginContract(wallet=wallet)) == "nothing_left"
    world.done(EndContract(wallet=wallet))
    world.done(Identify(wallet=wallet, tier="contact_checked", evidence="a paper that ran out"))
    assert world.refused(BeginContract(wallet=wallet)) == "tier_too_low"
    world.done(Identify(wallet=wallet, tier="identity_verified", evidence="the new one"))
    world.done(Stop(wallet=wallet, reason="lost"))
    assert world.refused(BeginContract(wallet=wallet)) == "wallet_stopped"
    lite = world.done(IssueMedia(product="webmoney-prepaid-card-lite", secrets=(b"lite",)))
    other = ids.WalletId.parse(lite["media"][0]["wallet"])
    assert world.refused(BeginContract(wallet=other)) == "not_offered"
    world.clock.set(datetime(2029, 4, 1, tzinfo=JST))
    later = card(world, funds=1_000)
    world.done(EndContract(wallet=later))
    world.clock.set(datetime(2034, 5, 1, tzinfo=JST))
    assert world.refused(BeginContract(wallet=later)) == "value_expired"


# -- a wallet that is nothing but funds transfer


@pytest.fixture
def purses(database: Database) -> Iterator[World]:
    """A wallet of funds-transfer value of its own, as an issuer may write it down."""
    since = datetime(2022, 1, 1, tzinfo=JST).date()
    overlay: dict[str, Any] = {
        "products": {
            PURSE: {
                "legal_kind": "funds_transfer",
                "tier": "contact_checked",
                "paying": {
                    "force_post": [{"from": since, "days": 90, "source": "test-terms"}],
                    "source": "test-terms",
                },
                "validity": [{"from": since, "months": 120, "source": "test-terms"}],
                "withdrawing": {
                    "source": "test-terms",
                    "routes": {
                        "bank": {"fee": [{"from": since, "yen": 0, "source": "test-terms"}]}
                    },
                    "ends": "pay_out",
                    "end_fee": [{"from": since, "yen": 550, "source": "test-terms"}],
                },
            }
        }
    }
    folder = REPOSITORY_TERMS.parent / "tests" / "ledger" / "terms"
    with World(database, terms=load_terms(folder, overlay)) as world:
        yield world
        world.verify()


def test_what_comes_back_to_a_wallet_that_closed_with_its_contract_is_paid_out(
    purses: World,
) -> None:
    wallet = purses.purse(4_000)
    payment = purses.paid(wallet, 3_000)
    assert purses.done(EndContract(wallet=wallet))["pays_yen"] == 450
    assert purses.refused(Load(wallet=wallet, yen=1)) == "wallet_closed"
    assert purses.refused(BeginContract(wallet=wallet)) == "wallet_closed"
    assert purses.refused(EndContract(wallet=wallet)) == "contract_ended"
    purses.done(Refund(payment=payment, merchant="tokyo-1"))
    again = did(purses, EndContract(wallet=wallet))
    assert owned(purses, "withdrawal_payable") == 3_450
    purses.done(ReturnWithdrawal(withdrawal=again, reason="no such account"))
    purses.done(CompleteWithdrawal(withdrawal=again))
    assert owned(purses, "withdrawal_payable") == 450


def test_what_comes_back_to_it_pays_what_is_owed_first(purses: World) -> None:
    wallet = purses.purse(4_000)
    payment = purses.paid(wallet, 3_000)
    purses.done(EndContract(wallet=wallet))
    purses.done(ForcePost(wallet=wallet, merchant="tokyo-1", yen=500))
    purses.done(Refund(payment=payment, merchant="tokyo-1"))
    assert purses.refused(EndContract(wallet=wallet)) == "open_items"
    purses.done(CollectShortfall(wallet=wallet, reason="asked for"))
    assert purses.done(EndContract(wallet=wallet))["pays_yen"] == 2_500


def test_a_wallet_that_closed_otherwise_stays_closed(purses: World) -> None:
    opened = purses.done(OpenWallet(product=PURSE, holder="aoi", tier="contact_checked"))
    wallet = ids.WalletId.parse(opened["wallet"])
    purses.done(EndContract(wallet=wallet))
    other = purses.done(OpenWallet(product="town-coupon", holder="ren"))
    assert purses.refused(EndContract(wallet=ids.WalletId.parse(other["wallet"]))) == "not_offered"
    assert msgspec.json.decode(purses.do(EndContract(wallet=wallet)).outcome)["product"] == PURSE


def test_an_empty_contract_is_turned_to_prepaid_and_ends(world: World) -> None:
    wallet = card(world, 1_000, product=AU_CARD)
    assert world.done(ToPrepaid(wallet=wallet)) == {
        "yen": 0, "product": FUNDS[AU_CARD], "into": AU_CARD, "new_lots": [],
    }  # fmt: skip
    assert world.refused(loads(wallet, 1, AU_CARD)) == "contract_ended"
    assert world.refused(ToPrepaid(wallet=wallet)) == "contract_ended"
    world.done(BeginContract(wallet=wallet))
    world.done(ToPrepaid(wallet=wallet))
