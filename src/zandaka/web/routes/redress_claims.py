"""Claims as operators read them, and a lost inquiry number as the lodging finds it (R21)."""

from datetime import date
from typing import Any, Final

import msgspec

from zandaka.errors import Invalid
from zandaka.reads import claims, lodgings
from zandaka.redress.claims import file
from zandaka.web import params
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services

_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 100}
_DATE: Final = {"type": "string", "format": "date"}
_MOST: Final = 1 << 63


class Claims(msgspec.Struct, frozen=True):
    """A page of claims."""

    items: list[claims.ClaimLine]
    next_cursor: str | None


class LodgingCoupons(msgspec.Struct, frozen=True):
    """A page of coupons that a lodging handed out."""

    items: list[lodgings.IssuedByLodging]
    next_cursor: str | None


async def listed(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    found = await services.readers.read(
        claims.listed,
        request.query.get("incident"),
        _one_of(request, "state", claims.STATES),
        _one_of(request, "kind", claims.KINDS),
        _after(request),
        wanted + 1,
    )
    last = found[wanted - 1].claim if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def one(services: Services, request: Request) -> Reply:
    text = request.path["claim"]
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid("claim", "must be a claim's number")
    found = await services.readers.read(
        file.opened, services.redress.vault, services.terms, int(text), services.clock.now()
    )
    if found is None:
        raise Failure("not_found", field="claim")
    return reply(found)


async def by_lodging(services: Services, request: Request) -> Reply:
    who = request.principal
    if who.role == "lodging":
        # Its own only: what another one issued is as if it were not there.
        if request.query.get("lodging", who.subject) != who.subject:
            raise Failure("forbidden", field="lodging", rule="must be your own")
        lodging = who.subject
    else:
        lodging = params.text(request, "lodging")
    booking = params.text(request, "booking") if "booking" in request.query else None
    day = _day(request)
    if booking is None and day is None:
        raise Invalid("booking", "or date is required")
    wanted = params.limit(request)
    found = await services.readers.read(
        lodgings.issued_by, lodging, booking, day, _after(request), wanted + 1
    )
    last = int(found[wanted - 1].coupon) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


def _after(request: Request) -> int:
    after = params.cursor(request, int, 0)
    if not 0 <= after < _MOST:
        raise Invalid("cursor", "must be a next_cursor of this list")
    return after


def _one_of(request: Request, name: str, known: tuple[str, ...]) -> str | None:
    given = request.query.get(name)
    if given is not None and given not in known:
        raise Invalid(name, f"must be one of {', '.join(known)}")
    return given


def _day(request: Request) -> date | None:
    given = request.query.get("date")
    if given is None:
        return None
    try:
        return msgspec.convert(given, date)
    except msgspec.ValidationError:
        raise Invalid("date", "must be a day such as 2023-02-23") from None


def _choice(known: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(known)}


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/claims", tag="claims", roles=("operator",),
        ja="申請の一覧(受付順)", en="Claims, in the order in which they came in",
        handler=listed, answer=Claims,
        query=(
            Query("incident", "障害", "the incident", schema=_NAME),
            Query("state", "状態", "where it stands", schema=_choice(claims.STATES)),
            Query("kind", "種類", "what kind", schema=_choice(claims.KINDS)),
            CURSOR, LIMIT,
        ),
    ),
    Endpoint(
        method="GET", path="/v1/claims/{claim}", tag="claims", roles=("operator",),
        ja="申請の記録(個人情報を含む)。申告と、台帳・店舗の記録を並べて示す",
        en="A claim's file, personal data opened: what was said beside the books and the shop",
        handler=one, answer=file.ClaimFile,
    ),
    Endpoint(
        method="GET", path="/v1/lodging/coupons", tag="claims", roles=("lodging", "operator"),
        ja="紛失したお問合せ番号を、発行した宿泊施設が予約番号か日付で探す(コードは出ない)",
        en="A lost inquiry number, found by the lodging that issued it; never the code",
        handler=by_lodging, answer=LodgingCoupons,
        query=(
            Query("booking", "予約番号", "the booking", schema=_NAME),
            Query("date", "旅行中のいずれかの日", "any day of the trip", schema=_DATE),
            Query("lodging", "宿泊施設(運用者のみ)", "the lodging (operators only)", schema=_NAME),
            CURSOR, LIMIT,
        ),
    ),
)  # fmt: skip
