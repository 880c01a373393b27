"""Files for the bank: one's own account alone, two persons, each payout in one line, and what the
bank says reaches the books once."""

import threading
from datetime import date, datetime, timedelta

import pytest
from tests.funds.conftest import HOLDER, KANA, House

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.funds import accounts, files
from zandaka.funds.actions.close_payout_account import ClosePayoutAccount
from zandaka.funds.actions.import_payout_results import ImportPayoutResults
from zandaka.funds.actions.make_payout_file import MakePayoutFile
from zandaka.funds.actions.record_holder_name import RecordHolderName
from zandaka.funds.actions.release_payout_file import ReleasePayoutFile
from zandaka.funds.actions.settle_payout import SettlePayout
from zandaka.instants import JST
from zandaka.operations.end_contract import EndContract
from zandaka.operations.leave import Leave
from zandaka.reads import payouts
from zandaka.redress.bank.accounts import opened

PAYER = "au-pay-funds"
MONDAY = date(2024, 3, 4)


def make(house: House, by: str = "operator:sato", pay_on: date = MONDAY) -> int:
    return int(house.act(MakePayoutFile(payer=PAYER, pay_on=pay_on), by)["payout_file"])


def results(house: House, file: int, *lines: str) -> dict[str, int]:
    content = "\n".join(["refund,attempt,yen,code", *lines]) + "\n"
    found: dict[str, int] = house.act(ImportPayoutResults(payout_file=file, content=content))
    house.work()
    return found


def lines(house: House, file: int) -> list[tuple[int, int, int]]:
    """Number, payout and yen of each line."""
    return [
        (row[0], row[1], row[2])
        for row in house.rows(
            "SELECT id, payout, yen FROM payout_tries WHERE file = %s ORDER BY id", (file,)
        )
    ]


def released(house: House) -> int:
    file = make(house)
    house.act(ReleasePayoutFile(payout_file=file), "operator:suzuki")
    return file


def test_the_file_names_account_amount_and_its_own_number(house: House) -> None:
    wallet = house.card(50_000)
    account = house.account()
    house.withdraw(wallet, 12_345, account=account)
    file = released(house)
    [(number, _, _)] = lines(house, file)
    with house.database.connect() as connection:
        shown = files.view(connection, house.redress().vault, file)
        found = files.find(connection, file)
        assert found is not None
        content = files.content(connection, house.redress().vault, found).decode("cp932")
    assert shown is not None
    assert (shown.records, shown.yen, shown.waiting) == (1, 12_345, 1)
    header, data, trailer, end = content.splitlines()
    assert (header[:3], trailer[:19], end[0]) == ("121", "8000001000000012345", "9")
    assert data[1:5] + data[20:23] + data[43:50] == "0001" + "001" + "1234567"
    assert data[50:80].rstrip() == "ﾐﾎﾝ ﾊﾅｺ"
    assert data[80:90] == "0000012345"
    assert (int(data[91:101]), int(data[101:111])) == (number, 1)


def test_an_account_is_the_same_however_its_name_is_spelt(house: House) -> None:
    house.act(RecordHolderName(holder=HOLDER, name_kana=KANA))
    numbers = {
        house.act(House.registering(HOLDER, "1234567", kana))["account"]
        for kana in ("ミホン ハナコ", "みほんはなこ", "ﾐﾎﾝ ﾊﾅｺ")
    }
    assert len(numbers) == 1
    assert house.act(House.registering(HOLDER, "7654321", KANA))["account"] not in numbers


