"""Results and returns: taken in whole or not at all, once, and what came back goes out again."""

from typing import Any

import pytest
from tests.providers.bank.reader import read
from tests.redress.bank.conftest import Bureau

from zandaka.errors import Invalid, Refusal
from zandaka.redress.actions.correct_account import CorrectAccount
from zandaka.redress.actions.import_results import ImportResults

NEW: dict[str, Any] = {
    "name_kana": "ミホン ハナコ", "bank": "0009", "branch": "005", "account_type": "ordinary",
    "account_number": "7654321", "reason": "asked by telephone",
}  # fmt: skip


def correct(bureau: Bureau, refund: int, by: str = "operator:sato", **more: Any) -> Any:
    return bureau.do(CorrectAccount(refund=refund, **{**NEW, **more}), by)


def refused(bureau: Bureau, file: int, *lines: tuple[int, int, int, str]) -> Refusal:
    before = bureau.everything()
    with pytest.raises(Refusal) as caught:
        bureau.results(file, *lines)
    assert bureau.everything() == before
    return caught.value


def test_paid_and_returned(bureau: Bureau) -> None:
    one, two, three = bureau.approved(3)
    file = bureau.released()
    lines = [(one, 1, 2_000, "0"), (two, 1, 2_000, "1")]
    assert bureau.results(file, *lines) == {
        "file": file, "paid": 1, "returned": 1, "unchanged": 0, "waiting": 1,
    }  # fmt: skip
    assert [bureau.state(refund) for refund in (one, two, three)] == ["paid", "returned", "in_file"]
    assert bureau.rows("SELECT state FROM entitlements ORDER BY id") == [
        ("repaid",), ("bank",), ("bank",),
    ]  # fmt: skip
    assert bureau.rows("SELECT state FROM claims ORDER BY id") == [
        ("approved",), ("open",), ("approved",),
    ]  # fmt: skip
    assert bureau.books() == {"gift_payable": 2_000, "bank_clearing": 4_000}
    before = bureau.everything()
    assert bureau.results(file, *lines) == {
        "file": file, "paid": 0, "returned": 0, "unchanged": 2, "waiting": 1,
    }  # fmt: skip
    assert bureau.everything() == before


def test_the_bank_s_own_form(bureau: Bureau) -> None:
    [refund] = bureau.approved()
    file = bureau.released()
    content = bureau.content(file).decode("shift_jis")
    records = content.split("\r\n")
    records[1] = records[1][:113] + "2" + records[1][114:]
    outcome = bureau.do(ImportResults(file=file, content="\r\n".join(records)))
    assert (outcome["paid"], outcome["returned"]) == (0, 1)
    assert bureau.state(refund) == "returned"


def test_a_returned_transfer_goes_out_again_to_another_account(bureau: Bureau) -> None:
    [refund] = bureau.approved()
    first = bureau.released()
    before = bureau.content(first)
    with pytest.raises(Refusal) as caught:
        correct(bureau, refund)
    assert caught.value.code == "wrong_bank_refund_state"
    bureau.results(first, (refund, 1, 2_000, "1"))
    with pytest.raises(Invalid) as wrong:
        correct(bureau, refund, branch="000")
    assert wrong.value.field == "branch"
    assert correct(bureau, refund) == {"refund": refund, "attempt": 2}
    with pytest.raises(Refusal) as caught:
        bureau.decide(refund, by="operator:sato")
    assert caught.value.code == "same_person"
    with pytest.raises(Refusal) as caught:
        bureau.file()
    assert caught.value.code == "nothing_to_transfer"
    assert bureau.decide(refund, by="operator:tanaka")["yen"] == 2_000
    second = bureau.released("2023-05-15")
    _, [line], _ = read(bureau.content(second))
    assert (line["bank"], line["branch"], line["account"]) == ("0009", "005", "7654321")
    assert (int(line["customer_1"]), int(line["customer_2"])) == (refund, 2)
    assert bureau.content(first) == before
    # What was told of the first attempt changes nothing any more, and says nothing of the second.
    assert bureau.results(first, (refund, 1, 2_000, "1"))["unchanged"] == 1
    assert refused(bureau, second, (refund, 1, 2_000, "0")).params["line"] == 2
    bureau.results(second, (refund, 2, 2_000, "0"))
    assert bureau.state(refund) == "paid"
    assert bureau.books() == {"gift_payable": 0, "bank_clearing": 2_000}
    assert bureau.rows(
        "SELECT verb, count(*) FROM operations WHERE verb LIKE '%%remit%%' GROUP BY 1 ORDER BY 1"
    ) == [("remit", 2), ("return_remittance", 1)]
    assert [row[0] for row in bureau.rows("SELECT state FROM bank_refund_history ORDER BY id")] == [
        "applied", "applied", "approved", "in_file", "returned", "reopened", "approved", "in_file",
        "paid",
    ]  # fmt: skip


def test_a_transfer_that_was_paid_may_still_come_back(bureau: Bureau) -> None:
    [refund] = bureau.approved()
    file = bureau.released()
    bureau.results(file, (refund, 1, 2_000, "0"))
    bureau.results(file, (refund, 1, 2_000, "9"))
    assert bureau.state(refund) == "returned"
    assert bureau.books() == {"gift_payable": 2_000, "bank_clearing": 0}
    assert bureau.rows("SELECT state FROM entitlements") == [("bank",)]
    assert refused(bureau, file, (refund, 1, 2_000, "0")).code == "result_does_not_match"


def test_after_a_return_the_holder_may_have_the_gift_after_all(bureau: Bureau) -> None:
    [refund] = bureau.approved()
    bureau.results(bureau.released(), (refund, 1, 2_000, "1"))
    correct(bureau, refund)
    bureau.decide(refund, "deny", "operator:tanaka")
    assert bureau.rows("SELECT state, taken_by FROM entitlements") == [("open", "")]
    assert bureau.rows("SELECT yen, state FROM bank_refunds") == [(0, "denied")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ((2, 1, 1_999, "0"), "the file has 2000 yen"),
        ((9, 1, 2_000, "0"), "no such transfer in this file"),
        ((2, 2, 2_000, "0"), "no such transfer in this file"),
        ((1, 1, 2_000, "0"), "told twice in these results"),
        ((1, 1, 2_000, "1"), "told twice in these results"),
    ],
)
def test_nothing_is_half_imported(
    bureau: Bureau, line: tuple[int, int, int, str], why: str
) -> None:
    bureau.approved(2)
    file = bureau.released()
    refusal = refused(bureau, file, (1, 1, 2_000, "0"), line)
    assert refusal.code == "result_does_not_match"
    assert (refusal.params["line"], refusal.params["why"]) == (3, why)


def test_what_cannot_be_read_names_its_line(bureau: Bureau) -> None:
    bureau.approved()
    file = bureau.released()
    before = bureau.everything()
    with pytest.raises(Invalid) as caught:
        bureau.results(file, (1, 1, 2_000, "0"), (2, 1, 2_000, "x"))
    assert caught.value.field == "content"
    assert caught.value.rule.startswith("line 3: ")
    assert bureau.everything() == before


def test_a_file_that_never_left_has_paid_nobody(bureau: Bureau) -> None:
    bureau.approved()
    file = bureau.file()
    assert refused(bureau, file, (1, 1, 2_000, "0")).code == "result_does_not_match"
