"""Names and accounts are kept as long as the terms have it after the last contract, no longer."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.funds.conftest import FUNDS, KANA, START, TERMS, House

from zandaka import ids
from zandaka.clock import SetClock
from zandaka.funds import files
from zandaka.funds.actions.erase_records import EraseRecords
from zandaka.funds.actions.import_payout_results import ImportPayoutResults
from zandaka.funds.actions.make_payout_file import MakePayoutFile
from zandaka.funds.actions.release_payout_file import ReleasePayoutFile
from zandaka.instants import JST
from zandaka.ledger.ledger import Ledger
from zandaka.operations.end_contract import EndContract
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.to_prepaid import ToPrepaid
from zandaka.postgres import Database
from zandaka.terms.load import load_terms


@pytest.fixture
def house(keeping_house: House) -> House:
    return keeping_house


def kept(house: House) -> tuple[int, int]:
    return (
        int(house.rows("SELECT count(*) FROM holder_names")[0][0]),
        int(house.rows("SELECT count(*) FROM payout_accounts")[0][0]),
    )


def erase(house: House, *, only_count: bool = False) -> tuple[int, int, int, int]:
    told = house.act(EraseRecords(only_count=only_count))
    return told["holders"], told["names"], told["accounts"], told["lines"]


def paid_out(house: House, wallet: ids.WalletId) -> int:
    """What the end of a contract leaves, transferred; the file's number."""
    house.done(EndContract(wallet=wallet))
    day = date(2024, 3, 4)
    file = house.act(MakePayoutFile(payer="au-pay-funds", pay_on=day))["payout_file"]
    house.act(ReleasePayoutFile(payout_file=file), "operator:suzuki")
    house.clock.set(datetime(2024, 3, 5, 10, tzinfo=JST))
    [[number, yen]] = house.rows("SELECT id, yen FROM payout_tries WHERE file = %s", (file,))
    content = f"refund,attempt,yen,code\n{number},1,{yen},0\n"
    house.act(ImportPayoutResults(payout_file=file, content=content))
    house.work()
    return int(file)


def test_ten_years_after_the_end_to_the_day(house: House) -> None:
    house.account()
    file = paid_out(house, house.card(10_000, "webmoney-prepaid-card"))
    house.clock.set(datetime(2034, 3, 5, 23, 59, tzinfo=JST))
    assert erase(house) == (0, 0, 0, 0)
    assert kept(house) == (1, 1)
    house.clock.set(datetime(2034, 3, 6, tzinfo=JST))
    assert erase(house, only_count=True) == (1, 0, 0, 0)
    assert kept(house) == (1, 1)
    assert erase(house) == (1, 1, 1, 1)
    assert kept(house) == (0, 0)
    assert erase(house) == (0, 0, 0, 0)
    assert house.rows("SELECT holders, names, accounts, lines FROM erasures") == [(1, 1, 1, 1)]
    # What was paid when stays; the file cannot be had any more.
    with house.database.connect() as connection:
        shown = files.view(connection, house.redress().vault, file)
    assert shown is not None
    assert (shown.content, shown.erased, shown.paid, shown.yen) == (None, 1, 1, 9_450)


def test_while_one_contract_runs_or_something_is_owed_all_is_kept(house: House) -> None:
    house.account()
    ended, turned = house.card(10_000, "webmoney-prepaid-card"), house.card(1_000)
    running = house.card(0)
    house.done(EndContract(wallet=ended))
    house.done(ToPrepaid(wallet=turned, reason="asked for"))
    house.clock.set(START + timedelta(days=3_700))
    assert erase(house)[0] == 0
    house.done(Leave(wallet=running))
    house.clock.set(START + timedelta(days=7_400))
    # The rest of the first one's value was never paid.
    assert erase(house)[0] == 0
    [[order]] = house.rows("SELECT operation FROM payouts")
    house.settle(ids.OperationId(order), "paid", "at the desk")
    house.work()
    house.clock.set(START + timedelta(days=11_000))
    assert erase(house)[0] == 0
    house.clock.set(START + timedelta(days=11_060))
    assert erase(house) == (1, 1, 1, 0)


def test_whoever_left_is_not_named_in_the_wallet_and_its_lines_are_erased(house: House) -> None:
    house.account()
    wallet = house.card(10_000, "webmoney-prepaid-card")
    file = paid_out(house, wallet)
    house.done(Leave(wallet=wallet))
    assert house.rows("SELECT holder FROM wallets") == [("",)]
    house.clock.set(START + timedelta(days=3_700))
    assert erase(house) == (1, 1, 1, 1)
    with house.database.connect() as connection:
        shown = files.view(connection, house.redress().vault, file)
    assert shown is not None
    assert shown.content is None


def test_a_card_left_empty_after_years_counts_from_then(house: House) -> None:
    """Its last yen moved long before: the journal knows when it was left."""
    house.account()
    wallet = house.card(0)
    house.clock.set(START + timedelta(days=3_650))
    house.done(Leave(wallet=wallet))
    house.clock.set(START + timedelta(days=3_700))
    assert erase(house)[0] == 0
    house.clock.set(START + timedelta(days=3_650 + 3_655))
    assert erase(house) == (1, 1, 1, 0)


def test_who_comes_back_is_kept(house: House) -> None:
    house.account()
    house.done(Leave(wallet=house.card(0)))
    house.clock.set(START + timedelta(days=3_660))
    house.account(kana=KANA)
    assert erase(house)[0] == 0
    house.clock.set(START + timedelta(days=7_400))
    wallet = house.card(0)
    house.done(Load(wallet=wallet, yen=1_000))
    assert erase(house)[0] == 0


def test_where_the_terms_say_nothing_it_is_kept_for_ever(database: Database) -> None:
    clock = SetClock(START)
    said: dict[str, Any] = {one: {"withdrawing": {"keep_records": []}} for one in FUNDS}
    terms = load_terms(TERMS, {"products": said})
    with Ledger(database.connect, terms, 2, clock) as ledger:
        house = House(database, ledger, clock)
        house.account()
        house.done(Leave(wallet=house.card(0)))
        clock.set(START + timedelta(days=30_000))
        assert erase(house)[0] == 0
        assert kept(house) == (1, 1)
