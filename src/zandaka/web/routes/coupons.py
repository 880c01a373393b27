"""Paper coupons: issued by the issuer, found by number or booking, loaded by a holder."""

from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.operations.issue import Issue, Issued
from zandaka.operations.load_coupon import CouponLoaded, LoadCoupon
from zandaka.reads import coupons
from zandaka.rules.coupon import GrantLine
from zandaka.web import params
from zandaka.web.bodies import CouponLoadBody, IssueBody
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint, Query
from zandaka.web.http import Reply, Request, encode, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, by_code, submit

_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 100}
_decode_issued = msgspec.json.Decoder(Accepted[Issued], dec_hook=ids.from_json).decode


class PrintedCoupon(msgspec.Struct, frozen=True):
    """What is printed on a paper. The code redeems it: it is derived anew each time the same
    request is sent, and stored nowhere (R86)."""

    wallet: ids.WalletId
    inquiry: str
    code: str


class IssuedWithCodes(msgspec.Struct, frozen=True):
    """Coupons of `yen` each, good strictly before `expires_at`; `grant` says why so much."""

    coupons: list[PrintedCoupon]
    yen: int
    expires_at: str
    prefecture: str
    grant: tuple[GrantLine, ...]


class Coupons(msgspec.Struct, frozen=True):
    """A page of coupons."""

    items: list[coupons.CouponView]
    next_cursor: str | None


async def issue(services: Services, request: Request) -> Reply:
    body: IssueBody = request.body
    key = ids.operation_key(request.principal.caller, request.key)
    codes = [services.secrets.code(key, index) for index in range(body.guests)]
    answered = await submit(
        services,
        request,
        Issue(
            campaign=body.campaign,
            prefecture=body.prefecture,
            trip=body.trip,
            secrets=tuple(services.secrets.of_code(code) for code in codes),
            lodging=body.lodging,
            booking=body.booking,
        ),
    )
    done = _decode_issued(answered.body)
    outcome = msgspec.to_builtins(done.outcome, enc_hook=ids.to_json)
    for coupon, code in zip(outcome["coupons"], codes, strict=True):
        coupon["code"] = code
    answered.body = encode(
        {"operation": done.operation, "recorded_at": done.recorded_at, "outcome": outcome}
    )
    return answered


async def by_inquiry(services: Services, request: Request) -> Reply:
    try:
        inquiry = ids.read_inquiry_number(request.path["inquiry"])
    except ValueError as error:
        raise Invalid("inquiry", str(error)) from None
    found = await services.readers.read(coupons.by_inquiry, inquiry, services.clock.now())
    if found is None:
        raise Failure("not_found", field="inquiry")
    return reply(found)


async def by_booking(services: Services, request: Request) -> Reply:
    lodging, booking = params.text(request, "lodging"), params.text(request, "booking")
    wanted = params.limit(request)
    after = params.cursor(request, int, 0)
    if not 0 <= after < 1 << 63:
        raise Invalid("cursor", "must be a next_cursor of this list")
    found = await services.readers.read(
        coupons.by_booking, lodging, booking, services.clock.now(), after, wanted + 1
    )
    last = int(found[wanted - 1].coupon) if len(found) > wanted else None
    return reply(params.page(found, wanted, last))


async def load(services: Services, request: Request) -> Reply:
    body: CouponLoadBody = request.body
    wallet = params.wallet(request)
    return await by_code(
        services,
        request,
        body.code,
        lambda coupon: LoadCoupon(coupon=coupon, to=wallet),
        own=wallet,
    )


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/coupons", tag="coupons", roles=("issuer",),
        ja="宿泊者に紙のクーポンを発行する(1人1枚)",
        en="Issue paper coupons to a lodging's guests, one each",
        handler=issue, body=IssueBody, answer=Accepted[IssuedWithCodes], status=201, command=True,
    ),
    Endpoint(
        method="GET", path="/v1/coupons", tag="coupons", roles=("issuer",),
        ja="宿泊施設と予約番号からクーポンを探す", en="Find coupons by lodging and booking",
        handler=by_booking, answer=Coupons,
        query=(
            Query("lodging", "宿泊施設", "the lodging", True, _NAME),
            Query("booking", "予約番号", "the booking", True, _NAME),
            CURSOR, LIMIT,
        ),
    ),
    Endpoint(
        method="GET", path="/v1/coupons/{inquiry}", tag="coupons", roles=("issuer",),
        ja="お問い合わせ番号からクーポンを探す(アプリに移った後、退会後も)",
        en="Find a coupon by its inquiry number, also after it was loaded and its holder left",
        handler=by_inquiry, answer=coupons.CouponView,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/coupon-loads", tag="coupons",
        roles=("holder", "issuer"), ja="紙のクーポンをアプリのウォレットに取り込む",
        en="Load a paper coupon into an app wallet",
        handler=load, body=CouponLoadBody, answer=Accepted[CouponLoaded], status=201,
        command=True, limited=True,
    ),
)  # fmt: skip