def test_another_name_or_none_is_no_account(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        house.act(House.registering(HOLDER, "1234567", KANA))
    assert refused.value.code == "tier_too_low"
    house.act(RecordHolderName(holder=HOLDER, name_kana=KANA))
    with pytest.raises(Refusal) as refused:
        house.act(House.registering(HOLDER, "1234567", "ミホン ハナエ"))
    assert refused.value.code == "not_own_account"
    with pytest.raises(Invalid, match="name_kana"):
        house.act(House.registering(HOLDER, "1234567", "見本 花子"))
    with pytest.raises(Refusal) as refused:
        house.act(House.registering(HOLDER, "1234567", KANA), "holder:taro")
    assert refused.value.code == "unknown_account"
    assert house.rows("SELECT count(*) FROM payout_accounts") == [(0,)]


def test_nothing_of_an_account_lies_open(house: House) -> None:
    house.account(number="7654321")
    for table in ("payout_accounts", "holder_names", "actions"):
        [[text]] = house.rows(f"SELECT string_agg({table}::text, '') FROM {table}")
        assert "7654321" not in text
        assert "ﾐﾎﾝ" not in text
        assert "ミホン" not in text


def test_the_newest_account_unless_one_is_named(house: House) -> None:
    first = house.account(number="1111111")
    second = house.account(number="2222222")
    assert house.account(number="1111111") == first
    wallet = house.card(50_000)
    house.withdraw(wallet, 1_000, account=first)
    house.withdraw(wallet, 2_000)
    house.act(ClosePayoutAccount(account=first), "holder:hanako")
    with pytest.raises(Refusal):
        house.act(ClosePayoutAccount(account=second), "holder:taro")
    make(house)
    vault = house.redress().vault
    with house.database.connect() as connection:
        shown = accounts.of_holder(connection, vault, HOLDER)
        assert [(one.account, one.ends_with) for one in shown] == [(second, "22"), (first, "11")]
        assert not payouts.has_account(connection, wallet, first)
        assert payouts.has_account(connection, wallet, 0)
    sent = house.rows("SELECT account FROM payout_tries ORDER BY yen")
    assert [opened(vault, row[0]).number for row in sent] == ["1111111", "2222222"]


def test_somebody_elses_account_is_never_paid_to(house: House) -> None:
    """Whoever named it: such an order waits for a person."""
    other = house.account("taro", "9999999", "ベツ タロウ")
    house.withdraw(house.card(50_000), 1_000, account=other)
    with pytest.raises(Refusal) as refused:
        make(house)
    assert refused.value.code == "nothing_to_transfer"


def test_nobody_leaves_before_what_is_to_be_paid_was(house: House) -> None:
    """Whose it was would not be known any more, and no account be found."""
    account = house.account()
    wallet = house.card(50_000)
    order = house.withdraw(wallet, 1_000, account=account)
    house.pay(wallet, house.balance(wallet))
    assert house.ask(Leave(wallet=wallet)).code == "open_items"
    house.settle(order, "paid", "looked at")
    house.work()
    assert house.payout(order) == "paid"
    house.done(Leave(wallet=wallet))


def test_two_make_a_file_at_once_and_each_payout_is_in_one(house: House) -> None:
    house.account()
    wallet = house.card(500_000)
    for _ in range(20):
        house.withdraw(wallet, 1_000)
    found: list[str] = []

    def one(number: int) -> None:
        try:
            make(house, f"operator:{number}")
            found.append("made")
        except Refusal as refusal:
            found.append(refusal.code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == ["made", *["nothing_to_transfer"] * 3]
    assert house.rows("SELECT count(*), count(DISTINCT payout) FROM payout_tries") == [(20, 20)]


def test_released_by_another_person_and_in_time(house: House) -> None:
    house.account()
    house.withdraw(house.card(50_000), 1_000)
    with pytest.raises(Refusal) as refused:
        make(house, pay_on=date(2024, 3, 3))
    assert refused.value.code == "pay_day_not_allowed"
    file = make(house)
    for by, code in (("operator:sato", "same_person"), ("operator:suzuki", "")):
        if code:
            with pytest.raises(Refusal) as refused:
                house.act(ReleasePayoutFile(payout_file=file), by)
            assert refused.value.code == code
        else:
            house.act(ReleasePayoutFile(payout_file=file), by)
    with pytest.raises(Refusal) as refused:
        house.act(ReleasePayoutFile(payout_file=file), "operator:tanaka")
    assert refused.value.code == "wrong_bank_file_state"
    with house.database.connect() as connection:
        shown = files.view(connection, house.redress().vault, file)
    assert shown is not None
    assert shown.content is not None


def test_a_file_whose_day_passed_is_not_released_and_its_lines_come_back(house: House) -> None:
    house.account()
    wallet = house.card(50_000)
    house.withdraw(wallet, 1_000)
    file = make(house)
    house.clock.set(house.clock.now() + timedelta(days=4))
    with pytest.raises(Refusal) as refused:
        house.act(ReleasePayoutFile(payout_file=file), "operator:suzuki")
    assert refused.value.code == "pay_day_not_allowed"
    [(number, _, yen)] = lines(house, file)
    with pytest.raises(Refusal):
        results(house, file, f"{number},1,{yen},0")
    results(house, file, f"{number},1,{yen},9")
    assert house.balance(wallet) == 50_000


def test_paid_returned_and_told_again(house: House) -> None:
    house.account()
    wallet = house.card(50_000)
    orders = [house.withdraw(wallet, yen) for yen in (1_000, 2_000)]
    file = released(house)
    (one, _, _), (two, _, _) = lines(house, file)
    assert results(house, file, f"{one},1,1000,0")["waiting"] == 1
    assert [house.payout(order) for order in orders] == ["paid", "ordered"]
    told = results(house, file, f"{one},1,1000,0", f"{two},1,2000,2")
    assert (told["returned"], told["unchanged"]) == (1, 1)
    assert [house.payout(order) for order in orders] == ["paid", "returned"]
    assert house.balance(wallet) == 50_000 - 1_220
    # The bank says days later that the first came back as well.
    results(house, file, f"{one},1,1000,1")
    assert house.balance(wallet) == 50_000
    assert (house.owned("fee_income"), house.owned("bank_clearing")) == (0, -50_000)
    with pytest.raises(Refusal) as refused:
        results(house, file, f"{one},1,1000,0")
    assert refused.value.code == "result_does_not_match"


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (datetime(2024, 3, 4, 15, tzinfo=JST), datetime(2024, 3, 4, 15, tzinfo=JST)),
        (datetime(2024, 3, 5, 0, 4, 59, tzinfo=JST), datetime(2024, 3, 5, 0, 4, 59, tzinfo=JST)),
        (datetime(2024, 3, 5, 0, 5, tzinfo=JST), datetime(2024, 3, 5, tzinfo=JST)),
        (datetime(2024, 3, 7, 10, tzinfo=JST), datetime(2024, 3, 5, tzinfo=JST)),
    ],
)
def test_the_holders_right_ends_with_the_day_of_the_transfer(
    house: House, told: datetime, ends: datetime
) -> None:
    """Whenever the bank says so; told on that very day, as it is told."""
    house.account()
    house.withdraw(house.card(50_000), 1_000)
    file = released(house)
    house.clock.set(told)
    [(number, _, _)] = lines(house, file)
    results(house, file, f"{number},1,1000,0")
    query = "SELECT effective_at FROM operations WHERE verb = 'complete_withdrawal'"
    assert house.rows(query) == [(ends,)]


