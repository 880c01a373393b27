"""The file for 総合振込: golden bytes, and whatever is written read back by another reader."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.providers.bank.reader import read

from zandaka.providers.bank import characters
from zandaka.providers.bank.directory import Office
from zandaka.providers.bank.transfer_file import (
    ACCOUNT_TYPES,
    BankAccount,
    LineEnd,
    Originator,
    Transfer,
    write,
)

HOME = Office("0001", "ﾐｽﾞﾎ", "001", "ﾄｳｷﾖｳ")
PAYER = Originator(
    "0123456789",
    BankAccount(HOME, "checking", "0000123", characters.party("サンプルカブシキガイシャ")),
)
DAY = date(2023, 5, 11)

# Written by hand from the definition, one field a line.
GOLDEN = (
    b"1" b"21" b"0" b"0123456789"
    b"\xbb\xdd\xcc\xdf\xd9(\xb6                                 "
    b"0511" b"0001" b"\xd0\xbd\xde\xce           " b"001" b"\xc4\xb3\xb7\xd6\xb3          "
    b"2" b"0000123" b"                 "
    b"2" b"0009" b"\xd0\xc2\xb2\xbd\xd0\xc4\xd3        " b"005" b"\xbb\xde            " b" "
    b"0000" b"1" b"7654321" b"\xd4\xcf\xc0\xde \xc0\xdb\xb3                     "
    b" " b"0000001500" b"0" b"0000000042" b"0000000001" b"7" b" " b"       "
    b"8" b"000001" b"000000001500"
    b"                                                                                          "
    b"           "
    b"9"
    b"                                                            "
    b"                                                           "
)  # fmt: skip


def test_golden_bytes() -> None:
    to = BankAccount(Office("0009", "ﾐﾂｲｽﾐﾄﾓ", "005", "ｻﾞ"), "ordinary", "7654321", "ﾔﾏﾀﾞ ﾀﾛｳ")
    transfers = [Transfer(to, 1_500, 42, 1)]
    assert len(GOLDEN) == 480
    assert write(PAYER, DAY, transfers, "none") == GOLDEN
    lines = b"".join(GOLDEN[i : i + 120] + b"\r\n" for i in range(0, 480, 120))
    assert write(PAYER, DAY, transfers, "crlf") == lines


KANA = "アイウガギグパピプワンー"
OFFICES = st.builds(
    Office,
    st.from_regex(r"[0-9]{4}", fullmatch=True), st.text("ｱｲｳｶ-", min_size=1, max_size=15),
    st.from_regex(r"[0-9]{3}", fullmatch=True), st.text("ｱｲｳｶ-", min_size=1, max_size=15),
)  # fmt: skip
ACCOUNTS = st.builds(
    BankAccount,
    OFFICES,
    st.sampled_from(sorted(ACCOUNT_TYPES)),
    st.from_regex(r"[0-9]{7}", fullmatch=True),
    st.text(KANA, min_size=1, max_size=60).map(characters.party),
)
TRANSFERS = st.builds(
    Transfer, ACCOUNTS, st.integers(1, 9_999_999_999), st.integers(1, 9_999_999_999),
    st.integers(1, 99),
)  # fmt: skip


@settings(max_examples=60)
@given(
    ACCOUNTS, st.dates(date(2023, 1, 1), date(2030, 12, 31)), st.lists(TRANSFERS, max_size=8),
    st.sampled_from(("crlf", "none")),
)  # fmt: skip
def test_what_is_written_is_read_back(
    own: BankAccount, day: date, transfers: list[Transfer], line_end: LineEnd
) -> None:
    payer = Originator("0000000042", own)
    content = write(payer, day, transfers, line_end)
    assert content == write(payer, day, transfers, line_end)
    header, data, trailer = read(content)
    assert (header["originator"], header["pay_on"]) == ("0000000042", f"{day:%m%d}")
    assert own.name.startswith(header["name"].rstrip())
    assert (header["bank"], header["branch"]) == (own.office.bank, own.office.branch)
    assert (
        header["account_type"]
        == {"ordinary": "1", "checking": "2", "savings": "4", "other": "9"}[own.type]
    )
    assert int(trailer["yen"]) == sum(one.yen for one in transfers)
    assert len(data) == len(transfers)
    for got, one in zip(data, transfers, strict=True):
        to = one.account
        assert (got["bank"], got["branch"], got["account"]) == (
            to.office.bank, to.office.branch, to.number,
        )  # fmt: skip
        assert (got["bank_name"], got["branch_name"]) == (
            to.office.bank_name, to.office.branch_name,
        )  # fmt: skip
        assert int(got["yen"]) == one.yen
        assert (int(got["customer_1"]), int(got["customer_2"])) == (one.refund, one.attempt)
        assert to.name.startswith(got["payee"])
        assert len(got["payee"]) in (min(len(to.name), 30), 29)
        assert to.name[len(got["payee"]) :][:1] not in ("ﾞ", "ﾟ")


@pytest.mark.parametrize("yen", [0, -1, 10_000_000_000])
def test_an_amount_that_does_not_fit_is_a_bug(yen: int) -> None:
    to = BankAccount(HOME, "ordinary", "0000001", "ｱ")
    with pytest.raises(AssertionError):
        write(PAYER, DAY, [Transfer(to, yen, 1, 1)], "none")
