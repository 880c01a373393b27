"""What became of a transfer file: results and returns as they are read.

Banks have no common file for it. Two forms are taken: the transfer file itself with a result in
byte 114 of each data record, and a CSV with one line a transfer (docs/reference/bank-file.md)."""

import csv
import io
from typing import Final, Literal

import msgspec

from zandaka.providers.bank.transfer_file import RECORD

Code = Literal["0", "1", "2", "9"]
#: Paid; no such account; another name; other reasons. The answers of 振込口座照会.
CODES: Final[frozenset[str]] = frozenset({"0", "1", "2", "9"})
PAID: Final = "0"

COLUMNS: Final = ("refund", "attempt", "yen", "code")


class BadLine(Exception):
    """What was sent cannot be read: the line, counted from 1, and the rule it breaks."""

    def __init__(self, line: int, rule: str) -> None:
        super().__init__(f"line {line}: {rule}")
        self.line = line
        self.rule = rule


class Result(msgspec.Struct, frozen=True):
    """What became of one transfer. `line` is where it says so."""

    line: int
    refund: int
    attempt: int
    yen: int
    code: str


def read(content: str) -> list[Result]:
    """The results in `content`, whichever of the two forms it has. Raises BadLine."""
    return _records(content) if content.startswith("1") else _table(content)


def _records(content: str) -> list[Result]:
    bare = content.replace("\r", "").replace("\n", "").removesuffix("\x1a")
    if not bare or len(bare) % RECORD:
        raise BadLine(len(bare) // RECORD + 1, f"a record has {RECORD} characters")
    records = [bare[i : i + RECORD] for i in range(0, len(bare), RECORD)]
    if [one[0] for one in records] != ["1", *"2" * (len(records) - 3), "8", "9"]:
        raise BadLine(1, "must be a header, data records, a trailer and an end, in that order")
    if records[0][1:3] != "21":
        raise BadLine(1, "bytes 2-3 must be 21")
    results = [_data(number, one) for number, one in enumerate(records[1:-2], 2)]
    trailer = len(records) - 1
    count = _number(records[-2][1:7], trailer, "bytes 2-7")
    total = _number(records[-2][7:19], trailer, "bytes 8-19")
    if (count, total) != (len(results), sum(one.yen for one in results)):
        raise BadLine(trailer, "count and sum are not those of the data records")
    return results


def _data(line: int, record: str) -> Result:
    return Result(
        line,
        _number(record[91:101], line, "bytes 92-101"),
        _number(record[101:111], line, "bytes 102-111"),
        _number(record[80:90], line, "bytes 81-90"),
        _code(record[113], line, "byte 114"),
    )


def _table(content: str) -> list[Result]:
    rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise BadLine(1, f"must be {','.join(COLUMNS)}")
        found: list[Result] = []
        for row in rows:
            line = rows.line_num
            if not row:
                continue
            if len(row) != len(COLUMNS):
                raise BadLine(line, f"must have {len(COLUMNS)} columns")
            refund, attempt, yen = _numbers(row, line)
            found.append(Result(line, refund, attempt, yen, _code(row[3], line, "code")))
    except csv.Error as error:
        raise BadLine(rows.line_num, str(error)) from None
    return found


def _numbers(row: list[str], line: int) -> tuple[int, int, int]:
    refund, attempt, yen = (_number(row[i], line, COLUMNS[i]) for i in range(3))
    return refund, attempt, yen


def _number(text: str, line: int, what: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise BadLine(line, f"{what} must be digits")
    return int(text)


def _code(text: str, line: int, what: str) -> str:
    if text not in CODES:
        raise BadLine(line, f"{what} must be 0 (paid), 1, 2 or 9 (returned)")
    return text