@pytest.mark.parametrize(
    "line", ["{n},2,1000,0", "{n},1,1001,0", "99,1,1000,0", "{n},1,1000,0\n{n},1,1000,0"]
)
def test_a_line_that_does_not_match_takes_in_nothing(house: House, line: str) -> None:
    house.account()
    wallet = house.card(50_000)
    order = house.withdraw(wallet, 1_000)
    file = released(house)
    [(number, _, _)] = lines(house, file)
    with pytest.raises(Refusal) as refused:
        results(house, file, line.format(n=number))
    assert refused.value.code == "result_does_not_match"
    assert house.payout(order) == "ordered"


def test_what_is_left_of_a_contract_goes_to_another_account(house: House) -> None:
    house.account(number="1111111")
    wallet = house.card(10_000, "webmoney-prepaid-card")
    answer = house.ask(EndContract(wallet=wallet))
    order = ids.OperationId(answer.operation)
    file = released(house)
    [(number, _, yen)] = lines(house, file)
    assert yen == 9_450
    results(house, file, f"{number},1,{yen},1")
    assert house.owned("withdrawal_payable") == 9_450
    house.account(number="2222222")
    second = released(house)
    [(again, _, _)] = lines(house, second)
    results(house, second, f"{again},1,{yen},0")
    assert house.payout(order) == "paid"
    assert (house.owned("withdrawal_payable"), house.owned("fee_income")) == (0, 550)
    sent = house.rows("SELECT account FROM payout_tries WHERE id = %s", (again,))
    assert opened(house.redress().vault, sent[0][0]).number == "2222222"


def test_what_a_file_carries_no_person_settles(house: House) -> None:
    house.account()
    order = house.withdraw(house.card(10_000), 1_000)
    make(house)
    with pytest.raises(Refusal) as refused:
        house.act(SettlePayout(payout=order, result="returned", reason="asked to"))
    assert refused.value.code == "open_items"
    nobody = ids.OperationId(ids.make(0, 999_999))
    with pytest.raises(Refusal) as refused:
        house.act(SettlePayout(payout=nobody, result="paid", reason="asked to"))
    assert refused.value.code == "unknown_operation"


def test_no_account_that_pays(house: House) -> None:
    for payer, code in (("au-pay-prepaid-card", "no_originator"), ("none", "unknown_product")):
        with pytest.raises(Refusal) as refused:
            house.act(MakePayoutFile(payer=payer, pay_on=MONDAY))
        assert refused.value.code == code
    for action in (
        ReleasePayoutFile(payout_file=99), ImportPayoutResults(payout_file=99, content="x")
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            house.act(action)
        assert refused.value.code == "unknown_bank_file"
