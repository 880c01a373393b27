"""Products: what holders are told of each, with the text that says so."""

from datetime import date, datetime
from typing import Final

import msgspec

from zandaka.errors import Invalid
from zandaka.instants import jst_date
from zandaka.rules.disclosure import ProductView, product_view
from zandaka.web.endpoint import Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_ON: Final = Query(
    "on", "この日(日本時間)の内容。なければ今日", "as of this day in Japan; today unless given",
    schema={"type": "string", "format": "date"},
)  # fmt: skip


class Products(msgspec.Struct, frozen=True):
    """All products."""

    items: list[ProductView]


async def list_products(services: Services, request: Request) -> Reply:
    on, terms = _day(services.clock.now(), request), services.terms
    return reply(Products([product_view(terms, one, on) for one in terms.products.values()]))


async def show_product(services: Services, request: Request) -> Reply:
    on = _day(services.clock.now(), request)
    product = services.terms.products.get(request.path["product"])
    if product is None:
        raise Failure("not_found", field="product")
    return reply(product_view(services.terms, product, on))


def _day(now: datetime, request: Request) -> date:
    text = request.query.get("on")
    if text is None:
        return jst_date(now)
    try:
        if len(text) != len("2024-04-01"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("on", "must be a day such as 2024-04-01") from None


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/products", tag="products",
        roles=("issuer", "merchant", "holder"), ja="商品一覧(発行者・上限・期限・利用場所・手数料)",
        en="All products: issuer, caps, ends, where accepted, fees",
        handler=list_products, answer=Products, query=(_ON,),
    ),
    Endpoint(
        method="GET", path="/v1/products/{product}", tag="products",
        roles=("issuer", "merchant", "holder"), ja="商品を見る", en="A product",
        handler=show_product, answer=ProductView, query=(_ON,),
    ),
)  # fmt: skip
