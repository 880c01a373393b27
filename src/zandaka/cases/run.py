"""Runs one case from top to bottom."""

import time
from pathlib import Path

import msgspec

from zandaka.cases.actions import act
from zandaka.cases.checks import Ground, Verify
from zandaka.cases.compare import Difference
from zandaka.cases.databases import Fresh
from zandaka.cases.errors import CaseError
from zandaka.cases.model import NETWORK_MESSAGE, STEP_VERBS, Case, PlacedCheck, Step, Title
from zandaka.cases.network import tell
from zandaka.cases.read import read_case
from zandaka.cases.steps import take
from zandaka.cases.world import World, open_world
from zandaka.terms.errors import TermsError
from zandaka.terms.load import load_terms


class Failure(msgspec.Struct, frozen=True):
    """A step or check whose figures are not what the case expects. `what` is `step` or `check`,
    `do` its verb or kind."""

    line: int
    what: str
    number: int
    do: str
    differences: tuple[Difference, ...]


class Result(msgspec.Struct, frozen=True):
    """How a case came out. `error` says why it could not be run at all."""

    file: str
    title: Title | None
    rules: tuple[str, ...]
    passed: bool
    steps: int
    checks: int
    seconds: float
    failures: tuple[Failure, ...] = ()
    error: str = ""


def run_file(path: Path, terms: Path, fresh: Fresh) -> Result:
    """Reads and runs the case in a file, in a database of its own. `terms` is the folder used
    where the case names none."""
    started = time.monotonic()
    case = None
    try:
        case = read_case(path)
        failures = run(case, terms, fresh)
    except (CaseError, TermsError) as problem:
        title, rules = (None, ()) if case is None else (case.title, case.rules)
        return Result(
            str(path), title, rules, False, 0, 0, time.monotonic() - started, error=str(problem)
        )
    steps = sum(isinstance(one, Step) for one in case.story)
    return Result(
        file=str(path),
        title=case.title,
        rules=case.rules,
        passed=not failures,
        steps=steps,
        checks=len(case.story) - steps,
        seconds=time.monotonic() - started,
        failures=failures,
    )


def run(case: Case, terms: Path, fresh: Fresh) -> tuple[Failure, ...]:
    """Everything in which the ledger and the case disagree. Raises TermsError."""
    in_force = load_terms(case.terms_folder or terms, case.overlay or None)
    with fresh() as database, open_world(case, database, in_force) as world:
        failures = [failure for one in case.story if (failure := _run_one(one, world)) is not None]
        # Whatever a case looks at, it must leave books that add up.
        broken = Verify(verify=True).differences(_ground(world))
    if broken:
        failures.append(Failure(0, "end", 0, "verify", tuple(broken)))
    return tuple(failures)


def _run_one(one: Step | PlacedCheck, world: World) -> Failure | None:
    world.clock.set(one.at)
    if isinstance(one, Step):
        found, what, do = do_step(one, world), "step", one.do
    else:
        found, what, do = look(one, world), "check", one.kind
    return Failure(one.line, what, one.number, do, tuple(found)) if found else None


def do_step(one: Step, world: World) -> list[Difference]:
    """Takes a step, and says how what came of it differs from what is expected."""
    if one.do in STEP_VERBS:
        return take(one, world)
    return tell(one, world) if one.do == NETWORK_MESSAGE else act(one, world)


def look(one: PlacedCheck, world: World) -> list[Difference]:
    """How the ledger differs from what a check says."""
    try:
        return one.check.differences(_ground(world))
    except KeyError as missing:
        return [Difference(one.kind, "to be looked at", f"{missing} was never made")]


def _ground(world: World) -> Ground:
    return Ground(
        world.connection, world.database.connect, world.names, world.terms, world.clock.now()
    )
