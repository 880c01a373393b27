"""What comes back: both forms, and every line that cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.providers.bank.test_transfer_file import HOME, PAYER, TRANSFERS

from zandaka.providers.bank.results import BadLine, Result, read
from zandaka.providers.bank.transfer_file import BankAccount, Transfer, write

HEAD = "refund,attempt,yen,code\n"
TO = BankAccount(HOME, "ordinary", "0000001", "ｱｲｳ")


def answered(transfers: list[Transfer], codes: str, line_end: str = "crlf") -> str:
    """The transfer file as a bank sends it back: a code in byte 114 of each data record."""
    content = write(PAYER, date(2023, 5, 11), transfers, "none").decode("shift_jis")
    records = [content[i : i + 120] for i in range(0, len(content), 120)]
    for number, code in enumerate(codes, 1):
        records[number] = records[number][:113] + code + records[number][114:]
    end = {"crlf": "\r\n", "lf": "\n", "none": ""}[line_end]
    return "".join(record + end for record in records)


@given(
    st.lists(st.tuples(TRANSFERS, st.sampled_from("0129")), max_size=6),
    st.sampled_from(("crlf", "lf", "none")),
)
def test_records_are_read_back(answers: list[tuple[Transfer, str]], line_end: str) -> None:
    transfers = [one for one, _ in answers]
    codes = "".join(code for _, code in answers)
    assert read(answered(transfers, codes, line_end)) == [
        Result(line, one.refund, one.attempt, one.yen, code)
        for line, (one, code) in enumerate(answers, 2)
    ]


def test_a_table() -> None:
    assert read(HEAD + "42,1,1500,0\r\n43,2,800,1\n") == [
        Result(2, 42, 1, 1_500, "0"), Result(3, 43, 2, 800, "1"),
    ]  # fmt: skip
    assert read("\ufeff" + HEAD) == []


TWO = [Transfer(TO, 1_500, 42, 1), Transfer(TO, 800, 43, 1)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1), ("a,b\n", 1), ("refund,attempt,yen,code,name\n", 1),
        (HEAD + "42,1,1500\n", 2), (HEAD + "42,1,1500,0\n43,1,x,0\n", 3),
        (HEAD + "42,1,-5,0\n", 2), (HEAD + "42,1,1500,3\n", 2), (HEAD + "42,1,1500,\n", 2),
        (HEAD + "４２,1,1500,0\n", 2), (HEAD + "42,1,1_500,0\n", 2),
        (answered(TWO, "0")[:-30], 5),
        (answered(TWO, "0"), 3),
        (answered(TWO, "07"), 3),
        (answered(TWO, "00").replace("0000001500", "0000001501"), 4),
        (answered(TWO, "00").replace("8000002", "8000003"), 4),
        (answered(TWO, "00").replace("121", "111", 1), 1),
        ("1" + "x" * 119, 1),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(content: str, line: int) -> None:
    with pytest.raises(BadLine) as caught:
        read(content)
    assert caught.value.line == line
