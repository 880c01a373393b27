"""Takes a step that is an action of redress, and lets what follows from it be done."""

from typing import Any, cast

import msgspec

from zandaka import ids
from zandaka.cases.compare import Difference, differences, shown
from zandaka.cases.model import WORK, Step
from zandaka.cases.read import TOML_TYPES, readable
from zandaka.cases.world import World
from zandaka.errors import Invalid, KeyReused, Refusal
from zandaka.funds.registry import ACTIONS, WORKERS
from zandaka.redress.action import Action
from zandaka.redress.worker import until_idle


def act(step: Step, world: World) -> list[Difference]:
    """Takes the step, then lets the workers do what waits for them, and says how the answer
    differs from what is expected."""
    found = [] if step.do == WORK else _act(step, world)
    until_idle(world.redress, WORKERS)
    return found


def _act(step: Step, world: World) -> list[Difference]:
    try:
        action = _action(step, world)
        expected = cast("dict[str, Any]", world.names.filled(step.expect or {}))
    except (KeyError, IndexError) as missing:
        return [Difference(step.do, "to be tried", f"{missing} was never answered")]
    except msgspec.ValidationError as error:
        return _judge(step, step.expect or {}, {"invalid": readable(str(error))})
    try:
        done = world.redress.do(action, step.by, step.key or f"step {step.number}")
    except KeyReused:
        return _judge(step, expected, {"key_reused": True})
    except Refusal as refusal:
        facts = msgspec.json.decode(msgspec.json.encode(refusal.params, enc_hook=ids.to_json))
        return _judge(
            step, expected, {**world.names.in_place_of_ids(facts), "refused": refusal.code}
        )
    except Invalid as invalid:
        return _judge(step, expected, {"invalid": invalid.field, "rule": invalid.rule})
    outcome: dict[str, Any] = msgspec.json.decode(done.outcome)
    for name in step.made:
        world.names.answer(name, outcome)
    return _judge(
        step,
        world.names.in_place_of_ids(expected),
        {**world.names.in_place_of_ids(outcome), "replayed": done.replayed},
    )


def _judge(step: Step, expected: dict[str, Any], got: dict[str, Any]) -> list[Difference]:
    for way in ("refused", "invalid", "key_reused"):
        if way in got and way not in expected:
            return [Difference(step.do, "accepted", shown(got))]
        if way in expected and way not in got:
            return [Difference(step.do, f'{way} = "{expected[way]}"', "accepted")]
    return differences(expected, got, step.do)


def _action(step: Step, world: World) -> Action:
    def resolve(wanted: type, value: object) -> ids.Id:
        assert isinstance(value, str), value
        if issubclass(wanted, ids.WalletId):
            return world.names.wallet(value)
        if issubclass(wanted, ids.OperationId):
            return world.names.operation(value)
        raise AssertionError(value)

    fields = world.names.filled(step.fields)
    return msgspec.convert(fields, ACTIONS[step.do], builtin_types=TOML_TYPES, dec_hook=resolve)
