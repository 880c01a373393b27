"""Standing orders and free withdrawals of cards that are exchanged for others (R83), and which
withdrawal of a month is the free one (R110)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.funds.conftest import START, TERMS, WORKERS, House

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.errors import KeyReused
from zandaka.funds import standing
from zandaka.funds.actions.end_standing_order import EndStandingOrder
from zandaka.funds.actions.set_standing_order import SetStandingOrder
from zandaka.funds.work.payouts import BookPayouts
from zandaka.funds.work.standing import AskFunding, BookStanding, FindDue
from zandaka.ledger.ledger import Ledger
from zandaka.ledger.verify import verify
from zandaka.operations.exchange import Exchange
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.load import Load
from zandaka.operations.stop import Stop
from zandaka.postgres import Database
from zandaka.providers.money.direct import DirectMoney
from zandaka.redress.worker import until_idle
from zandaka.terms.load import load_terms

CARD, FUNDS = "au-pay-prepaid-card", "au-pay-funds"


def card(house: House, yen: int) -> ids.WalletId:
    """A plastic card with so much funds-transfer value."""
    number = house.rows("SELECT count(*) FROM wallets")[0][0]
    made = house.done(
        IssueMedia(
            product=CARD, secrets=(f"card {number}".encode(),), holder="hanako",
            tier="identity_verified",
        )
    )  # fmt: skip
    wallet = ids.WalletId.parse(made["media"][0]["wallet"])
    if yen:
        house.done(Load(wallet=wallet, yen=yen, product=FUNDS))
    return wallet


def exchanged(house: House, wallet: ids.WalletId) -> ids.WalletId:
    secret = f"instead of {wallet}".encode()
    command = Exchange(wallet=wallet, secret=secret, medium_returned=True)
    return ids.WalletId.parse(house.done(command)["new_wallet"])


def loads(house: House, wallet: ids.WalletId, yen: int = 8_000) -> int:
    made = house.act(
        SetStandingOrder(wallet=wallet, kind="load", threshold_yen=5_000, yen=yen, source="bank"),
        "holder:hanako",
    )
    return int(made["standing_order"])


def withdraws(house: House, wallet: ids.WalletId, account: int) -> int:
    made = house.act(
        SetStandingOrder(
            wallet=wallet, kind="withdraw", threshold_yen=10_000, yen=3_000, account=account
        ),
        "holder:hanako",
    )
    return int(made["standing_order"])


def orders(house: House, wallet: ids.WalletId) -> list[tuple[int, bool]]:
    with house.database.connect() as connection:
        found = standing.of_wallet(connection, wallet)
    return [(one.standing_order, one.ended_at is None) for one in found]


def runs(house: House) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in house.rows("SELECT state, code FROM standing_runs")]


def test_a_load_goes_on_for_the_new_card(house: House) -> None:
    funding = DirectMoney()
    old = card(house, 10_000)
    number = loads(house, old)
    house.work(funding=funding)
    new = exchanged(house, old)
    house.work(funding=funding)
    assert orders(house, new) == [(number, True)]
    assert house.balance(new) == 10_000
    house.pay(new, 6_000)
    house.work(funding=funding)
    assert house.balance(new) == 12_000
    house.act(EndStandingOrder(standing_order=number), "holder:hanako")
    assert orders(house, new) == [(number, False)]


@pytest.mark.parametrize("times", [1, 2])
def test_a_payment_that_nobody_had_looked_at_makes_it_due_once(house: House, times: int) -> None:
    funding = DirectMoney()
    old = card(house, 10_000)
    loads(house, old)
    house.work(funding=funding)
    house.pay(old, 6_000)
    new = old
    for _ in range(times):
        new = exchanged(house, new)
    for _ in range(3):
        house.work(funding=funding)
    assert house.balance(new) == 12_000
    assert len(funding.desk.orders) == 1


@pytest.mark.parametrize("after", ["due", "funded"])
def test_a_load_under_way_comes_onto_the_new_card(house: House, after: str) -> None:
    """The money was asked for, or has come, when the card was exchanged."""
    funding = DirectMoney()
    old = card(house, 10_000)
    loads(house, old)
    house.work(funding=funding)
    house.pay(old, 6_000)
    machine = house.redress(funding=funding)
    FindDue().round(machine)
    if after == "funded":
        AskFunding().round(machine)
    new = exchanged(house, old)
    house.work(funding=funding)
    assert house.balance(new) == 12_000
    assert runs(house) == [("done", "")]
    [order] = funding.desk.orders.values()
    assert order.state == "done"


def test_a_load_that_was_told_and_not_written_down_is_not_told_again(house: House) -> None:
    """The process died between the book's answer and its own row; then the card was exchanged."""
    funding = DirectMoney()
    old = card(house, 10_000)
    loads(house, old)
    house.work(funding=funding)
    house.pay(old, 6_000)
    machine = house.redress(funding=funding)
    FindDue().round(machine)
    AskFunding().round(machine)
    BookStanding().round(machine)
    with house.database.connect(role=None, autocommit=True) as connection:
        connection.execute("UPDATE standing_runs SET state = 'to_book', operation = NULL")
    new = exchanged(house, old)
    house.work(funding=funding)
    assert house.balance(new) == 12_000


def test_a_withdrawal_goes_on_and_what_came_over_is_nothing_new(house: House) -> None:
    account = house.account()
    old = card(house, 20_000)
    number = withdraws(house, old, account)
    house.work()
    assert house.balance(old) == 17_000
    new = exchanged(house, old)
    house.work()
    assert house.balance(new) == 17_000
    assert orders(house, new) == [(number, True)]
    house.done(Load(wallet=new, yen=1, product=FUNDS))
    house.work()
    assert house.balance(new) == 14_001


