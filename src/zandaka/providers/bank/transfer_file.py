"""The 全銀 file for 総合振込 (type 21): what is written (docs/reference/bank-file.md).

Records of 120 bytes: a header, one data record a transfer, a trailer with count and sum, an end."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final, Literal

import msgspec

from zandaka.providers.bank import characters
from zandaka.providers.bank.directory import Office

RECORD: Final = 120
#: N6 and N12 of the trailer, N10 of a data record.
MAX_RECORDS: Final = 999_999
MAX_YEN: Final = 9_999_999_999

AccountType = Literal["ordinary", "checking", "savings", "other"]
ACCOUNT_TYPES: Final[dict[AccountType, str]] = {
    "ordinary": "1",
    "checking": "2",
    "savings": "4",
    "other": "9",
}
LineEnd = Literal["crlf", "none"]
AccountNumber = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{7}$")]


class BankAccount(msgspec.Struct, frozen=True):
    """Where money goes or comes from; `name` is half-width as `characters.party` makes it."""

    office: Office
    type: AccountType
    number: AccountNumber
    name: str


class Originator(msgspec.Struct, frozen=True):
    """Who pays: the code the bank gave (10 digits) and the account the money leaves."""

    code: str
    account: BankAccount


class Transfer(msgspec.Struct, frozen=True):
    """One transfer. `refund` and `attempt` come back with its result, as customer codes 1 and 2."""

    account: BankAccount
    yen: int
    refund: int
    attempt: int


def write(
    originator: Originator, pay_on: date, transfers: Iterable[Transfer], line_end: LineEnd
) -> bytes:
    """The file. The same arguments give the same bytes."""
    records = [_header(originator, pay_on)]
    count = total = 0
    for one in transfers:
        records.append(_data(one))
        count += 1
        total += one.yen
    assert count <= MAX_RECORDS, "whoever makes a file sees to it"
    records.append("8" + _n(count, 6) + _n(total, 12) + " " * 101)
    records.append("9" + " " * 119)
    assert all(len(record) == RECORD for record in records), "every record has 120 bytes"
    end = "\r\n" if line_end == "crlf" else ""
    return b"".join(characters.encode(record) + end.encode() for record in records)


def _header(originator: Originator, pay_on: date) -> str:
    own = originator.account
    return (
        "1" + "21" + "0"
        + _n(int(originator.code), 10)
        + _c(own.name, 40)
        + f"{pay_on:%m%d}"
        + own.office.bank + _c(own.office.bank_name, 15)
        + own.office.branch + _c(own.office.branch_name, 15)
        + ACCOUNT_TYPES[own.type] + own.number
        + " " * 17
    )  # fmt: skip


def _data(one: Transfer) -> str:
    to = one.account
    assert 0 < one.yen <= MAX_YEN, "an amount of ten digits"
    return (
        "2"
        + to.office.bank + _c(to.office.bank_name, 15)
        + to.office.branch + _c(to.office.branch_name, 15)
        + "0000"  # clearing house: no longer used
        + ACCOUNT_TYPES[to.type] + to.number
        + _c(to.name, 30)
        + _n(one.yen, 10)
        + "0"  # new code: neither the first transfer nor a changed one
        + _n(one.refund, 10) + _n(one.attempt, 10)
        + "7"  # by wire
        + " "  # 92-111 are customer codes, not EDI
        + " " * 7
    )  # fmt: skip


def _n(value: int, width: int) -> str:
    text = str(value)
    assert value >= 0, f"{value} in a bank file"
    assert len(text) <= width, f"{value} in {width} digits"
    return text.rjust(width, "0")


def _c(text: str, width: int) -> str:
    return characters.fit(text, width).ljust(width)
