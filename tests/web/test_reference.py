"""Every error code is documented, and every one the API can give is reached by a test."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zandaka.errors import KINDS, Refusal
from zandaka.ledger.command import Answer
from zandaka.web import problem
from zandaka.web.problem import Failure
from zandaka.web.reference import PATH, render

KINDS_TIME = datetime(2023, 2, 24, tzinfo=UTC)
TESTS = Path(__file__).resolve().parents[1]
CASES = TESTS.parent / "cases"


def test_the_page_of_errors_is_what_the_registry_says() -> None:
    assert PATH.read_text(encoding="utf-8") == render(), (
        "run: .venv/bin/python -m zandaka.web.reference"
    )


def test_every_code_is_reached_by_a_test_or_a_case() -> None:
    here = Path(__file__)
    texts = [
        path.read_text(encoding="utf-8")
        for folder, pattern in ((TESTS, "**/*.py"), (CASES, "**/*.toml"))
        for path in folder.glob(pattern)
        if path != here
    ]
    # A refusal of a case or a test is named in quotes where it is expected.
    named = {found for text in texts for found in re.findall(r"[\"']([a-z_]+)[\"']", text)}
    # A bug is what no test can reach by asking; its answer is tested below.
    assert set(KINDS) - {"bug"} - named == set()


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_code_reads_well_in_both_languages(code: str) -> None:
    kind = KINDS[code]
    for japanese in (kind.ja, kind.next_ja):
        assert japanese.endswith("。")
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", japanese)
    for english in (kind.en, kind.next_en):
        assert english.endswith(".")
        assert english.isascii()
    assert f"#error-{code}" in problem.problem(Failure(code), b"en").body.decode()


def test_a_bug_says_nothing_of_its_inside() -> None:
    made = problem.problem(RuntimeError("code 7KQM-2T9X-B4NE-0HWR"), b"")
    assert made.status == 500
    assert b"7KQM" not in made.body


def test_a_refusal_of_the_edge_and_of_a_book_look_the_same() -> None:
    refusal = problem.problem(Refusal("unknown_coupon", source="R18"), b"ja")
    stored = problem.refused(
        Answer(1, "unknown_coupon", b'{"source":"R18"}', KINDS_TIME, False), b"ja"
    )
    assert refusal.status == stored.status == 422
    assert b'"source":"R18"' in refusal.body
    assert b'"source":"R18"' in stored.body