def test_what_was_set_for_the_new_card_is_what_counts(house: House) -> None:
    funding = DirectMoney()
    old = card(house, 10_000)
    first = loads(house, old)
    house.work(funding=funding)
    new = exchanged(house, old)
    second = loads(house, new, yen=2_000)
    house.work(funding=funding)
    assert orders(house, old) == [(first, False)]
    assert orders(house, new) == [(second, True)]
    house.pay(new, 6_000)
    house.work(funding=funding)
    assert house.balance(new) == 6_000


def test_a_new_card_that_was_stopped_gives_the_money_back(house: House) -> None:
    funding = DirectMoney()
    old = card(house, 10_000)
    loads(house, old)
    house.work(funding=funding)
    house.pay(old, 6_000)
    machine = house.redress(funding=funding)
    FindDue().round(machine)
    AskFunding().round(machine)
    new = exchanged(house, old)
    house.done(Stop(wallet=new, reason="lost"))
    house.work(funding=funding)
    assert runs(house) == [("failed", "wallet_stopped")]
    [order] = funding.desk.orders.values()
    assert order.state == "undone"


# -- the free withdrawal of a month


@pytest.fixture
def routes(database: Database) -> Iterator[House]:
    """One free transfer a month by hand; one that the holder has set costs less and is never
    free."""
    since = date(2010, 4, 1)

    def fee(yen: int) -> list[dict[str, Any]]:
        return [{"from": since, "yen": yen, "source": "zandaka-default"}]

    free = [{"from": since, "times": 1, "source": "zandaka-default"}]
    changes = {
        FUNDS: {
            "withdrawing": {
                "routes": {
                    "bank": {"fee": fee(220), "free_a_month": free},
                    "automatic": {"fee": fee(110)},
                }
            }
        }
    }
    clock = SetClock(START)
    terms = load_terms(TERMS, {"products": changes})
    with Ledger(database.connect, terms, 2, clock) as ledger:
        yield House(database, ledger, clock)
    with database.connect(autocommit=True) as connection:
        verify(connection)


def said(house: House, order: ids.OperationId, result: str) -> None:
    """What became of a withdrawal is known, and the books are told."""
    with house.database.connect(role=None, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO payout_tries (payout, attempt, yen, state, by, at)"
            " SELECT operation, attempt, yen, %s, 'test', %s FROM payouts WHERE operation = %s",
            (result, house.clock.now(), int(order)),
        )
    house.work()


def fees(house: House) -> list[int]:
    return [row[0] for row in house.rows("SELECT fee_yen FROM payouts ORDER BY operation")]


def three(house: House) -> tuple[ids.OperationId, ...]:
    """One that is free, one that the holder has set, and one by hand with a fee; the last two were
    paid."""
    wallet = house.card(50_000)
    account = house.account()
    free, standing_one, by_hand = (
        house.withdraw(wallet, 1_000, account=account, automatic=automatic)
        for automatic in (False, True, False)
    )
    for order in (standing_one, by_hand):
        said(house, order, "paid")
    assert fees(house) == [0, 110, 220]
    return free, standing_one, by_hand


def test_where_the_first_cannot_have_it_the_next_one_does(routes: House) -> None:
    free, _, _ = three(routes)
    said(routes, free, "returned")
    assert fees(routes) == [0, 110, 0]
    assert routes.owned("fee_income") == 110


def test_it_is_handed_on_once_however_often_the_books_are_told(routes: House) -> None:
    """The process died before it had written down that the books know."""
    free, _, _ = three(routes)
    said(routes, free, "returned")
    before = routes.rows("SELECT count(*) FROM operations WHERE verb = 'waive_fee' AND code = ''")
    with routes.database.connect(role=None, autocommit=True) as connection:
        connection.execute("UPDATE payout_tries SET booked = '' WHERE payout = %s", (free,))
    try:
        until_idle(routes.redress(), (BookPayouts(), *WORKERS))
    except KeyReused:
        pytest.fail("another request under the key of the first")
    after = routes.rows("SELECT count(*) FROM operations WHERE verb = 'waive_fee' AND code = ''")
    assert (before, after) == ([(1,)], [(1,)])
    assert fees(routes) == [0, 110, 0]


def test_one_that_failed_at_the_old_card_makes_one_of_the_new_card_free(routes: House) -> None:
    old = card(routes, 50_000)
    account = routes.account()
    free = routes.withdraw(old, 1_000, account=account)
    new = exchanged(routes, old)
    with_fee = routes.withdraw(new, 1_000, account=account)
    said(routes, with_fee, "paid")
    assert fees(routes) == [0, 220]
    said(routes, free, "returned")
    assert fees(routes) == [0, 0]


def test_it_is_handed_on_though_a_later_month_has_begun(routes: House) -> None:
    free, _, by_hand = three(routes)
    wallet, account = routes.rows(
        "SELECT wallet, account FROM payouts WHERE operation = %s", (by_hand,)
    )[0]
    routes.clock.set(START + timedelta(days=31))
    april = routes.withdraw(ids.WalletId(wallet), 1_000, account=account)
    said(routes, free, "returned")
    assert fees(routes) == [0, 110, 0, 0]
    said(routes, april, "paid")
    assert routes.owned("fee_income") == 110
