"""Files: who is in, when they may be had, that they never change, and that the books know first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import msgspec
import pytest
from tests.providers.bank.reader import read
from tests.redress.bank.conftest import INCIDENT, WORKERS, Bureau

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.operations.remit import Remit
from zandaka.redress.actions.make_transfer_file import MakeTransferFile
from zandaka.redress.actions.release_transfer_file import ReleaseTransferFile
from zandaka.redress.work.bank_refunds import Book
from zandaka.redress.worker import until_idle


def make(bureau: Bureau, pay_on: str) -> str:
    try:
        bureau.do(MakeTransferFile(incident=INCIDENT, pay_on=date.fromisoformat(pay_on)))
    except Refusal as refusal:
        return refusal.code
    return ""


def release(bureau: Bureau, file: int, by: str = "operator:suzuki") -> str:
    try:
        bureau.do(ReleaseTransferFile(file=file), by)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_one_line_a_refund_and_another_reader_agrees(bureau: Bureau) -> None:
    refunds = bureau.approved(3)
    file = bureau.released()
    header, data, trailer = read(bureau.content(file))
    assert (header["pay_on"], header["name"]) == ("0511", "ｻﾝﾌﾟﾙﾎｼﾖｳｼﾞﾑｷﾖｸ")
    assert (trailer["count"], trailer["yen"]) == ("000003", "000000006000")
    assert [(int(one["customer_1"]), int(one["customer_2"])) for one in data] == [
        (refund, 1) for refund in refunds
    ]
    assert {(one["payee"], one["account"], one["bank"], one["branch"]) for one in data} == {
        ("ﾐﾎﾝ ﾊﾅｺ", "1234567", "0001", "001")
    }
    assert bureau.books() == {"gift_payable": 0, "bank_clearing": 6_000}
    assert make(bureau, "2023-05-11") == "nothing_to_transfer"


@pytest.mark.parametrize(
    ("today", "pay_on", "code"),
    [
        ((5, 8), "2023-05-10", "pay_day_not_allowed"),
        ((5, 8), "2023-05-11", ""),
        ((5, 8), "2023-05-13", "pay_day_not_allowed"),
        ((5, 8), "2023-05-15", ""),
        ((5, 12), "2023-05-11", "pay_day_not_allowed"),
        ((5, 12), "2023-05-12", ""),
        ((5, 12), "2024-01-03", "pay_day_not_allowed"),
        ((5, 12), "2024-01-04", ""),
    ],
)
def test_the_day_of_payment(bureau: Bureau, today: tuple[int, int], pay_on: str, code: str) -> None:
    bureau.approved()
    bureau.at(*today)
    assert make(bureau, pay_on) == code


def test_it_cannot_be_had_before_the_books_know(bureau: Bureau) -> None:
    bureau.approved()
    made = bureau.do(MakeTransferFile(incident=INCIDENT, pay_on=date(2023, 5, 11)))
    file = made["file"]
    assert bureau.books() == {"gift_payable": 2_000}
    assert release(bureau, file) == "wrong_bank_file_state"
    bureau.work()
    assert bureau.books() == {"gift_payable": 0, "bank_clearing": 2_000}
    assert release(bureau, file, "operator:sato") == "same_person"
    assert release(bureau, file) == ""
    assert release(bureau, file) == "wrong_bank_file_state"
    assert release(bureau, 99) == "unknown_bank_file"


def test_a_file_whose_day_has_passed_is_not_released(bureau: Bureau) -> None:
    bureau.approved()
    file = bureau.file()
    bureau.at(5, 12)
    assert release(bureau, file) == "pay_day_not_allowed"
    # Nobody was paid: the way out is to say so.
    assert bureau.results(file, (1, 1, 2_000, "9"))["returned"] == 1
    assert bureau.books() == {"gift_payable": 2_000, "bank_clearing": 0}


def test_a_file_is_the_same_byte_for_byte(bureau: Bureau) -> None:
    refunds = bureau.approved(2)
    file = bureau.released()
    before = bureau.content(file)
    bureau.results(file, (refunds[0], 1, 2_000, "0"), (refunds[1], 1, 2_000, "1"))
    bureau.rows("UPDATE bank_refunds SET account = '\\x00' RETURNING id")
    assert bureau.content(file) == before
    bureau.rows("UPDATE bank_file_lines SET yen = yen + 1 RETURNING refund")
    with pytest.raises(AssertionError):
        bureau.content(file)


def test_two_files_made_at_once_share_no_refund(bureau: Bureau) -> None:
    bureau.approved(4)
    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(make, [bureau] * 4, ["2023-05-11"] * 4))
    assert codes == ["", *["nothing_to_transfer"] * 3]
    assert bureau.rows("SELECT count(*), count(DISTINCT refund) FROM bank_file_lines") == [(4, 4)]


def test_two_machines_and_a_killed_one_change_nothing(bureau: Bureau) -> None:
    bureau.approved(5)
    bureau.do(MakeTransferFile(incident=INCIDENT, pay_on=date(2023, 5, 11)))
    # Killed after the books had answered and before the row said so.
    with bureau.database.connect() as connection:
        rows = connection.execute("SELECT * FROM bank_remittances").fetchall()
    Book().round(bureau.redress)
    bureau.rows("UPDATE bank_remittances SET state = 'to_remit', remittance = NULL RETURNING id")
    assert len(rows) == 5
    machines = [bureau.redress, bureau.another()]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(until_idle, machines, [WORKERS] * 2))
    bureau.work()
    assert bureau.rows("SELECT count(*) FROM operations WHERE verb = 'remit'") == [(5,)]
    assert bureau.books() == {"gift_payable": 0, "bank_clearing": 10_000}
    assert bureau.rows("SELECT state, records, yen FROM bank_files") == [("ready", 5, 10_000)]


def test_what_the_books_refuse_is_not_in_the_file(bureau: Bureau) -> None:
    refunds = bureau.approved(2)
    # Somebody else has had what was owed to the first.
    [(wallet, yen)] = bureau.rows(
        "SELECT e.wallet, e.yen FROM entitlements e JOIN bank_refunds r ON r.coupon = e.coupon"
        " WHERE r.id = %s",
        (refunds[0],),
    )
    owner = ids.WalletId(wallet)
    answer = bureau.ledger.do(
        Remit(wallet=owner, coupon=owner, yen=yen, refund="another"), "test", "x"
    )
    assert answer.accepted, answer
    file = bureau.released()
    _, data, _ = read(bureau.content(file))
    assert [int(one["customer_1"]) for one in data] == [refunds[1]]
    assert bureau.rows("SELECT state, code FROM bank_file_lines ORDER BY refund") == [
        ("refused", "insufficient_value"), ("booked", ""),
    ]  # fmt: skip
    assert [bureau.state(refund) for refund in refunds] == ["returned", "in_file"]


def test_without_an_account_to_pay_from(bureau: Bureau) -> None:
    bureau.approved()
    terms = bureau.ledger.terms
    incident = terms.incidents[INCIDENT]
    own = incident.bank_refund.originator
    assert own is not None
    for originator in (
        None,
        msgspec.structs.replace(own, branch="000"),
        msgspec.structs.replace(own, name_kana="見本"),
    ):
        changed = msgspec.structs.replace(
            incident,
            bank_refund=msgspec.structs.replace(incident.bank_refund, originator=originator),
        )
        bureau.redress.terms = msgspec.structs.replace(terms, incidents={INCIDENT: changed})
        assert make(bureau, "2023-05-11") == "no_originator"
