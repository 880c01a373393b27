"""Media on the real ledger: a card's end within one batch, two who want the same at once, and what
verify says when a table is changed."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.ledger.world import JST, World

from zandaka import ids
from zandaka.ledger import registry
from zandaka.ledger.book import Book
from zandaka.ledger.breaks import Break
from zandaka.ledger.command import Answer, Command, submission
from zandaka.operations.authorise import Authorise
from zandaka.operations.exchange import Exchange
from zandaka.operations.extend import Extend
from zandaka.operations.extend_many import ExtendMany
from zandaka.operations.force_post import ForcePost
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.lapse import Lapse
from zandaka.operations.load import Load
from zandaka.operations.many import Share
from zandaka.operations.pay import Pay
from zandaka.operations.redeem import Redeem
from zandaka.operations.refund import Refund
from zandaka.operations.restore import Restore
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.stop import Stop
from zandaka.postgres import Database
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

START = datetime(2024, 3, 10, 12, tzinfo=JST)
SHOP = "net-shop"

_numbers = itertools.count(1)


@pytest.fixture
def cards(database: Database) -> Iterator[World]:
    """A ledger with the terms that are shipped, verified when the test ends."""
    with World(database, at=START, terms=load_terms(REPOSITORY_TERMS)) as world:
        with database.connect(role=None) as connection:
            connection.execute(
                "INSERT INTO merchants (id, name, prefecture, status, networks)"
                " VALUES (%s, %s, '13', 'open', %s)",
                (SHOP, SHOP, ["webmoney", "mastercard"]),
            )
        yield world
        world.verify()


def issued(world: World, yen: int = 0, product: str = "webmoney-card", **more: Any) -> ids.WalletId:
    secret = f"medium {next(_numbers)}".encode()
    number = {"yen": yen} if product in ("webmoney", "au-pay-gift-card-short") else {}
    made = world.done(IssueMedia(product=product, secrets=(secret,), **number, **more))
    wallet = ids.WalletId.parse(made["media"][0]["wallet"])
    if yen and not number:
        world.done(Load(wallet=wallet, yen=yen))
    return wallet


def pays(wallet: ids.WalletId, yen: int) -> Pay:
    return Pay(wallet=wallet, merchant=SHOP, yen=yen, network="webmoney")


def ends(world: World, wallet: ids.WalletId) -> set[datetime | None]:
    """The ends of what is in a wallet, and of the medium itself."""
    rows = world.rows(
        "SELECT expires_at FROM accounts WHERE wallet = %s AND balance > 0"
        " UNION SELECT expires_at FROM wallets WHERE id = %s",
        (int(wallet), int(wallet)),
    )
    return {row[0] for row in rows}


def together(world: World, *commands: Command) -> list[str]:
    """Commands of one batch, or of neighbouring ones; their codes."""
    futures = [world.ledger.submit(one, "test", world.new_key()) for one in commands]
    return [future.result(30).code for future in futures]


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=JST)


def test_uses_of_one_batch_move_an_end_once(cards: World) -> None:
    card = issued(cards, 1_000)
    cards.pass_time(days=1)
    assert together(cards, *(pays(card, 10) for _ in range(20))) == [""] * 20
    assert ends(cards, card) == {day(2026, 3, 12)}
    assert cards.value("SELECT count(*) FROM extensions") == 1
    assert cards.value("SELECT count(*) FROM card_uses") == 21
    assert cards.value("SELECT count(*) FROM card_uses WHERE before = ends") == 20


def test_a_payment_that_is_given_back_by_any_remedy_was_no_use(cards: World) -> None:
    card = issued(cards, 1_000)
    before = ends(cards, card)
    cards.pass_time(days=5)
    for remedy in ("refund", "restore"):
        payment = ids.OperationId(cards.do(pays(card, 1_000)).operation)
        assert ends(cards, card) == {day(2026, 3, 16)}
        if remedy == "refund":
            cards.done(Refund(payment=payment, merchant=SHOP))
        else:
            cards.done(Restore(debit=payment, reason="wrong amount"))
        assert ends(cards, card) == before
    part = ids.OperationId(cards.do(pays(card, 600)).operation)
    cards.done(Restore(debit=part, yen=599, reason="wrong amount"))
    assert ends(cards, card) == {day(2026, 3, 16)}


def test_value_that_comes_back_late_ends_with_its_card(cards: World) -> None:
    """The lot was spent long ago and knows no later use; its card does."""
    card = issued(cards, 500)
    first = ids.OperationId(cards.do(pays(card, 500)).operation)
    cards.pass_time(days=100)
    cards.done(Load(wallet=card, yen=300))
    cards.done(Refund(payment=first, merchant=SHOP, yen=200))
    assert ends(cards, card) == {day(2026, 6, 19)}


def test_the_return_of_the_last_use_may_end_the_card(cards: World) -> None:
    card = issued(cards, 500)
    cards.clock.set(day(2026, 3, 10))
    payment = ids.OperationId(cards.do(pays(card, 100)).operation)
    cards.clock.set(day(2026, 3, 11))
    told = cards.done(Refund(payment=payment, merchant=SHOP))
    assert [one["new_expires_at"] for one in told["moved_ends"]] == ["2026-03-10T15:00:00Z"]
    assert cards.refused(pays(card, 1)) == "value_expired"
    assert cards.done(Lapse(wallet=card))["yen"] == 500


def test_a_lot_that_was_empty_does_not_keep_the_end_of_a_use_that_was_none(cards: World) -> None:
    """What comes back to it later ends with its card."""
    card = issued(cards, 500)
    cards.done(Load(wallet=card, yen=300))
    before = ends(cards, card)
    cards.pass_time(days=5)
    payment = ids.OperationId(cards.do(pays(card, 100)).operation)
    ordered = Redeem(wallet=card, ground="SPECIAL", way="desk", reason="asked for")
    redeemed = ids.OperationId(cards.do(ordered).operation)
    cards.done(Refund(payment=payment, merchant=SHOP))
    cards.done(ReturnWithdrawal(withdrawal=redeemed, reason="not fetched"))
    assert cards.lots(card) == [(500, 0), (300, 0)]
    assert ends(cards, card) == before


def test_a_later_end_that_an_operator_set_stays(cards: World) -> None:
    card = issued(cards, 500)
    until = day(2028, 1, 1)
    cards.done(Extend(wallet=card, expires_at=until, reason="an outage"))
    cards.pass_time(days=3)
    payment = ids.OperationId(cards.do(pays(card, 100)).operation)
    cards.done(Load(wallet=card, yen=1))
    cards.done(Refund(payment=payment, merchant=SHOP))
    assert ends(cards, card) == {until}


@pytest.mark.parametrize("many", [False, True], ids=["alone", "many"])
def test_it_stays_when_a_later_use_was_none(cards: World, *, many: bool) -> None:
    card = issued(cards, 500)
    until = day(2026, 3, 20)
    extend = Extend(wallet=card, expires_at=until, reason="an outage")
    if many:
        extend = ExtendMany(wallets=(Share(card),), expires_at=until, reason="an outage")
    cards.done(extend)
    cards.pass_time(days=30)
    payment = ids.OperationId(cards.do(pays(card, 100)).operation)
    assert ends(cards, card) == {day(2026, 4, 10)}
    cards.done(Refund(payment=payment, merchant=SHOP))
    assert ends(cards, card) == {until}


def test_of_two_exchanges_at_once_one_is_made(cards: World) -> None:
    card = issued(cards, 700, "webmoney-prepaid-card-lite")
    asked = [Exchange(wallet=card, secret=bytes([n]), medium_returned=True) for n in (1, 2)]
    assert sorted(together(cards, *asked)) == ["", "wallet_closed"]
    new = ids.WalletId(cards.value("SELECT loaded_into FROM wallets WHERE id = %s", (int(card),)))
    assert cards.lots(new) == [(700, 0)]
    assert sum(balance for balance, _ in cards.lots(card)) == 0
    assert cards.value("SELECT secret FROM wallets WHERE id = %s", (int(new),)) in (b"\1", b"\2")


def test_a_late_purchase_finds_the_new_card_in_the_batch_of_the_exchange(cards: World) -> None:
    card = issued(cards, 700, "webmoney-prepaid-card-lite")
    late = ForcePost(wallet=card, merchant=SHOP, yen=900, network="webmoney")
    with cards.database.connect() as connection:
        terms_id, series = registry.prepare(connection, cards.terms, 2)
    number = ids.book_of(card)
    book = Book(cards.database.connect(), number, cards.terms, terms_id, series, cards.clock)
    exchange = Exchange(wallet=card, secret=b"new", medium_returned=True)
    one, other = book.write(
        [submission(number, bytes([n]) * 16, "test", c) for n, c in enumerate((exchange, late))]
    )
    book.close()
    assert isinstance(one, Answer), one
    assert isinstance(other, Answer), other
    assert msgspec.json.decode(other.outcome)["shortfall_yen"] == 200
    assert cards.lots(card) == [(0, 0)]


def test_an_exchanged_card_takes_what_is_good_and_leaves_what_is_held(cards: World) -> None:
    card = issued(cards, 700, "webmoney-prepaid-card-lite")
    cards.done(Authorise(wallet=card, merchant=SHOP, yen=100, network="webmoney", minutes=10))
    exchange = Exchange(wallet=card, secret=b"new", medium_returned=True)
    assert cards.refused(exchange) == "hold_open"
    cards.pass_time(minutes=10)
    assert cards.done(exchange)["yen"] == 700, "the hold has run out"


def test_of_two_refunds_on_a_ground_at_once_one_has_it(cards: World) -> None:
    number = issued(cards, 900, "webmoney")
    asked = Redeem(wallet=number, ground="SPECIAL", way="desk", reason="asked for", yen=600)
    assert sorted(together(cards, asked, asked)) == ["", "insufficient_value"]
    assert cards.lots(number) == [(300, 0)]
    assert cards.rows("SELECT kind, yen, state FROM payouts") == [("redemption", 600, "ordered")]


def test_after_a_stop_nothing_is_paid_whoever_came_first(cards: World) -> None:
    card = issued(cards, 100)
    codes = together(cards, pays(card, 1), Stop(wallet=card, reason="lost"), pays(card, 1))
    assert codes == ["", "", "wallet_stopped"]


def test_an_extension_that_loses_the_exemption_moves_the_value(cards: World) -> None:
    number = issued(cards, 900, "au-pay-gift-card-short", printed="2024-09-09")
    until = day(2024, 9, 11)
    extend = Extend(wallet=number, expires_at=until, reason="asked for")
    assert cards.refused(extend) == "exemption_would_be_lost"
    told = cards.done(msgspec.structs.replace(extend, acknowledged=True))
    assert (told["yen"], told["regulated_yen"], told["lots"]) == (900, 900, [])
    kinds = cards.rows(
        "SELECT s.legal_kind, a.balance FROM accounts a JOIN series s ON s.id = a.series"
        " WHERE a.wallet = %s ORDER BY a.id",
        (int(number),),
    )
    assert kinds == [("exempt", 0), ("prepaid", 900)]
    assert cards.refused(extend) == "not_later"


def test_a_day_before_six_months_loses_nothing(cards: World) -> None:
    number = issued(cards, 900, "au-pay-gift-card-short", printed="2024-09-01")
    last = day(2024, 9, 11) - timedelta(microseconds=1)
    told = cards.done(Extend(wallet=number, expires_at=last, reason="asked for"))
    assert (told["yen"], told["lots"][0]["beyond_total_validity"]) == (900, False)


def test_verify_sees_a_card_that_ends_before_its_last_use(cards: World, database: Database) -> None:
    card = issued(cards, 100)
    ended = "UPDATE wallets SET expires_at = expires_at - interval '1 second' WHERE id = %s"
    with database.connect(role=None) as connection:
        connection.execute(ended, (int(card),))
    with pytest.raises(Break, match=f"wallet {card}"):
        cards.verify()
    with database.connect(role=None) as connection:
        connection.execute(ended.replace("- interval", "+ interval"), (int(card),))


def test_value_that_comes_back_to_an_extended_card_ends_with_it(cards: World) -> None:
    """What was spent when the operator extended the card is good for as long as the rest."""
    card = issued(cards, 300, "webmoney-prepaid-card-lite", printed="2024-06")
    payment = ids.OperationId(cards.do(pays(card, 300)).operation)
    cards.done(Load(wallet=card, yen=50))
    until = day(2024, 10, 1)
    cards.done(Extend(wallet=card, expires_at=until, reason="an outage"))
    cards.clock.set(day(2024, 8, 1))
    told = cards.done(Refund(payment=payment, merchant=SHOP, yen=100))
    assert len(told["moved_ends"]) == 1
    assert ends(cards, card) == {until}
    assert cards.do(pays(card, 150)).accepted
    assert "moved_ends" not in cards.done(Refund(payment=payment, merchant=SHOP))
