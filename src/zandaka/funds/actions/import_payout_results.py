"""Import payout results (出金結果の取込): which transfers were paid, and which came back."""

from typing import Annotated, Any, ClassVar, Final

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.funds import files
from zandaka.providers.bank.results import PAID, BadLine, Result, read
from zandaka.redress.action import Action, Desk

_LINES: Final = """
SELECT id, yen, state, code FROM payout_tries WHERE file = %s ORDER BY id FOR UPDATE
"""
_TOLD: Final = "UPDATE payout_tries SET state = %s, code = %s, by = %s, at = %s WHERE id = %s"


class PayoutResultsImported(msgspec.Struct, frozen=True):
    """What is new: `paid` and `returned`; `unchanged` had been told before; of `waiting` nothing
    is known yet."""

    payout_file: int
    paid: int
    returned: int
    unchanged: int
    waiting: int


class _Line(msgspec.Struct):
    yen: int
    state: str
    code: str


class ImportPayoutResults(Action, frozen=True, kw_only=True, tag="import_payout_results"):
    """Takes in what a bank says became of a payout file, all of it or nothing: the file itself with
    a result in byte 114 of each record, or a CSV (docs/reference/bank-file.md). The same again
    changes nothing. What came back - also after it was told to be paid - goes back to the wallet
    with its fee; what was left at the end of a contract waits for another account, and so does all
    that is owed to a holder who has left."""

    verb: ClassVar[str] = "import_payout_results"
    ja: ClassVar[str] = (
        "銀行から届いた出金の結果(全銀形式またはCSV)を取り込む。一行でも合わなければ何も取り込まない。"
        "組み戻された分は手数料とともにウォレットに戻り、解約返金と退会した人への分は別の口座を待つ。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    private: ClassVar[frozenset[str]] = frozenset({"content"})
    outcome: ClassVar[type[msgspec.Struct]] = PayoutResultsImported

    payout_file: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]
    content: Annotated[
        str,
        msgspec.Meta(
            min_length=1, description="The text of the file, with half-width kana as characters."
        ),
    ]

    def act(self, desk: Desk) -> PayoutResultsImported:
        file = files.lock(desk.connection, self.payout_file)
        try:
            results = read(self.content)
        except BadLine as bad:
            raise Invalid("content", f"line {bad.line}: {bad.rule}") from None
        rows: list[tuple[Any, ...]] = desk.connection.execute(_LINES, (file.id,)).fetchall()
        lines = {row[0]: _Line(*row[1:]) for row in rows}
        new = _new(results, lines, file)
        for one in new:
            line = lines[one.refund]
            line.state = "paid" if one.code == PAID else "returned"
            desk.connection.execute(_TOLD, (line.state, one.code, desk.by, desk.now, one.refund))
        paid = sum(one.code == PAID for one in new)
        waiting = sum(line.state == "waiting" for line in lines.values())
        return PayoutResultsImported(
            file.id, paid, len(new) - paid, len(results) - len(new), waiting
        )


def _new(results: list[Result], lines: dict[int, _Line], file: files.PayoutFile) -> list[Result]:
    """The results not told before. Refuses result_does_not_match, naming the first wrong line."""
    seen: set[int] = set()
    found: list[Result] = []
    for one in results:
        line = lines.get(one.refund)
        if line is None or one.attempt != files.ATTEMPT:
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
        if one.code == PAID and file.released_at is None:
            raise _wrong(one, "the file has not been released, so nothing can have been paid")
        found.append(one)
    return found


def _wrong(one: Result, why: str) -> Refusal:
    return Refusal("result_does_not_match", line=one.line, payout_try=one.refund, why=why)
