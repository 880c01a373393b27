"""Gifts: how an incident's stand, and one order with all that happened to it."""

from typing import Final

from zandaka.reads import gifts
from zandaka.web import params
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services


async def show(services: Services, request: Request) -> Reply:
    found = await services.readers.read(gifts.summary, request.path["incident"])
    if found is None:
        raise Failure("not_found", field="incident")
    return reply(found)


async def show_order(services: Services, request: Request) -> Reply:
    found = await services.readers.read(gifts.order, params.uuid(request, "order"))
    if found is None:
        raise Failure("not_found", field="order")
    return reply(found)


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/gifts", tag="incidents",
        roles=("operator", "issuer"),
        ja="ギフトの状況(状態ごとの件数と金額、種類ごとの注文、受取リンク)",
        en="How an incident's gifts stand: what is owed by state, orders by brand, links",
        handler=show, answer=gifts.GiftSummary,
    ),
    Endpoint(
        method="GET", path="/v1/gifts/orders/{order}", tag="incidents",
        roles=("operator", "issuer"),
        ja="ギフトの注文と経過(コードは含まない)",
        en="A gift order, what it is for and what happened to it; never its code",
        handler=show_order, answer=gifts.GiftOrderView,
    ),
)  # fmt: skip
