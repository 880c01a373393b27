"""The reference page is true: its tables are those of the code, its example runs as shown."""

import re
from pathlib import Path

import msgspec
import pytest

from zandaka.cases.checks import KINDS
from zandaka.cases.checks.incident import AttemptSaid, DebitSaid, RepetitionSaid
from zandaka.cases.checks.value import ExtensionSaid, LotSaid
from zandaka.cases.databases import Fresh
from zandaka.cases.model import NETWORK_MESSAGE, STEP_VERBS, CaseShape, Step, StepShape
from zandaka.cases.outcomes import OUTCOMES
from zandaka.cases.read import read_case
from zandaka.cases.reference import page
from zandaka.cases.run import run_file
from zandaka.cases.steps import take
from zandaka.cases.world import open_world
from zandaka.cli.case import case_files, lines
from zandaka.operations.registry import VERBS
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "reference" / "cases.md"
PAGE = FILE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_code() -> None:
    assert page(PAGE) == PAGE, "run: python -m zandaka.cases.reference docs/reference/cases.md"


def test_every_verb_and_kind_is_there() -> None:
    assert set(VERBS) - set(STEP_VERBS) == {"arrive", "settle"}
    assert STEP_VERBS.keys() == OUTCOMES.keys()
    for name in (*STEP_VERBS, *KINDS):
        assert f"\n#### `{name}`\n" in PAGE


@pytest.mark.parametrize(
    "shape",
    [
        CaseShape,
        StepShape,
        Message,
        NetworkReply,
        LotSaid,
        ExtensionSaid,
        DebitSaid,
        RepetitionSaid,
        AttemptSaid,
    ],
)
def test_every_key_is_explained(shape: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(shape):
        name = field.encode_name
        assert f"`{name}`" in PAGE or f"`[[{name}]]`" in PAGE, name


def test_the_example_passes_and_fails_as_shown(fresh: Fresh, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(# cases/example\.toml\n.*?)```", PAGE, re.DOTALL)
    assert example is not None
    file = tmp_path / "example.toml"
    file.write_text(example[1], encoding="utf-8")
    result = run_file(file, REPOSITORY_TERMS, fresh)
    assert result.passed, lines([result])

    assert example[1].count("balance = 750") == 1
    file.write_text(example[1].replace("balance = 750", "balance = 749"), encoding="utf-8")
    told = "\n".join(lines([run_file(file, REPOSITORY_TERMS, fresh)]))
    assert f"```\n{told.replace(str(tmp_path), 'cases')}\n```" in PAGE


def test_the_ledger_answers_the_keys_that_the_page_promises(fresh: Fresh) -> None:
    """What an `expect` may name is what the book stores, for every verb there is."""
    answered: dict[str, set[str]] = {}
    for name in (
        "outage-2023-02-24", "holds", "limits", "r28-gift-or-transfer", "mirrored",
        "r10-many-at-once", "last-use", "last-use-payments-only", "damaged-card", "lost-card",
        "refund-on-a-ground", "six-months-from-issue", "contract-medium-end",
        "parked-then-extended", "legal-kinds", "cash-at-counters",
        "withdrawal-limits", "withdrawal-returned-above-the-cap", "end-of-contract",
        "funds-to-prepaid",
        "send-at-once", "send-to-claim", "send-returned-above-the-cap", "moves-near-and-far",
        "standard-periods",
        "holds-changed", "force-post", "overseas-fee", "late-capture-as-use",
        "returned-above-the-cap", "back-to-an-extended-card",
        "exchanged-card-at-its-cap", "exchanged-card-caps", "exchanged-card-send",
        "contract-begun-anew", "exempt-comes-back-inside", "exempt-comes-back-by-any-way",
        "charge-loaded-cap",
        "exempt-comes-back-inside", "shortfall-collected", "refund-returned-after-leaving",
    ):  # fmt: skip
        case = read_case(ROOT / "cases" / f"{name}.toml")
        terms = load_terms(REPOSITORY_TERMS, case.overlay or None)
        with fresh() as database, open_world(case, database, terms) as world:
            for one in case.story:
                world.clock.set(one.at)
                if isinstance(one, Step) and one.do in STEP_VERBS:
                    take(one, world)
            rows = world.connection.execute(
                "SELECT DISTINCT verb, json_object_keys(outcome) FROM operations WHERE code = ''"
            )
            for verb, key in rows:
                # Put there by the book itself, and told to nobody.
                if key != "wrote":
                    answered.setdefault(verb, set()).add(key)
    promised = {verb: set(shape.__struct_fields__) for verb, shape in OUTCOMES.items()}
    assert {verb: answered.get(verb) for verb in promised} == promised


def test_the_cases_use_every_verb_and_kind() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in case_files([ROOT / "cases"]))
    unused = [verb for verb in (*STEP_VERBS, NETWORK_MESSAGE) if f'do = "{verb}"' not in text]
    unused += [kind for kind in KINDS if not re.search(rf"^{kind}(\.| =)", text, re.MULTILINE)]
    assert unused == []
