"""Every action as `POST /v1/redress/<verb>` or `POST /v1/funds/<verb>`, made from the registry of
actions."""

import asyncio
import inspect
from typing import Final

import psycopg

from zandaka.errors import Outage
from zandaka.funds.registry import ACTIONS
from zandaka.redress.action import Action
from zandaka.redress.service import Done
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Headers, Reply, Request, encode
from zandaka.web.services import Services
from zandaka.web.submit import ActionDone

_REPLAYED: Final[Headers] = [(b"idempotency-replayed", b"true")]


async def act(services: Services, request: Request) -> Reply:
    """Carries the action in the body out. Raises Refusal, Invalid, KeyReused and Outage."""
    action: Action = request.body
    caller = request.principal.caller
    if not request.principal.key_id:
        caller = services.redress.visitor(request.client)
    try:
        # In a thread of its own: a cohort of a million takes longer than a look-up may.
        done = await asyncio.to_thread(services.redress.do, action, caller, request.key)
    except psycopg.OperationalError as error:
        raise Outage from error
    return answered(done)


def answered(done: Done) -> Reply:
    """What came of an action, the same each time its key is asked."""
    body = b'{"action":%d,"at":%b,"outcome":%b}' % (
        done.action,
        encode(done.at),
        bytes(done.outcome),
    )
    return Reply(201, body, _REPLAYED if done.replayed else [])


def _endpoint(action: type[Action]) -> Endpoint:
    said = " ".join((inspect.getdoc(action) or "").split("\n\n")[0].split())
    return Endpoint(
        method="POST",
        path=f"/v1/{action.group}/{action.verb.replace('_', '-')}",
        tag="actions" if action.group == "redress" else "payouts",
        roles=action.roles,
        public=action.public,
        ja=action.ja,
        en=said,
        handler=act,
        body=action,
        answer=ActionDone[action.outcome],
        status=201,
        command=True,
        limited=action.public,
    )


ENDPOINTS: Final = tuple(_endpoint(action) for action in ACTIONS.values())
