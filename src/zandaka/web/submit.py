"""Hands a command to its book and renders the answer: the same bytes each time it is asked."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Generic, TypeVar

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Outage, Refusal
from zandaka.jobs.spool import Own
from zandaka.ledger.command import Answer, Command
from zandaka.reads import coupons
from zandaka.web.http import Headers, Reply, Request, encode
from zandaka.web.problem import Failure
from zandaka.web.services import Services

T = TypeVar("T")
Look = Callable[[], Awaitable[Command]]

_REPLAYED: Final[Headers] = [(b"idempotency-replayed", b"true")]
_NEW: Final[Headers] = []
#: Stands for the coupon until its code was looked up.
_NOBODY: Final = ids.WalletId(0)
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


async def submit(
    services: Services,
    request: Request,
    command: Command,
    *,
    own: ids.WalletId | None = None,
    look: Look | None = None,
) -> Reply:
    """The book's answer. `own` must be the caller's wallet; `look` looks up what else the edge has
    to know before the book is asked, and says which command to submit.

    Raises Refused, KeyReused, what `look` raises, Failure not_found, and Outage: then the attempt
    is kept, wherever on its way to the book it came to an end."""
    return accepted(await _ask(services, request, command, own, look))


async def _ask(
    services: Services,
    request: Request,
    command: Command,
    own: ids.WalletId | None,
    look: Look | None,
    coupon: bytes | None = None,
) -> Answer:
    principal = request.principal
    key = ids.operation_key(principal.caller, request.key)
    owned = None
    try:
        if own is not None:
            if principal.role == "holder":
                owned = Own(int(own), principal.subject)
            await services.owners.require(principal, own, request.key)
        if look is not None:
            command = await look()
    except Outage as outage:
        await services.gate.keep(command, principal.caller, key, outage, own=owned, coupon=coupon)
        raise
    return await services.gate.submit(command, principal.caller, key, owned)


def accepted(answer: Answer) -> Reply:
    """A stored answer, not decoded on its way. Raises Refused where the book said no."""
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
    *,
    own: ids.WalletId | None = None,
) -> Reply:
    """Submits what `command` makes of the coupon whose code was shown; `own` as with `submit`.

    Of an attempt made while the database is away the same command on no coupon is kept, with the
    code's keyed hash. Raises Failure too_many_attempts to who guesses, per caller and per code."""
    try:
        secret = services.secrets.of_code(code)
    except ValueError as error:
        raise Invalid("code", str(error)) from None
    names = (f"caller {request.principal.caller}", f"code {secret.hex()}")
    wait = services.limiter.begin(names)
    if wait:
        raise Failure("too_many_attempts", [(b"retry-after", str(wait).encode())])
    guessed = False

    async def look() -> Command:
        nonlocal guessed
        wallet = await services.readers.read(coupons.by_secret, secret)
        if wallet is None:
            guessed = True
            raise Refusal("unknown_coupon")
        return command(wallet)

    try:
        answer = await _ask(services, request, command(_NOBODY), own, look, secret)
        guessed = answer.code in _GUESSES and not answer.replayed
    finally:
        if not guessed:
            services.limiter.succeeded(names)
    return accepted(answer)
