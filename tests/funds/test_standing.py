"""Standing orders: due once for each payment, collected once, given back where it cannot be
loaded."""

import threading
from datetime import timedelta

import pytest
from tests.funds.conftest import WORKERS, House

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.funds import standing
from zandaka.funds.actions.end_standing_order import EndStandingOrder
from zandaka.funds.actions.set_standing_order import SetStandingOrder
from zandaka.operations.leave import Leave
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.providers.money.direct import DirectMoney


def load(house: House, wallet: ids.WalletId, source: str = "bank", yen: int = 8_000) -> int:
    made = house.act(
        SetStandingOrder(wallet=wallet, kind="load", threshold_yen=5_000, yen=yen, source=source),
        "holder:hanako",
    )
    return int(made["standing_order"])


def runs(house: House) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in house.rows("SELECT state, code FROM standing_runs")]


def test_once_a_payment_and_from_a_yen_below(house: House) -> None:
    funding = DirectMoney()
    wallet = house.card(10_000)
    load(house, wallet)
    house.work(funding=funding)
    house.pay(wallet, 5_000)
    house.work(funding=funding)
    assert house.balance(wallet) == 5_000
    house.pay(wallet, 1)
    for _ in range(3):
        house.work(funding=funding)
    assert house.balance(wallet) == 12_999
    assert len(funding.desk.orders) == 1
    assert runs(house) == [("done", "")]


def test_a_balance_that_is_low_already_is_filled(house: House) -> None:
    wallet = house.card(0)
    load(house, wallet, yen=1_000)
    funding = DirectMoney()
    house.work(funding=funding)
    # Once: what was loaded is still below, and is no payment.
    assert house.balance(wallet) == 1_000
    house.work(funding=funding)
    assert house.balance(wallet) == 1_000


def test_denied_waits_for_the_next_payment(house: House) -> None:
    funding = DirectMoney()
    wallet = house.card(5_000)
    load(house, wallet, "bank-0001")
    house.pay(wallet, 1)
    house.work(funding=funding)
    house.work(funding=funding)
    assert runs(house) == [("failed", "denied")]
    house.pay(wallet, 1)
    house.work(funding=funding)
    assert [state for state, _ in runs(house)] == ["failed", "failed"]
    assert house.balance(wallet) == 4_998


def test_what_a_cap_refuses_is_given_back(house: House) -> None:
    funding = DirectMoney()
    wallet = house.card(4_000)
    load(house, wallet, yen=500_001)
    house.work(funding=funding)
    assert runs(house) == [("failed", "limit_exceeded")]
    assert [one.state for one in funding.desk.orders.values()] == ["undone"]
    assert house.balance(wallet) == 4_000


def test_a_lost_answer_is_asked_for_again(house: House) -> None:
    funding = DirectMoney()
    wallet = house.card(4_000)
    load(house, wallet, "bank-0002")
    house.work(funding=funding)
    assert runs(house)[0][0] == "asking"
    house.pay(wallet, 1)
    house.work(funding=funding)
    assert len(runs(house)) == 1
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    house.work(funding=funding)
    assert len(funding.desk.orders) == 1
    assert house.balance(wallet) == 4_000 - 1 + 8_000


def test_many_workers_collect_once(house: House) -> None:
    funding = DirectMoney()
    wallets = [house.card(4_000, holder="hanako") for _ in range(8)]
    for wallet in wallets:
        load(house, wallet)
    threads = [
        threading.Thread(target=house.work, args=(WORKERS,), kwargs={"funding": funding})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    house.work(funding=funding)
    assert [house.balance(wallet) for wallet in wallets] == [12_000] * 8
    assert [one.asked for one in funding.desk.orders.values()] == [1] * 8


def test_a_withdrawal_is_free_and_not_repeated_by_its_own_return(house: House) -> None:
    account = house.account()
    wallet = house.card(10_000)
    house.act(
        SetStandingOrder(
            wallet=wallet, kind="withdraw", threshold_yen=10_000, yen=3_000, account=account
        ),
        "holder:hanako",
    )
    house.work()
    house.work()
    assert house.balance(wallet) == 7_000
    [(order,)] = house.rows("SELECT operation FROM payouts")
    house.done(ReturnWithdrawal(withdrawal=ids.OperationId(order), reason="no such account"))
    house.work()
    assert house.balance(wallet) == 10_000
    assert house.owned("fee_income") == 0
    assert len(runs(house)) == 1


def test_who_may_set_one_and_what_it_may_say(house: House) -> None:
    account = house.account()
    wallet = house.card(10_000)
    other = house.card(10_000, "webmoney-prepaid-card")
    refused = [
        ("unknown_wallet", "holder:taro", wallet, 10_000, 3_000, account),
        ("unknown_account", "holder:hanako", wallet, 10_000, 3_000, account + 1),
        ("insufficient_value", "holder:hanako", wallet, 2_999, 3_000, account),
        ("not_offered", "holder:hanako", other, 10_000, 3_000, account),
        ("unknown_wallet", "operator:sato", ids.WalletId(ids.make(0, 9_999)), 9, 3, account),
    ]
    for code, by, of, threshold, yen, to in refused:
        with pytest.raises(Refusal) as said:
            house.act(
                SetStandingOrder(
                    wallet=of, kind="withdraw", threshold_yen=threshold, yen=yen, account=to
                ),
                by,
            )
        assert said.value.code == code
    number = load(house, wallet)
    for by, code in (("holder:taro", "unknown_wallet"),):
        with pytest.raises(Refusal) as said:
            house.act(EndStandingOrder(standing_order=number), by)
        assert said.value.code == code
    with pytest.raises(Refusal) as said:
        house.act(EndStandingOrder(standing_order=number + 99))
    assert said.value.code == "unknown_operation"


def test_a_new_one_ends_the_one_before(house: House) -> None:
    funding = DirectMoney()
    wallet = house.card(4_000)
    first, second = load(house, wallet), load(house, wallet, yen=2_000)
    house.work(funding=funding)
    assert house.balance(wallet) == 6_000
    with house.database.connect() as connection:
        shown = standing.of_wallet(connection, wallet)
    assert [(one.standing_order, one.ended_at is None) for one in shown] == [
        (second, True), (first, False),
    ]  # fmt: skip
    house.act(EndStandingOrder(standing_order=second), "holder:hanako")
    house.pay(wallet, 5_000)
    house.work(funding=funding)
    assert house.balance(wallet) == 1_000


def test_who_has_left_has_nothing_done(house: House) -> None:
    wallet = house.card(4_000)
    load(house, wallet)
    house.pay(wallet, 4_000)
    house.done(Leave(wallet=wallet))
    house.work(funding=DirectMoney())
    assert runs(house) == []
