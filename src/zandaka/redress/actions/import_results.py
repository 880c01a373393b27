"""Import results (振込結果の取込): which transfers were paid, and which came back (R28)."""

from typing import Annotated, Any, ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.providers.bank.results import PAID, BadLine, Result, read
from zandaka.redress import messages
from zandaka.redress.action import Action, Desk
from zandaka.redress.bank.files import BankFile, give_back, lock, require_state
from zandaka.redress.bank.refunds import move, taken_by

_LINES: Final = """
SELECT l.refund, l.attempt, l.yen, l.state, l.code, r.claim, r.coupon,
       coalesce(r.adds_to, r.id), c.recipient
FROM bank_file_lines l JOIN bank_refunds r ON r.id = l.refund JOIN claims c ON c.id = r.claim
WHERE l.file = %s AND l.state <> 'refused' ORDER BY l.refund FOR UPDATE OF l, r
"""
_TOLD: Final = "UPDATE bank_file_lines SET state = %s, code = %s WHERE file = %s AND refund = %s"
_OWED: Final = """
UPDATE entitlements SET state = %s WHERE coupon = %s AND taken_by = %s AND state = %s
"""


class ResultsImported(msgspec.Struct, frozen=True):
    """What is new: `paid` and `returned`; `unchanged` had been told before; of `waiting` nothing
    is known yet."""

    file: int
    paid: int
    returned: int
    unchanged: int
    waiting: int


class _Line(msgspec.Struct):
    attempt: int
    yen: int
    state: str
    code: str
    claim: int
    coupon: int
    #: As the holder knows it: what was converted later is paid as a refund of its own.
    applied: int
    recipient: int | None


class ImportResults(Action, frozen=True, kw_only=True, tag="import_results"):
    """Takes in what a bank says became of a file, all of it or nothing: the file itself with a
    result in byte 114 of each record, or a CSV (docs/reference/bank-file.md). The same again
    changes nothing. A transfer that came back is owed again and waits for another account. Holders
    who gave an address are told."""

    verb: ClassVar[str] = "import_results"
    ja: ClassVar[str] = (
        "銀行から届いた振込結果(全銀形式またはCSV)を取り込む。一行でも合わなければ何も取り込まない。"
        "組み戻された分は再び支払うべき金額となり、口座の訂正を待つ。連絡先のある人には結果を知らせる。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    private: ClassVar[frozenset[str]] = frozenset({"content"})
    outcome: ClassVar[type[msgspec.Struct]] = ResultsImported

    file: Annotated[int, msgspec.Meta(ge=1)]
    content: Annotated[
        str,
        msgspec.Meta(
            min_length=1, description="The text of the file, with half-width kana as characters."
        ),
    ]

    def act(self, desk: Desk) -> ResultsImported:
        file = lock(desk.connection, self.file)
        require_state(file, "ready", "released")
        try:
            results = read(self.content)
        except BadLine as bad:
            raise Invalid("content", f"line {bad.line}: {bad.rule}") from None
        lines = _lines(desk, file.id)
        new = _new(results, lines, file)
        for one in new:
            _record(desk, file.id, one, lines[one.refund])
        _tell(desk, file.incident, new, lines, "paid")
        _tell(desk, file.incident, new, lines, "returned")
        paid = sum(one.code == PAID for one in new)
        waiting = sum(line.state == "booked" for line in lines.values())
        return ResultsImported(file.id, paid, len(new) - paid, len(results) - len(new), waiting)


def _lines(desk: Desk, file: int) -> dict[int, _Line]:
    # Locks the refunds too: nobody decides them meanwhile.
    rows: list[tuple[Any, ...]] = desk.connection.execute(_LINES, (file,)).fetchall()
    return {row[0]: _Line(*row[1:]) for row in rows}


def _new(results: list[Result], lines: dict[int, _Line], file: BankFile) -> list[Result]:
    """The results not told before. Refuses result_does_not_match, naming the first wrong line."""
    seen: set[int] = set()
    found: list[Result] = []
    for one in results:
        line = lines.get(one.refund)
        if line is None or line.attempt != one.attempt:
            raise _wrong(one, "no such transfer in this file")
        if line.yen != one.yen:
            raise _wrong(one, f"the file has {line.yen} yen")
        if one.refund in seen:
            raise _wrong(one, "told twice in these results")
        seen.add(one.refund)
        if line.code == one.code:
            continue
        if line.state == "returned":
            raise _wrong(one, f"came back before, with code {line.code}")
        if one.code == PAID and file.state != "released":
            raise _wrong(one, "the file has not been released, so nothing can have been paid")
        found.append(one)
    return found


def _record(desk: Desk, file: int, one: Result, line: _Line) -> None:
    connection, taker = desk.connection, taken_by(one.refund)
    facts = {"file": file, "attempt": one.attempt, "yen": one.yen, "code": one.code}
    line.state = "paid" if one.code == PAID else "returned"
    connection.execute(_TOLD, (line.state, one.code, file, one.refund))
    if line.state == "paid":
        connection.execute(_OWED, ("repaid", line.coupon, taker, "bank"))
        move(connection, one.refund, desk.now, desk.by, "paid", facts)
        return
    connection.execute(_OWED, ("bank", line.coupon, taker, "repaid"))
    give_back(connection, one.refund, line.claim, one.attempt, desk.now, desk.by, facts)


def _tell(
    desk: Desk, incident: str, new: list[Result], lines: dict[int, _Line], state: str
) -> None:
    messages.tell_many(
        desk.connection,
        incident=incident,
        template=f"bank_refund_{state}",
        not_before=desk.now,
        messages=(
            messages.Told(
                f"bank-refund-{state}:{one.refund}:{one.attempt}",
                line.recipient,
                {"refund": str(line.applied), "yen": str(line.yen)},
            )
            for one in new
            if (line := lines[one.refund]).state == state and line.recipient is not None
        ),
    )


def _wrong(one: Result, why: str) -> Refusal:
    return Refusal("result_does_not_match", line=one.line, refund=one.refund, why=why)
