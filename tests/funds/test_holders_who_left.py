"""A transfer that the bank sends back after its holder has left: it stays owed, is told and listed,
and is paid to another account of the same person."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.funds.conftest import KANA, START, TERMS, House
from tests.funds.test_rights_of_the_house import check

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.funds import payees
from zandaka.funds.actions.close_payout_account import ClosePayoutAccount
from zandaka.funds.actions.erase_records import EraseRecords
from zandaka.funds.actions.import_payout_results import ImportPayoutResults
from zandaka.funds.actions.make_payout_file import MakePayoutFile
from zandaka.funds.actions.release_payout_file import ReleasePayoutFile
from zandaka.funds.payees import PayeeView
from zandaka.instants import JST
from zandaka.ledger.command import Command
from zandaka.operations.complete_withdrawal import CompleteWithdrawal
from zandaka.operations.end_contract import EndContract
from zandaka.operations.exchange import Exchange
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.redeem import Redeem
from zandaka.operations.return_withdrawal import ReturnWithdrawal
from zandaka.operations.stop import Stop
from zandaka.operations.withdraw import Withdraw
from zandaka.providers.bank.transfer_file import BankAccount
from zandaka.providers.money.port import MoneyOrder
from zandaka.reads import payouts
from zandaka.redress.bank.accounts import opened
from zandaka.terms.load import load_terms

ALARM = "holder_left"


@pytest.fixture
def house(keeping_house: House) -> House:
    return keeping_house


def filed(house: House, day: date) -> tuple[int, int]:
    """A file of all there is, made by one person and released by another; the file, and its one
    line."""
    file = house.act(MakePayoutFile(payer="au-pay-funds", pay_on=day))["payout_file"]
    house.act(ReleasePayoutFile(payout_file=file), "operator:suzuki")
    [[line]] = house.rows("SELECT id FROM payout_tries WHERE file = %s", (file,))
    return int(file), int(line)


def told(house: House, file: int, line: int, code: int) -> None:
    [[yen]] = house.rows("SELECT yen FROM payout_tries WHERE id = %s", (line,))
    content = f"refund,attempt,yen,code\n{line},1,{yen},{code}\n"
    house.act(ImportPayoutResults(payout_file=file, content=content))
    house.work()


def bounced(house: House, wallet: ids.WalletId) -> None:
    """Of the one payout that there is: paid on Monday, its holder leaves on Tuesday, and the bank
    sends it back on Friday."""
    file, line = filed(house, date(2024, 3, 4))
    house.clock.set(datetime(2024, 3, 5, 10, tzinfo=JST))
    told(house, file, line, 0)
    house.done(Leave(wallet=wallet))
    house.clock.set(datetime(2024, 3, 8, 10, tzinfo=JST))
    told(house, file, line, 1)


def alarms(house: House) -> list[tuple[Any, ...]]:
    return house.rows("SELECT subject, about, due_on, yen FROM alarms ORDER BY operation")


def payee(house: House, order: ids.OperationId) -> PayeeView:
    with house.database.connect() as connection:
        found = payees.view(connection, house.redress().vault, order)
    assert found is not None
    return found


def listed(house: House) -> list[ids.OperationId]:
    """What is owed to holders who have left."""
    with house.database.connect() as connection:
        return [one.payout for one in payouts.of_who_left(connection, 0, 100)]


def paid_to(house: House, line: int) -> BankAccount:
    [[sealed]] = house.rows("SELECT account FROM payout_tries WHERE id = %s", (line,))
    return opened(house.redress().vault, sealed)


def test_it_stays_owed_and_is_paid_to_another_account(house: House) -> None:
    house.account(number="1111111")
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    fee = -house.owned("bank_clearing") - 10_000
    bounced(house, wallet)
    # No yen lies on the card that nobody can use; the fee is not earned yet.
    assert (house.payout(order), house.balance(wallet)) == ("ordered", 0)
    assert (house.owned("withdrawal_payable"), house.owned("fee_income")) == (10_000 + fee, 0)
    assert alarms(house) == [(order, ALARM, date(2024, 3, 8), 10_000)]
    assert listed(house) == [order]
    found = payee(house, order)
    assert (found.holder, found.holder_left, found.name_kana) == ("hanako", True, "ﾐﾎﾝﾊﾅｺ")
    assert [one.ends_with for one in found.accounts] == ["11"]
    [tried] = found.tries
    assert tried.account is not None
    assert (tried.state, tried.code, tried.account.ends_with) == ("returned", "1", "11")
    # Not to the account that it has come back from, and to nobody else's.
    with pytest.raises(Refusal) as refused:
        house.act(MakePayoutFile(payer="au-pay-funds", pay_on=date(2024, 3, 11)))
    assert refused.value.code == "nothing_to_transfer"
    with pytest.raises(Refusal) as refused:
        house.act(House.registering("hanako", "2222222", "ベツ タロウ"))
    assert refused.value.code == "not_own_account"
    house.act(House.registering("hanako", "2222222", KANA))
    file, line = filed(house, date(2024, 3, 11))
    assert paid_to(house, line).number == "2222222"
    house.clock.set(datetime(2024, 3, 12, 10, tzinfo=JST))
    told(house, file, line, 0)
    assert (house.payout(order), listed(house)) == ("paid", [])
    assert (house.owned("withdrawal_payable"), house.owned("fee_income")) == (0, fee)
    assert house.owned("bank_clearing") == -fee


def test_each_time_it_comes_back_somebody_is_told(house: House) -> None:
    house.account(number="1111111")
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    bounced(house, wallet)
    house.act(House.registering("hanako", "2222222", KANA))
    file, line = filed(house, date(2024, 3, 11))
    house.clock.set(datetime(2024, 3, 12, 10, tzinfo=JST))
    told(house, file, line, 0)
    house.clock.set(datetime(2024, 3, 13, 10, tzinfo=JST))
    told(house, file, line, 2)
    assert [row[2] for row in alarms(house)] == [date(2024, 3, 8), date(2024, 3, 13)]
    # The first account after all: a person registers it anew.
    house.act(ClosePayoutAccount(account=1))
    house.act(House.registering("hanako", "1111111", KANA))
    file, line = filed(house, date(2024, 3, 14))
    assert paid_to(house, line).number == "1111111"
    house.clock.set(datetime(2024, 3, 15, 10, tzinfo=JST))
    told(house, file, line, 0)
    assert house.payout(order) == "paid"
    assert [one.attempt for one in payee(house, order).tries] == [1, 2, 3]


def test_a_person_pays_it_elsewhere_and_a_second_one_agrees(house: House) -> None:
    house.account()
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    bounced(house, wallet)
    assert house.settle(order, "paid", "at the desk") == "paid"
    house.work()
    assert (house.payout(order), house.owned("withdrawal_payable")) == ("paid", 0)


class NoMachine:
    """A network of cash machines that must not be asked."""

    def move(self, order: MoneyOrder) -> Any:
        raise AssertionError(order)

    undo = cancel = move


def test_no_machine_hands_out_what_came_back(house: House) -> None:
    """Whoever stands there now is not who left."""
    house.account()
    wallet = house.card(10_000, "webmoney-prepaid-card")
    order = house.withdraw(wallet, 10_000, way="atm", terminal="konbini")
    house.done(CompleteWithdrawal(withdrawal=order))
    house.done(Leave(wallet=wallet))
    back = house.done(ReturnWithdrawal(withdrawal=order, reason="the network's correction"))
    assert (back["still_owed_yen"], back["holder_left"]) == (10_000, True)
    house.work(atm=NoMachine())
    assert house.rows("SELECT way, terminal, account FROM payouts") == [("bank", "", 0)]
    _, line = filed(house, date(2024, 3, 4))
    assert paid_to(house, line).number == "1234567"
    house.done(CompleteWithdrawal(withdrawal=order))
    # It was the machine's free one, and is it still.
    assert house.rows("SELECT fee_yen, free FROM payouts") == [(0, "free_atm_month_max")]


def redeemed(wallet: ids.WalletId) -> Command:
    return Redeem(wallet=wallet, ground="SPECIAL", yen=2_000, reason="asked for")


def test_a_refund_on_a_ground_does_not_go_back_to_prepaid_value(house: House) -> None:
    """What else is left on the card stays on it, and lapses as ever."""
    house.account()
    opened = house.done(
        OpenWallet(product="webmoney-prepaid-card", holder="hanako", tier="identity_verified")
    )
    wallet = ids.WalletId.parse(opened["wallet"])
    house.done(Load(wallet=wallet, yen=5_000))
    order = ids.OperationId(house.ask(redeemed(wallet)).operation)
    bounced(house, wallet)
    assert (house.balance(wallet), house.owned("withdrawal_payable")) == (3_000, 2_000)
    assert alarms(house) == [(order, ALARM, date(2024, 3, 8), 2_000)]
    assert payee(house, order).holder == "hanako"


def test_the_end_of_a_contract_finds_its_holder_too(house: House) -> None:
    house.account(number="1111111")
    wallet = house.card(10_000, "webmoney-prepaid-card")
    order = ids.OperationId(house.ask(EndContract(wallet=wallet)).operation)
    bounced(house, wallet)
    assert alarms(house) == [(order, ALARM, date(2024, 3, 8), 9_450)]
    house.act(House.registering("hanako", "2222222", KANA))
    _, line = filed(house, date(2024, 3, 11))
    assert paid_to(house, line).number == "2222222"


def test_while_its_holder_is_there_it_goes_back_to_the_wallet(house: House) -> None:
    """Also of one that was stopped: nobody is told, and nothing is owed."""
    house.account()
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    file, line = filed(house, date(2024, 3, 4))
    house.clock.set(datetime(2024, 3, 5, 10, tzinfo=JST))
    told(house, file, line, 0)
    house.done(Stop(wallet=wallet, reason="lost"))
    told(house, file, line, 1)
    assert (house.payout(order), house.balance(wallet)) == ("returned", 10_220)
    assert (alarms(house), listed(house)) == ([], [])


def test_a_card_that_was_exchanged_hands_nothing_on_to_one_that_was_left(house: House) -> None:
    house.account(number="1111111")
    made = house.done(
        IssueMedia(
            product="webmoney-prepaid-card", secrets=(b"old",), holder="hanako",
            tier="identity_verified",
        )
    )  # fmt: skip
    old = ids.WalletId.parse(made["media"][0]["wallet"])
    house.done(Load(wallet=old, yen=11_220, product="webmoney-prepaid-card-funds"))
    order = house.withdraw(old, 10_000, way="atm", terminal="konbini")
    house.done(CompleteWithdrawal(withdrawal=order))
    made = house.done(Exchange(wallet=old, secret=b"new", medium_returned=True))
    card = ids.WalletId.parse(made["new_wallet"])
    later = house.withdraw(card, 1_000, way="atm", terminal="konbini")
    house.done(CompleteWithdrawal(withdrawal=later))
    house.done(Leave(wallet=card))
    for one in (order, later):
        assert house.done(ReturnWithdrawal(withdrawal=one, reason="-"))["holder_left"] is True
        assert payee(house, one).holder == "hanako"
    assert house.balance(old) == house.balance(card) == 0
    assert listed(house) == [order, later]
    made = house.act(MakePayoutFile(payer="au-pay-funds", pay_on=date(2024, 3, 4)))
    assert made["records"] == 2


def test_whose_the_money_is_at_each_instant(house: House) -> None:
    """Owed from the order on, paid, owed again, paid: what the books had then."""
    house.account(number="1111111")
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    instants = [START]

    def later(command: Command) -> None:
        house.clock.set(instants[-1] + timedelta(days=1))
        house.done(command)
        instants.append(house.clock.now())

    back = ReturnWithdrawal(withdrawal=order, reason="no such account")
    later(CompleteWithdrawal(withdrawal=order))
    house.done(Leave(wallet=wallet))
    later(back)
    later(CompleteWithdrawal(withdrawal=order))
    later(back)
    later(CompleteWithdrawal(withdrawal=order))
    terms = load_terms(TERMS)
    assert [sum(one.yen for one in check(house, terms, at)) for at in instants] == [
        10_000, 0, 10_000, 0, 10_000, 0,
    ]  # fmt: skip
    # A microsecond before each, it is as it was after the one before.
    assert [
        sum(one.yen for one in check(house, terms, at - timedelta(microseconds=1)))
        for at in instants[1:]
    ] == [10_000, 0, 10_000, 0, 10_000]


def test_nothing_is_erased_while_it_is_owed(house: House) -> None:
    house.account(number="1111111")
    wallet = house.card(10_220)
    order = house.withdraw(wallet, 10_000)
    bounced(house, wallet)
    house.clock.set(START + timedelta(days=4_000))
    assert house.act(EraseRecords())["holders"] == 0
    assert payee(house, order).name_kana == "ﾐﾎﾝﾊﾅｺ"
    house.settle(order, "paid", "at the desk")
    house.work()
    house.clock.set(START + timedelta(days=8_000))
    assert house.act(EraseRecords()) == {"holders": 1, "names": 1, "accounts": 1, "lines": 1}
    found = payee(house, order)
    assert (found.holder, found.name_kana, found.accounts) == ("hanako", None, [])
    assert [one.account for one in found.tries] == [None, None]


def test_nor_while_another_card_of_the_same_person_owes_it(house: House) -> None:
    """One that never had funds-transfer value counts for what is owed, and for nothing else."""
    house.account()
    house.done(Leave(wallet=house.card(0)))
    made = house.done(IssueMedia(product="webmoney-card", secrets=(b"one",), holder="hanako"))
    wallet = ids.WalletId.parse(made["media"][0]["wallet"])
    house.done(Load(wallet=wallet, yen=5_000))
    order = ids.OperationId(house.ask(redeemed(wallet)).operation)
    house.clock.set(START + timedelta(days=4_000))
    assert house.act(EraseRecords())["holders"] == 0
    house.done(CompleteWithdrawal(withdrawal=order))
    assert house.act(EraseRecords())["holders"] == 1


class AsStored(Withdraw, frozen=True, kw_only=True, tag="withdraw"):
    """A withdrawal as it was stored before machines had to be named."""

    def __post_init__(self) -> None:
        """Asks for nothing."""


def test_an_order_at_no_named_machine_that_was_stored_goes_on(house: House) -> None:
    house.account()
    wallet = house.card(10_000)
    with pytest.raises(ValueError, match="terminal is required"):
        Withdraw(wallet=wallet, yen=1_000, way="atm")
    answer = house.ask(AsStored(wallet=wallet, yen=1_000, way="atm"))
    order = ids.OperationId(answer.operation)
    house.done(CompleteWithdrawal(withdrawal=order))
    assert house.done(ReturnWithdrawal(withdrawal=order, reason="-"))["yen"] == 1_220
