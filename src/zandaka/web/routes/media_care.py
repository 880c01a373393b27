"""What becomes of a medium after its issue: stopped, resumed, exchanged, paid back; how far its
holder is known; what an extension would do."""

from datetime import datetime
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.operations.exchange import Exchange, Exchanged
from zandaka.operations.identify import Identified, Identify
from zandaka.operations.redeem import Redeem, Redeemed
from zandaka.operations.resume import Resume, Resumed
from zandaka.operations.stop import Stop, Stopped
from zandaka.reads import extension_preview, wallets
from zandaka.web import params
from zandaka.web.endpoint import Endpoint, Query
from zandaka.web.http import Reply, Request, encode, reply
from zandaka.web.media_bodies import ExchangeBody, IdentifyBody, ReasonBody, RedeemBody
from zandaka.web.problem import Failure
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, submit

_INSTANT: Final = {"type": "string", "format": "date-time"}
_decode_exchanged = msgspec.json.Decoder(Accepted[Exchanged], dec_hook=ids.from_json).decode


class ExchangedWithCode(msgspec.Struct, frozen=True):
    """The new card, its code told here alone, and what moved to it: `yen`, good strictly before
    `expires_at`. `left_yen` had expired and stay with the old one."""

    new_wallet: ids.WalletId
    inquiry: str
    code: str
    yen: int
    left_yen: int
    expires_at: datetime | None


async def stop(services: Services, request: Request) -> Reply:
    body: ReasonBody = request.body
    wallet = params.wallet(request)
    return await submit(services, request, Stop(wallet=wallet, reason=body.reason), own=wallet)


async def resume(services: Services, request: Request) -> Reply:
    body: ReasonBody = request.body
    return await submit(
        services, request, Resume(wallet=params.wallet(request), reason=body.reason)
    )


async def exchange(services: Services, request: Request) -> Reply:
    body: ExchangeBody = request.body
    code = services.secrets.code(ids.operation_key(request.principal.caller, request.key), 0)
    answered = await submit(
        services,
        request,
        Exchange(
            wallet=params.wallet(request),
            secret=services.secrets.of_code(code),
            medium_returned=body.medium_returned,
            printed=body.printed,
            reference=body.reference,
        ),
    )
    done = _decode_exchanged(answered.body)
    said = done.outcome
    outcome = ExchangedWithCode(
        said.new_wallet, said.inquiry, code, said.yen, said.left_yen, said.expires_at
    )
    answered.body = encode(Accepted(done.operation, done.recorded_at, outcome))
    return answered


async def identify(services: Services, request: Request) -> Reply:
    body: IdentifyBody = request.body
    return await submit(
        services,
        request,
        Identify(wallet=params.wallet(request), tier=body.tier, evidence=body.evidence),
    )


async def redeem(services: Services, request: Request) -> Reply:
    body: RedeemBody = request.body
    return await submit(
        services,
        request,
        Redeem(
            wallet=params.wallet(request),
            ground=body.ground,
            yen=body.yen,
            way=body.way,
            account=body.account,
            reason=body.reason,
            reference=body.reference,
        ),
    )


async def preview(services: Services, request: Request) -> Reply:
    wallet = params.wallet(request)
    until = params.instant(request, "expires_at")
    if until is None:
        raise Invalid("expires_at", "is required")
    if await services.readers.read(wallets.product, wallet) is None:
        raise Failure("not_found", field="wallet")
    found = await services.readers.read(
        extension_preview.preview, wallet, until, services.terms, services.clock.now()
    )
    return reply(found)


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/stop", tag="wallets",
        roles=("issuer", "operator", "holder"),
        ja="利用を停止する(紛失・盗難。届け出たその時から)",
        en="Stop a lost or stolen medium, from this instant on",
        handler=stop, body=ReasonBody, answer=Accepted[Stopped], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/resume", tag="wallets",
        roles=("issuer", "operator"), ja="利用停止を解く", en="Take a stop back",
        handler=resume, body=ReasonBody, answer=Accepted[Resumed], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/exchanges", tag="wallets",
        roles=("issuer", "operator"),
        ja="破損したカードを新しいカードと引き換える(残高を移す。コードは応答でのみ伝える)",
        en="Exchange a damaged card for a new one, with its balance; the code is told here alone",
        handler=exchange, body=ExchangeBody, answer=Accepted[ExchangedWithCode], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/identity", tag="wallets",
        roles=("issuer", "operator"), ja="本人確認の段階を登録する",
        en="Write down how far the holder is known",
        handler=identify, body=IdentifyBody, answer=Accepted[Identified], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/redemptions", tag="payouts",
        roles=("issuer", "operator"), ja="前払いの残高を払い戻す(事由のある場合)",
        en="Pay prepaid value back, on a ground",
        handler=redeem, body=RedeemBody, answer=Accepted[Redeemed], status=201, command=True,
    ),
    Endpoint(
        method="GET", path="/v1/wallets/{wallet}/extensions/preview", tag="redress",
        roles=("issuer", "operator"),
        ja="有効期限を延長するとどうなるか(通算六か月に達するか)",
        en="What an extension would do, to the six-month exemption too",
        handler=preview, answer=extension_preview.ExtensionPreview,
        query=(
            Query("expires_at", "延長後の期限", "the end it would have", True, _INSTANT),
        ),
    ),
)  # fmt: skip
