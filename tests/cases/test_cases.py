"""Every case of the repository passes, and together they show the rules they name."""

from collections import Counter
from pathlib import Path

import pytest

from zandaka.cases.databases import Fresh
from zandaka.cases.read import read_case
from zandaka.cases.run import run_file
from zandaka.cli.case import case_files, lines
from zandaka.settings import REPOSITORY_TERMS

CASES = Path(__file__).parents[2] / "cases"
FILES = case_files([CASES])

#: The rows of the first slice: the life of a coupon through an outage.
RULES = ("R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R16", "R24", "R25", "R26")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case(file: Path, fresh: Fresh) -> None:
    result = run_file(file, REPOSITORY_TERMS, fresh)
    assert result.passed, "\n".join(lines([result]))


def test_each_rule_is_shown_twice_beside_the_outage() -> None:
    """At least two cases of its own a rule: those that pass above name it."""
    shown = Counter(
        rule
        for file in FILES
        if not file.name.startswith("outage-")
        for rule in read_case(file).rules
    )
    assert {rule: shown[rule] for rule in RULES if shown[rule] < 2} == {}


def test_every_title_is_in_both_languages_and_its_own() -> None:
    titles = [read_case(file).title for file in FILES]
    assert len({title.ja for title in titles}) == len({title.en for title in titles}) == len(FILES)
    assert all(title.en.isascii() and not title.ja.isascii() for title in titles)
