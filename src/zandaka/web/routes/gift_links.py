"""A gift link for programs, such as the issuer's own app: the way in and what is behind it, as
on the page. Choosing is the action `choose_gift`."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import msgspec
import psycopg

from zandaka.errors import Outage, Refusal
from zandaka.reads.gifts import Owed
from zandaka.redress.gifts import choice, door, visit
from zandaka.rules.gifts import Part
from zandaka.terms.shape import NameShape
from zandaka.web.bodies import EmptyBody, GiftCodeBody
from zandaka.web.endpoint import Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.services import Services

T = TypeVar("T")

_SESSION: Final = "Gift-Session"


class GiftOffer(msgspec.Struct, frozen=True):
    """A brand that can be chosen, and the codes in which the amount would come.
    `code_valid_months` is how long they can be used; null: for ever."""

    brand: str
    name: NameShape
    parts: tuple[Part, ...]
    code_valid_months: int | None


class GiftCode(msgspec.Struct, frozen=True):
    """One code that was chosen. `code` is null while it cannot be had; `state` says why."""

    order: UUID
    brand: str
    yen: int
    state: str
    code: str | None

    def __repr__(self) -> str:
        # A code must not get into a log by way of somebody's local variables.
        return f"GiftCode({self.order})"


class GiftInside(msgspec.Struct, frozen=True):
    """`yen` can be chosen for, as one of `brands`; both are empty when nothing is left to choose or
    the deadline has passed. `owed` is what they come from, coupon by coupon."""

    yen: int
    owed: list[Owed]
    brands: list[GiftOffer]
    gifts: list[GiftCode]


class GiftLinkView(msgspec.Struct, frozen=True):
    """A link. `deadline` is the first instant at which nothing can be chosen any more. `inside` is
    null without a session."""

    incident: str
    name: NameShape
    deadline: datetime
    over: bool
    inside: GiftInside | None


async def send_code(services: Services, request: Request) -> Reply:
    link = request.path["link"]
    return reply(await _thread(lambda: door.send_code(services.redress, link)), 201)


async def enter_code(services: Services, request: Request) -> Reply:
    link, body = request.path["link"], request.body
    assert isinstance(body, GiftCodeBody), "decoded as such"
    return reply(await _thread(lambda: door.open_gift(services.redress, link, body.code)), 201)


async def show(services: Services, request: Request) -> Reply:
    link, given = request.path["link"], request.headers.get(_SESSION, "")
    seen = await _thread(lambda: visit.look(services.redress, link, given))
    if given and seen.inside is None:
        raise Refusal("gift_session_ended")
    return reply(_view(seen))


def _view(seen: visit.Visit) -> GiftLinkView:
    terms, inside = seen.terms, seen.inside
    if inside is None:
        return GiftLinkView(terms.id, terms.name, seen.deadline, seen.over, None)
    yen = 0 if seen.over else inside.open_yen
    offers = [
        GiftOffer(
            one.id, one.name, choice.parts(terms, one.id, yen), one.code_valid_months
        )
        for one in terms.brand
        if yen
    ]  # fmt: skip
    gifts = [
        GiftCode(one.order.order, one.order.brand, one.order.yen, one.order.state, one.code)
        for one in inside.gifts
    ]
    return GiftLinkView(
        terms.id, terms.name, seen.deadline, seen.over, GiftInside(yen, inside.owed, offers, gifts)
    )


async def _thread(ask: Callable[[], T]) -> T:
    """Asks the database and the provider beside the event loop."""
    try:
        return await asyncio.to_thread(ask)
    except psycopg.OperationalError as error:
        raise Outage from error


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/gift-links/{link}", tag="gifts", roles=("holder",),
        ja="受取リンクの内容(期限。確認済みなら金額・選べるギフト・発行済みのコードも)",
        en="A gift link: its deadline; with a session also the amount, the brands and the codes",
        handler=show, answer=GiftLinkView, public=True, limited=True,
        headers=(
            Query(
                _SESSION, "確認コードの入力で得たsession", "the `session` got for the code",
                schema={"type": "string", "minLength": 1, "maxLength": 200},
            ),
        ),
    ),
    Endpoint(
        method="POST", path="/v1/gift-links/{link}/codes", tag="gifts", roles=("holder",),
        ja="確認コードを登録された連絡先に送る",
        en="Sends a confirmation code to the registered address",
        handler=send_code, answer=door.CodeSent, status=201, body=EmptyBody, body_optional=True,
        public=True, limited=True,
    ),
    Endpoint(
        method="POST", path="/v1/gift-links/{link}/sessions", tag="gifts", roles=("holder",),
        ja="確認コードを入力し、30分有効なsessionを得る",
        en="Enters the code, for a session of half an hour",
        handler=enter_code, answer=door.GiftSession, status=201, body=GiftCodeBody,
        public=True, limited=True,
    ),
)  # fmt: skip
