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
from zandaka.cases.run import do_step, look, run_file
from zandaka.cases.world import open_world
from zandaka.cli.case import lines
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

CASES = Path(__file__).parents[2] / "cases"
OUTAGE = CASES / "outage-2023-02-24.toml"
#: Stories told again with each of their figures changed, and how many changes each must have room
#: for: with fewer it has lost its figures.
TOLD_AGAIN = {"outage-2023-02-24": 300, "network": 60, "network-abroad": 40}

#: So many mutants of the outage are run from their file to the exit, evenly spread over it.
WHOLE_RUNS = 16

_WORDS = re.compile(
    r'\b(?:refused|invalid|state|status|result|publish|inquiry) = (?:"|true|false)'
    r"|\b\w+ = \[[^{]*?\]"
)


@pytest.mark.parametrize("name", TOLD_AGAIN)
def test_no_figure_can_be_changed(fresh: Fresh, name: str) -> None:
    """All mutants on one run: each step and check is asked again with each of its changes."""
    file = CASES / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    original = parse_case(text, file)
    changed: dict[int, list[tuple[str, Step | PlacedCheck]]] = {}
    total = 0
    for mutant in mutants(text):
        total += 1
        try:
            case = parse_case(mutant.text, file)
        except CaseError:
            continue  # refused before it is run: as good as a failure
        number = _place_of_change(original, case)
        changed.setdefault(number, []).append((str(mutant), case.story[number]))
    assert total > TOLD_AGAIN[name], "the case has lost its figures"

    survivors: list[str] = []
    terms = load_terms(REPOSITORY_TERMS, original.overlay or None)
    with fresh() as database, open_world(original, database, terms) as world:
        for number, one in enumerate(original.story):
            world.clock.set(one.at)
            found = do_step(one, world) if isinstance(one, Step) else look(one, world)
            assert not found, (one, found)
            for what, mutant in changed.get(number, ()):
                if isinstance(mutant, Step):
                    # The same key again: the book answers with the same outcome.
                    again = do_step(msgspec.structs.replace(mutant, disturbed=None), world)
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


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('response = "51"', 'response = "05"', 'expected "05", got "51"'),
        ("approved = false", "approved = true", "expected true, got false"),
        ('refused = "hold_ended"', 'refused = "unknown_operation"', 'got "hold_ended"'),
        (', refused = "insufficient_value"', "", 'refused = "insufficient_value"'),
        ("forced = true", "forced = false", "expected false, got true"),
        ('operations = ["stood-in"]', "operations = []", '["stood-in"]'),
        ("{ key_reused = true }", "{ approved = true }", "key_reused = true"),
        ("{ key_reused = true }", "{ unanswered = true }", "key_reused = true"),
        ('invalid = "amount" }', 'invalid = "wallet" }', 'expected "wallet", got "amount"'),
        ('invalid = "amount" }', 'invalid = "amount", rule = "x" }', 'expected "x"'),
    ],
)
def test_no_word_of_a_reply_can_be_changed(
    fresh: Fresh, tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    """Replies of a network say more in words than in figures."""
    text = (CASES / "network.toml").read_text(encoding="utf-8")
    file = tmp_path / "network.toml"
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    result = run_file(file, REPOSITORY_TERMS, fresh)
    assert [one.do for one in result.failures] == ["network_message"], result
    assert told in "\n".join(lines([result]))


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
