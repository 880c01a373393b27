"""Reads a 総合振込 file by the byte offsets of the format's definition. Written from the definition
alone: it shares nothing with the code that writes, not even the table of characters."""

from typing import Any

# (first byte, last byte, name, kind), counted from 1 as banks count.
HEADER = (
    (1, 1, "record", "N"), (2, 3, "type", "N"), (4, 4, "code", "N"),
    (5, 14, "originator", "N"), (15, 54, "name", "C"), (55, 58, "pay_on", "N"),
    (59, 62, "bank", "N"), (63, 77, "bank_name", "C"), (78, 80, "branch", "N"),
    (81, 95, "branch_name", "C"), (96, 96, "account_type", "N"), (97, 103, "account", "N"),
    (104, 120, "spaces", "C"),
)  # fmt: skip
DATA = (
    (1, 1, "record", "N"), (2, 5, "bank", "N"), (6, 20, "bank_name", "C"),
    (21, 23, "branch", "N"), (24, 38, "branch_name", "C"), (39, 42, "clearing_house", "N"),
    (43, 43, "account_type", "N"), (44, 50, "account", "N"), (51, 80, "payee", "C"),
    (81, 90, "yen", "N"), (91, 91, "new", "N"), (92, 101, "customer_1", "N"),
    (102, 111, "customer_2", "N"), (112, 112, "how", "N"), (113, 113, "edi", "C"),
    (114, 120, "spaces", "C"),
)  # fmt: skip
TRAILER = (
    (1, 1, "record", "N"),
    (2, 7, "count", "N"),
    (8, 19, "yen", "N"),
    (20, 120, "spaces", "C"),
)
END = ((1, 1, "record", "N"), (2, 120, "spaces", "C"))


def read(content: bytes) -> tuple[dict[str, str], list[dict[str, str]], dict[str, str]]:
    """Header, data records and trailer; asserts whatever the definition demands."""
    if b"\r\n" in content:
        assert len(content) % 122 == 0
        rows = [content[i : i + 122] for i in range(0, len(content), 122)]
        assert all(row[120:] == b"\r\n" for row in rows)
        rows = [row[:120] for row in rows]
    else:
        assert len(content) % 120 == 0
        rows = [content[i : i + 120] for i in range(0, len(content), 120)]
    assert len(rows) >= 3
    header, trailer = _take(rows[0], HEADER), _take(rows[-2], TRAILER)
    data = [_take(row, DATA) for row in rows[1:-2]]
    assert _take(rows[-1], END) == {"record": "9", "spaces": ""}
    assert (header["record"], header["type"], header["code"]) == ("1", "21", "0")
    assert header["spaces"] == trailer["spaces"] == ""
    assert trailer["record"] == "8"
    assert int(trailer["count"]) == len(data)
    assert int(trailer["yen"]) == sum(int(one["yen"]) for one in data)
    for one in data:
        assert (one["record"], one["clearing_house"], one["how"]) == ("2", "0000", "7")
        assert one["spaces"] == one["edi"] == ""
        assert one["account_type"] in "1249"
        assert one["new"] in "012"
    return header, data, trailer


def _take(row: bytes, fields: tuple[tuple[int, int, str, str], ...]) -> dict[str, str]:
    assert len(row) == 120
    found: dict[str, Any] = {}
    for first, last, name, kind in fields:
        # A JIS X 0201 kana byte is a single half-width kana in Shift_JIS.
        text = row[first - 1 : last].decode("shift_jis")
        assert len(text) == last - first + 1, "one byte, one character"
        if kind == "N":
            assert set(text) <= set("0123456789"), (name, text)
        else:
            text = text.rstrip(" ")
            assert not text.startswith(" "), "flush left"
            assert text[:1] not in ("ﾞ", "ﾟ")
        found[name] = text
    return found
