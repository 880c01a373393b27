"""Hands a command to its book and renders the answer: the same bytes each time it is asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Outage, Refusal
from zandaka.ledger.command import Answer, Command
from zandaka.reads import coupons
from zandaka.web.http import Headers, Reply, Request, encode
from zandaka.web.problem import Failure
from zandaka.web.services import Services

T = TypeVar("T")

_REPLAYED: Final[Headers] = [(b"idempotency-replayed", b"true")]
_NEW: Final[Headers] = []
#: The refusals that a guess meets: the code names a coupon that is used up or over.
_GUESSES: Final = frozenset(
    {"coupon_already_loaded", "nothing_left", "value_expired", "wallet_closed"}
)


class Accepted(msgspec.Struct, Generic[T], frozen=True):
    """A command that was carried out: its number, when, and what came of it."""

    operation: ids.OperationId
    recorded_at: datetime
    outcome: T


class ActionDone(msgspec.Struct, Generic[T], frozen=True):
    """An action of redress that was carried out: its number, when, and what came of it."""

    action: int
    at: datetime
    outcome: T


class Refused(Exception):
    """The book said no, and keeps that."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


async def submit(services: Services, request: Request, command: Command) -> Reply:
    """The book's answer. Raises Refused, KeyReused and Outage."""
    caller = request.principal.caller
    answer = await services.gate.submit(command, caller, ids.operation_key(caller, request.key))
    return accepted(answer)


def accepted(answer: Answer) -> Reply:
    """A stored answer, not decoded on its way."""
    if answer.code:
        raise Refused(answer)
    operation = answer.operation
    body = b'{"operation":"op%d-%d","recorded_at":%b,"outcome":%b}' % (
        ids.book_of(operation),
        ids.number_of(operation),
        encode(answer.recorded_at),
        answer.outcome,
    )
    return Reply(201, body, _REPLAYED if answer.replayed else _NEW)


async def by_code(
    services: Services,
    request: Request,
    code: str,
    command: Callable[[ids.WalletId], Command],
    unfound: Command,
) -> Reply:
    """Submits what `command` makes of the coupon whose code was shown.

    `unfound` is the same command on no coupon: what is kept of an attempt made while the database
    is away. Raises Failure too_many_attempts to who guesses, per caller and per code."""
    try:
        secret = services.secrets.of_code(code)
    except ValueError as error:
        raise Invalid("code", str(error)) from None
    caller = request.principal.caller
    names = (f"caller {caller}", f"code {secret.hex()}")
    wait = services.limiter.begin(names)
    if wait:
        raise Failure("too_many_attempts", [(b"retry-after", str(wait).encode())])
    guessed = False
    key = ids.operation_key(caller, request.key)
    try:
        try:
            wallet = await services.readers.read(coupons.by_secret, secret)
        except Outage as outage:
            await services.gate.keep(
                unfound, caller, key, outage, request=_without_wallet(unfound), coupon=secret
            )
            raise
        if wallet is None:
            guessed = True
            raise Refusal("unknown_coupon")
        made = command(wallet)
        answer = await services.gate.submit(made, caller, key)
        guessed = answer.code in _GUESSES and not answer.replayed
    finally:
        if not guessed:
            services.limiter.succeeded(names)
    return accepted(answer)


def _without_wallet(command: Command) -> bytes:
    request: dict[str, Any] = msgspec.json.decode(encode(command))
    return encode(
        {name: value for name, value in request.items() if name not in ("wallet", "coupon")}
    )
