"""A case fails when any one of its figures is off by one yen or one second."""

import re
from pathlib import Path

import msgspec
import pytest
from tests.cases.mutants import mutants

from zandaka.cases.compare import Difference
from zandaka.cases.databases import Fresh
from zandaka.cases.errors import CaseError
from zandaka.cases.model import Case, PlacedCheck, Step
from zandaka.cases.read import parse_case
from zandaka.cases.run import look, run_file
from zandaka.cases.steps import take
from zandaka.cases.world import open_world
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

CASES = Path(__file__).parents[2] / "cases"
OUTAGE = CASES / "outage-2023-02-24.toml"

#: So many mutants of the outage are run from their file to the exit, evenly spread over it.
WHOLE_RUNS = 16

_WORDS = re.compile(
    r'\b(?:refused|invalid|state|status|result|publish|inquiry) = (?:"|true|false)'
    r"|\b\w+ = \[[^{]*?\]"
)


def test_no_figure_of_the_outage_can_be_changed(fresh: Fresh) -> None:
    """All mutants on one run: each step and check is asked again with each of its changes."""
    text = OUTAGE.read_text(encoding="utf-8")
    original = parse_case(text, OUTAGE)
    changed: dict[int, list[tuple[str, Step | PlacedCheck]]] = {}
    total = 0
    for mutant in mutants(text):
        total += 1
        try:
            case = parse_case(mutant.text, OUTAGE)
        except CaseError:
            continue  # refused before it is run: as good as a failure
        number = _place_of_change(original, case)
        changed.setdefault(number, []).append((str(mutant), case.story[number]))
    assert total > 300, "the case has lost its figures"

    survivors: list[str] = []
    with fresh() as database, open_world(original, database, load_terms(REPOSITORY_TERMS)) as world:
        for number, one in enumerate(original.story):
            world.clock.set(one.at)
            found = take(one, world) if isinstance(one, Step) else look(one, world)
            assert not found, (one, found)
            for what, mutant in changed.get(number, ()):
                if isinstance(mutant, Step):
                    # The same key again: the book answers with the same outcome.
                    again = take(msgspec.structs.replace(mutant, disturbed=None), world)
                else:
                    again = look(mutant, world)
                if not again:
                    survivors.append(what)
    assert not survivors


def _place_of_change(original: Case, mutant: Case) -> int:
    places = [
        number
        for number, (one, other) in enumerate(zip(original.story, mutant.story, strict=True))
        if one != other
    ]
    assert len(places) == 1
    return places[0]


def test_a_changed_outage_fails_from_file_to_verdict(fresh: Fresh, tmp_path: Path) -> None:
    """What the test above takes step by step, taken as an operator does: run the file."""
    everything = list(mutants(OUTAGE.read_text(encoding="utf-8")))
    for mutant in everything[:: len(everything) // WHOLE_RUNS + 1]:
        file = tmp_path / f"line-{mutant.line}.toml"
        file.write_text(mutant.text, encoding="utf-8")
        result = run_file(file, REPOSITORY_TERMS, fresh)
        assert not result.passed, str(mutant)
        lines = [failure.line for failure in result.failures]
        assert not lines or (len(lines) == 1 and lines[0] <= mutant.line), (str(mutant), lines)


def test_a_check_that_could_not_look_fails(fresh: Fresh, tmp_path: Path) -> None:
    """A name whose step was refused stands for nothing: what refers to it fails, and says so."""
    file = tmp_path / "case.toml"
    file.write_text(
        OUTAGE.read_text(encoding="utf-8").replace('campaign = "travel-support"', 'campaign = "x"'),
        encoding="utf-8",
    )
    result = run_file(file, REPOSITORY_TERMS, fresh)
    told: list[Difference] = [one for found in result.failures for one in found.differences]
    assert any("unknown_campaign" in one.got for one in told)
    assert any("was never made" in one.got for one in told)


@pytest.mark.parametrize("case", sorted(CASES.glob("r*.toml")), ids=lambda path: path.stem)
def test_each_case_states_something_exact(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    # A figure has two neighbours. What people decide is stated by a word.
    figures = len(list(mutants(text))) // 2
    assert figures + len(_WORDS.findall(text)) >= 3
