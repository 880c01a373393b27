"""What holders owe after payments that were posted by force: who owes it, collecting it from the
card, and writing it off."""

from typing import Final

import msgspec

from zandaka.money import Yen
from zandaka.operations.base import Reason
from zandaka.operations.collect_shortfall import CollectShortfall, ShortfallCollected
from zandaka.operations.write_off_shortfall import ShortfallWrittenOff, WriteOffShortfall
from zandaka.reads import shortfalls
from zandaka.web import params
from zandaka.web.bodies import Body
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, submit


class CollectBody(Body, frozen=True, kw_only=True):
    """How much of what is owed, and why now. With no `yen`, as much as there is on the card."""

    yen: Yen | None = None
    reason: Reason


class WriteOffBody(Body, frozen=True, kw_only=True):
    """How much is given up - all that is owed, with no `yen` - and on which ground."""

    yen: Yen | None = None
    ground: Reason


class Shortfalls(msgspec.Struct, frozen=True):
    """A page of payments that left something owing."""

    items: list[shortfalls.ShortfallView]
    next_cursor: str | None


async def collect(services: Services, request: Request) -> Reply:
    body: CollectBody = request.body
    wallet = params.wallet(request)
    command = CollectShortfall(wallet=wallet, yen=body.yen, reason=body.reason)
    return await submit(services, request, command)


async def write_off(services: Services, request: Request) -> Reply:
    body: WriteOffBody = request.body
    wallet = params.wallet(request)
    command = WriteOffShortfall(wallet=wallet, yen=body.yen, ground=body.ground)
    return await submit(services, request, command)


async def waiting(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    after = params.number_cursor(request, 0)
    return _page(await services.readers.read(shortfalls.waiting, after, wanted + 1), wanted)


async def of_wallet(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    wanted = params.limit(request)
    before = params.number_cursor(request, params.NEWEST)
    await services.owners.require_now(request.principal, wallet)
    found = await services.readers.read(shortfalls.of_wallet, wallet, before, wanted + 1)
    return _page(found, wanted)


def _page(found: list[shortfalls.ShortfallView], wanted: int) -> Reply:
    last = int(found[wanted - 1].payment) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/shortfalls", tag="payments", roles=("operator",),
        ja="不足額の残る支払のすべて(誰がいくら負っているか)",
        en="All payments that left something owing, and who owes it",
        handler=waiting, answer=Shortfalls, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/shortfalls", tag="payments",
        roles=("holder", "issuer", "operator"),
        ja="ウォレットの不足額と、回収・償却・返金の内訳(新しい順)",
        en="What a wallet's payments left owing and what became of it, newest first",
        handler=of_wallet, answer=Shortfalls, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/shortfall-collections", tag="payments",
        roles=("issuer", "operator"), ja="不足額をカードの残高から回収する",
        en="Collect what a holder owes from value on the card",
        handler=collect, body=CollectBody, answer=Accepted[ShortfallCollected], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/shortfall-write-offs", tag="payments",
        roles=("operator",), ja="不足額を償却し、発行者の費用とする",
        en="Write off what a holder owes: the issuer bears it",
        handler=write_off, body=WriteOffBody, answer=Accepted[ShortfallWrittenOff], status=201,
        command=True,
    ),
)  # fmt: skip
