"""Takes a step: the real command, to the real book, under the key the case gives it."""

import tempfile
import uuid
from pathlib import Path
from typing import Any, cast

import msgspec

from zandaka import ids
from zandaka.cases.compare import Difference, differences, shown
from zandaka.cases.model import ISSUING, STEP_VERBS, Disturbance, Step
from zandaka.cases.names import Names
from zandaka.cases.read import TOML_TYPES
from zandaka.cases.world import World
from zandaka.errors import KeyReused
from zandaka.jobs.spool import Attempt, Spool
from zandaka.ledger.command import Answer, Command
from zandaka.operations import transit
from zandaka.operations.addressed import addressed
from zandaka.operations.send import Send

_LOT = """
SELECT id FROM accounts WHERE book = %s AND wallet = %s AND origin = %s AND kind = 'lot'
"""


class NotMade(Exception):
    """A step refers to what an earlier step should have made and did not."""


def take(step: Step, world: World) -> list[Difference]:
    """Takes the step and says how its outcome differs from what is expected."""
    key = step.key or f"step {step.number}"
    try:
        command = _command(step, key, world)
    except NotMade as missing:
        return [Difference(step.do, "to be tried", str(missing))]
    if step.disturbed is not None:
        _keep_attempt(step, step.disturbed, key, command, world)
    if step.disturbed == "unreachable":
        return []
    if isinstance(command, Send):
        # As every edge does.
        command = addressed(world.connection, command, world.terms)
    try:
        answer = world.ledger.do(command, step.by, key)
        if step.do in transit.VERBS:
            answer = transit.finish(world.ledger, answer)
    except KeyReused:
        got: dict[str, Any] = {"key_reused": True}
        return differences(step.expect or {"key_reused": False}, got, step.do)
    except (AssertionError, LookupError, TypeError, ValueError) as bug:
        # The house keeps running after one command's bug, and so does a case.
        return [Difference(step.do, "an outcome", f"a bug: {type(bug).__name__}: {bug}")]
    outcome = cast("dict[str, Any]", msgspec.json.decode(answer.outcome))
    _bind(step, answer, outcome, world.names)
    return _judge(step, answer, outcome, world.names)


def _judge(step: Step, answer: Answer, outcome: dict[str, Any], names: Names) -> list[Difference]:
    expected = dict(step.expect or {})
    got: dict[str, Any] = {**outcome, "replayed": answer.replayed}
    wanted = expected.get("refused")
    if answer.code and wanted is None:
        told = shown({"refused": answer.code, **names.in_place_of_ids(outcome)})
        return [Difference(step.do, "accepted", told)]
    if wanted is not None and not answer.code:
        return [Difference(step.do, f'refused = "{wanted}"', "accepted")]
    if "key_reused" in expected:
        return [Difference(step.do, "key_reused = true", "an outcome")]
    if answer.code:
        got["refused"] = answer.code
    return differences(names.in_place_of_ids(expected), names.in_place_of_ids(got), step.do)


def _bind(step: Step, answer: Answer, outcome: dict[str, Any], names: Names) -> None:
    coupons = outcome.get(ISSUING[step.do], ()) if step.do in ISSUING else ()
    for index, name in enumerate(step.made):
        if coupons:
            names.bind(name, ids.WalletId.parse(coupons[index]["wallet"]))
            names.print_inquiry(name, coupons[index]["inquiry"])
        elif step.do in ("open_wallet", "mirror_coupon") and not answer.code:
            names.bind(name, ids.WalletId.parse(outcome["wallet"]))
            names.print_inquiry(name, outcome.get("inquiry", ""))
        elif step.do == "exchange" and not answer.code:
            names.bind(name, ids.WalletId.parse(outcome["new_wallet"]))
            names.print_inquiry(name, outcome["inquiry"])
        elif step.do == "load" and not answer.code:
            names.bind(name, ids.LotId.parse(outcome["lot"]))
        names.bind(name, ids.OperationId(answer.operation))


def _command(step: Step, key: str, world: World) -> Command:
    fields = dict(step.fields)
    if step.do in ISSUING:
        under = ids.operation_key(step.by, key)
        fields["secrets"] = [
            world.secrets.of_code(world.secrets.code(under, guest)) for guest in range(step.guests)
        ]

    if step.do == "exchange":
        code = world.secrets.code(ids.operation_key(step.by, key), 0)
        fields["secret"] = world.secrets.of_code(code)

    def resolve(wanted: type, value: object) -> ids.Id:
        assert isinstance(value, str), value
        return _identifier(wanted, value, fields, world)

    verb = cast("type[Command]", STEP_VERBS[step.do])
    return msgspec.convert(fields, verb, builtin_types=TOML_TYPES, dec_hook=resolve)


def _identifier(wanted: type, name: str, fields: dict[str, Any], world: World) -> ids.Id:
    names = world.names
    try:
        if issubclass(wanted, ids.WalletId):
            return names.wallet(name)
        if issubclass(wanted, ids.OperationId):
            return names.operation(name)
        return names.lot(name) or _lot_of_coupon(name, str(fields["wallet"]), world)
    except KeyError:
        pass
    try:
        assert issubclass(wanted, ids.Id), wanted
        return wanted.parse(name)
    except ValueError:
        raise NotMade(f"{name!r} was never made") from None


def _lot_of_coupon(coupon: str, wallet: str, world: World) -> ids.LotId:
    """The lot that a coupon's value has in a wallet."""
    inside = world.names.wallet(wallet)
    row = world.connection.execute(
        _LOT, (ids.book_of(inside), int(inside), int(world.names.wallet(coupon)))
    ).fetchone()
    if row is None:
        raise NotMade(f"{wallet!r} has no value of {coupon!r}")
    return ids.LotId(row[0])


def _keep_attempt(step: Step, why: Disturbance, key: str, command: Command, world: World) -> None:
    """Keeps what a client tried while the way to the books was disturbed: spooled as an edge does,
    and taken in as the house does once the database is back."""
    attempt = Attempt(
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"attempt {step.number}"),
        at=world.clock.now(),
        caller=step.by,
        key=ids.operation_key(step.by, key),
        verb=step.do,
        wallet=int(getattr(command, "wallet", 0)),
        why=why,
        request=msgspec.Raw(msgspec.json.encode(command, enc_hook=ids.to_json)),
    )
    with tempfile.TemporaryDirectory(prefix="zandaka-spool-") as folder:
        spool = Spool(Path(folder))
        try:
            spool.append(attempt).result(30)
            spool.take_in(world.connection, world.clock.now())
        finally:
            spool.close()
