"""Every figure that a case file states, changed by one yen or one second, one at a time."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

#: Texts and comments are stepped over; instants before days before whole numbers.
_TOKEN = re.compile(
    r'"(?:\\.|[^"\\])*"|#[^\n]*'
    r"|(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+09:00)"
    r"|(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?<![\w.-])(?P<yen>-?\d[\d_]*)(?![\w.-])"
)
_BLOCK = re.compile(r"^\[\[(step|check)\]\]$", re.MULTILINE)
_SAID_BY_STEP = re.compile(r"^expect = ", re.MULTILINE)
_AT = re.compile(r"^at = .*$", re.MULTILINE)


class Mutant(msgspec.Struct, frozen=True):
    """`text` is the case with `old` at `line` replaced by `new`."""

    line: int
    old: str
    new: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.old} -> {self.new}"


def mutants(text: str) -> Iterator[Mutant]:
    """Both neighbours of each figure in a check or behind an `expect`. `at` moves the clock and is
    no figure."""
    headers = list(_BLOCK.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    for header, end in zip(headers, ends, strict=True):
        start = header.end()
        if header[1] == "step":
            said = _SAID_BY_STEP.search(text, start, end)
            if said is None:
                continue
            start = said.start()
        clock = [found.span() for found in _AT.finditer(text, start, end)]
        for token in _TOKEN.finditer(text, start, end):
            if any(low <= token.start() < high for low, high in clock):
                continue
            for new in _neighbours(token):
                yield Mutant(
                    text.count("\n", 0, token.start()) + 1,
                    token[0],
                    new,
                    text[: token.start()] + new + text[token.end() :],
                )


def _neighbours(token: re.Match[str]) -> Iterator[str]:
    for step in (-1, 1):
        if token["instant"]:
            yield (datetime.fromisoformat(token[0]) + timedelta(seconds=step)).isoformat()
        elif token["day"]:
            yield (date.fromisoformat(token[0]) + timedelta(days=step)).isoformat()
        elif token["yen"]:
            yield str(int(token[0]) + step)
