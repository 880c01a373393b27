"""What holders owe, collected by the house where the terms say so: once, also by several at work,
and from the card that replaced the one that owes."""

import threading
from collections.abc import Iterator

import pytest
from tests.funds.conftest import START, TERMS, House

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.directory import merchants
from zandaka.directory.merchants import MerchantEntry
from zandaka.funds.work.exchanged import Strayed
from zandaka.funds.work.shortfalls import CollectShortfalls
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.collect_shortfall import CollectShortfall
from zandaka.operations.exchange import Exchange
from zandaka.operations.force_post import ForcePost
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.load import Load
from zandaka.operations.refund import Refund
from zandaka.operations.resume import Resume
from zandaka.operations.stop import Stop
from zandaka.postgres import Database
from zandaka.reads import shortfalls
from zandaka.reads import wallets as wallet_reads
from zandaka.redress.worker import until_idle
from zandaka.terms.load import load_terms

PRODUCT = "webmoney-prepaid-card-lite"


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    clock = SetClock(START)
    automatic = {"products": {PRODUCT: {"paying": {"collect_shortfall": "automatic"}}}}
    with database.connect(role=None, autocommit=True) as connection:
        merchants.put(connection, MerchantEntry("mise", "サンプル店", "13", "open", ["mastercard"]))
    with Ledger(database.connect, load_terms(TERMS, automatic), 2, clock) as ledger:
        yield House(database, ledger, clock)
    with database.connect(autocommit=True) as connection:
        verify(connection)


def card(house: House) -> ids.WalletId:
    issued = house.done(IssueMedia(product=PRODUCT, secrets=(b"c" * 32,)))
    return ids.WalletId.parse(issued["media"][0]["wallet"])


def posted(house: House, wallet: ids.WalletId, yen: int) -> ids.OperationId:
    answer = house.ask(ForcePost(wallet=wallet, merchant="mise", yen=yen))
    assert answer.accepted, (answer.code, answer.outcome)
    return ids.OperationId(answer.operation)


def test_what_is_loaded_pays_what_is_owed_once(house: House) -> None:
    wallet = card(house)
    posted(house, wallet, 900)
    house.work((CollectShortfalls(),))
    assert house.owned("shortfall") == -900
    for yen in (400, 1_000):
        house.done(Load(wallet=wallet, yen=yen))
        threads = [
            threading.Thread(target=CollectShortfalls().round, args=(house.redress(),))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert (house.balance(wallet), house.owned("shortfall")) == (500, 0)
    house.work((CollectShortfalls(),))
    assert house.balance(wallet) == 500


def test_of_a_lost_card_nothing_is_taken_until_its_stop_is_taken_back(house: House) -> None:
    wallet = card(house)
    house.done(Load(wallet=wallet, yen=1_000))
    house.done(Stop(wallet=wallet, reason="lost"))
    posted(house, wallet, 900)
    house.work((CollectShortfalls(),))
    assert (house.balance(wallet), house.owned("shortfall")) == (1_000, -900)
    house.done(Resume(wallet=wallet, reason="found at home"))
    house.work((CollectShortfalls(),))
    assert (house.balance(wallet), house.owned("shortfall")) == (100, 0)


def test_the_new_card_pays_what_the_old_one_owes(house: House) -> None:
    old = card(house)
    payment = posted(house, old, 900)
    swapped = house.done(Exchange(wallet=old, secret=b"d" * 32, medium_returned=True))
    new = ids.WalletId.parse(swapped["new_wallet"])
    with house.database.connect() as connection:
        view = wallet_reads.wallet(connection, new, START)
        assert view is not None
        assert view.owed_yen == 900
        assert [one.payment for one in shortfalls.of_wallet(connection, new, 1 << 62, 9)] == [
            payment
        ]
    house.done(Load(wallet=new, yen=700))
    until_idle(house.redress(), (CollectShortfalls(),))
    assert (house.balance(new), house.owned("shortfall")) == (0, -200)
    assert house.ask(CollectShortfall(wallet=old, reason="-")).code == "wallet_closed"
    # Paid back, the holder has it on the card there is now.
    back = house.done(Refund(payment=payment, merchant="mise"))
    assert (back["yen"], back["shortfall_yen"]) == (700, 200)
    until_idle(house.redress(), (Strayed(), CollectShortfalls()))
    assert (house.balance(new), house.owned("shortfall")) == (700, 0)
