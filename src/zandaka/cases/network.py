"""Takes a step that is a message of a card network: to the real adapter, under the name that the
case gives it, so that a message told twice is the same message told again."""

from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.cases.compare import Difference, differences, shown
from zandaka.cases.model import Step
from zandaka.cases.world import World
from zandaka.errors import Invalid, KeyReused, Outage
from zandaka.funds.network import Network
from zandaka.providers.network.port import Message, NetworkReply

#: Ways to come out other than with a reply, as an `expect` names them.
_NO_REPLY: Final = ("unanswered", "key_reused", "invalid")


def tell(step: Step, world: World) -> list[Difference]:
    """Tells the message and says how its reply differs from what is expected."""
    try:
        message = _message(step, world)
    except KeyError as missing:
        return [Difference(step.do, "to be told", f"{missing} was never made")]
    try:
        reply = Network(step.by, world.redress).handle(message)
    except Outage as away:
        return _judge(step, world, {"unanswered": True, "why": str(away)})
    except KeyReused:
        return _judge(step, world, {"key_reused": True})
    except Invalid as invalid:
        return _judge(step, world, {"invalid": invalid.field, "rule": invalid.rule})
    except (AssertionError, LookupError, TypeError, ValueError) as bug:
        # The house keeps running after one message's bug, and so does a case.
        return [Difference(step.do, "a reply", f"a bug: {type(bug).__name__}: {bug}")]
    for name, operation in zip(step.made, reply.operations, strict=False):
        world.names.bind(name, operation)
    return _judge(step, world, _told(reply))


def _message(step: Step, world: World) -> Message:
    """The message, with the names of the case replaced. Raises KeyError."""

    def resolve(wanted: type, value: object) -> ids.Id:
        assert issubclass(wanted, ids.WalletId), wanted
        assert isinstance(value, str), value
        try:
            return world.names.wallet(value)
        except KeyError:
            pass
        try:
            return wanted.parse(value)
        except ValueError:
            raise KeyError(value) from None

    fields = {**step.fields, "message": step.key or f"step-{step.number}"}
    return msgspec.convert(fields, Message, dec_hook=resolve)


def _told(reply: NetworkReply) -> dict[str, Any]:
    """All of the reply: what it leaves out over the wire is there to be expected, too."""
    fields = msgspec.structs.asdict(reply)
    return {**fields, "operations": [str(operation) for operation in reply.operations]}


def _judge(step: Step, world: World, got: dict[str, Any]) -> list[Difference]:
    expected = step.expect or {}
    told = world.names.in_place_of_ids(got)
    for way in _NO_REPLY:
        if way in expected and way not in got:
            return [Difference(step.do, f"{way} = {shown(expected[way])}", shown(told))]
        if way in got and way not in expected:
            return [Difference(step.do, "a reply", shown(told))]
    if got.get("refused") and "refused" not in expected:
        return [Difference(step.do, "approved", shown(told))]
    return differences(world.names.in_place_of_ids(expected), told, step.do)
