"""Payments, refunds and holds: what a merchant does, and a holder who scans a shop's QR."""

from datetime import UTC, datetime
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.operations.authorise import Authorise, Authorised
from zandaka.operations.capture import Capture, Captured
from zandaka.operations.confirm import Confirm, Confirmed
from zandaka.operations.force_post import ForcePost, ForcePosted
from zandaka.operations.increase import Increase, Increased
from zandaka.operations.pay import Paid, Pay
from zandaka.operations.refund import Refund, Returned
from zandaka.operations.void import Void, Voided
from zandaka.reads import merchants
from zandaka.web import params
from zandaka.web.bodies import (
    AuthoriseBody,
    CaptureBody,
    EmptyBody,
    ForcePostBody,
    HolderPayBody,
    IncreaseBody,
    PayBody,
    RefundBody,
    VoidBody,
)
from zandaka.web.endpoint import CURSOR, LIMIT, Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, by_code, submit


class Transactions(msgspec.Struct, frozen=True):
    """A page of a merchant's transactions, newest first."""

    items: list[merchants.Transaction]
    next_cursor: str | None


async def pay(services: Services, request: Request) -> Reply:
    body: PayBody = request.body
    merchant = request.principal.subject
    if body.wallet is not None and body.code is None:
        return await submit(
            services,
            request,
            Pay(
                wallet=body.wallet,
                merchant=merchant,
                yen=body.yen,
                cash_yen=body.cash_yen,
                reference=body.reference,
                network=body.network,
                channel=body.channel,
            ),
        )
    if body.wallet is not None or body.code is None:
        raise Invalid("wallet", "give either wallet or code, and not both")

    def of(wallet: ids.WalletId) -> Pay:
        return Pay(
            wallet=wallet,
            merchant=merchant,
            yen=body.yen,
            cash_yen=body.cash_yen,
            reference=body.reference,
            network=body.network,
            channel=body.channel,
        )

    return await by_code(services, request, body.code, of)


async def pay_as_holder(services: Services, request: Request) -> Reply:
    body: HolderPayBody = request.body
    wallet = params.wallet(request)
    return await submit(
        services,
        request,
        Pay(
            wallet=wallet,
            merchant=body.merchant,
            yen=body.yen,
            cash_yen=body.cash_yen,
            reference=body.reference,
        ),
        own=wallet,
    )


async def refund(services: Services, request: Request) -> Reply:
    body: RefundBody = request.body
    return await submit(
        services,
        request,
        Refund(
            payment=params.operation(request),
            merchant=request.principal.subject,
            yen=body.yen,
            reference=body.reference,
        ),
    )


async def cancel(services: Services, request: Request) -> Reply:
    command = Refund(payment=params.operation(request), merchant=request.principal.subject)
    return await submit(services, request, command)


async def confirm(services: Services, request: Request) -> Reply:
    command = Confirm(payment=params.operation(request), merchant=request.principal.subject)
    return await submit(services, request, command)


async def authorise(services: Services, request: Request) -> Reply:
    body: AuthoriseBody = request.body
    return await submit(
        services,
        request,
        Authorise(
            wallet=body.wallet,
            merchant=request.principal.subject,
            yen=body.yen,
            minutes=body.minutes,
            reference=body.reference,
            network=body.network,
            channel=body.channel,
        ),
    )


async def capture(services: Services, request: Request) -> Reply:
    body: CaptureBody = request.body
    return await submit(
        services,
        request,
        Capture(
            hold=params.operation(request),
            merchant=request.principal.subject,
            yen=body.yen,
            final=body.final,
        ),
    )


async def increase(services: Services, request: Request) -> Reply:
    body: IncreaseBody = request.body
    command = Increase(
        hold=params.operation(request),
        merchant=request.principal.subject,
        yen=body.yen,
        minutes=body.minutes,
    )
    return await submit(services, request, command)


async def void(services: Services, request: Request) -> Reply:
    body: VoidBody = request.body
    command = Void(hold=params.operation(request), merchant=request.principal.subject, yen=body.yen)
    return await submit(services, request, command)


async def force_post(services: Services, request: Request) -> Reply:
    body: ForcePostBody = request.body
    command = ForcePost(
        hold=params.operation(request),
        merchant=request.principal.subject,
        yen=body.yen,
        reference=body.reference,
    )
    return await submit(services, request, command)


async def transactions(services: Services, request: Request) -> Reply:
    wanted = params.limit(request)
    newest = (datetime(9999, 1, 1, tzinfo=UTC), 0)
    before = params.cursor(request, tuple[datetime, int], newest)
    if before[0].tzinfo is None or abs(before[1]) >= 1 << 63:
        raise Invalid("cursor", "must be a next_cursor of this list")
    found = await services.readers.read(
        merchants.transactions, request.principal.subject, before, wanted + 1
    )
    shown = [one for one, _ in found]
    last = (shown[wanted - 1].recorded_at, found[wanted - 1][1]) if len(found) > wanted else None
    return reply(params.page(shown, wanted, last))


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/payments", tag="payments", roles=("merchant",),
        ja="支払を受ける(アプリのウォレット、または紙のクーポンのコード)",
        en="Take a payment from an app wallet or straight from a paper coupon",
        handler=pay, body=PayBody, answer=Accepted[Paid], status=201, command=True, limited=True,
    ),
    Endpoint(
        method="GET", path="/v1/payments", tag="payments", roles=("merchant",),
        ja="自店の取引一覧", en="The merchant's own transactions, newest first",
        handler=transactions, answer=Transactions, query=(CURSOR, LIMIT),
    ),
    Endpoint(
        method="POST", path="/v1/payments/{operation}/refunds", tag="payments",
        roles=("merchant",), ja="返金する(一部または全額)",
        en="Refund a payment, in part or in whole",
        handler=refund, body=RefundBody, answer=Accepted[Returned], status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/payments/{operation}/cancel", tag="payments",
        roles=("merchant",), ja="取り消す(残り全額を戻す)",
        en="Cancel a payment: give back all that is left of it",
        handler=cancel, body=EmptyBody, body_optional=True, answer=Accepted[Returned],
        status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/payments/{operation}/confirmations", tag="payments",
        roles=("merchant",), ja="完了画面を確認したことを記録する",
        en="Record that the shop saw the payment complete",
        handler=confirm, body=EmptyBody, body_optional=True, answer=Accepted[Confirmed],
        status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/wallets/{wallet}/payments", tag="payments", roles=("holder",),
        ja="店舗のQRを読み取って支払う", en="Pay a shop whose QR was scanned",
        handler=pay_as_holder, body=HolderPayBody, answer=Accepted[Paid], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/authorisations", tag="authorisations", roles=("merchant",),
        ja="仮押さえする", en="Hold value for the merchant",
        handler=authorise, body=AuthoriseBody, answer=Accepted[Authorised], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/authorisations/{operation}/captures", tag="authorisations",
        roles=("merchant",), ja="仮押さえを確定する(一部または全額)",
        en="Capture a hold, in part or in whole",
        handler=capture, body=CaptureBody, body_optional=True, answer=Accepted[Captured],
        status=201, command=True,
    ),
    Endpoint(
        method="POST", path="/v1/authorisations/{operation}/void", tag="authorisations",
        roles=("merchant",), ja="仮押さえを取り消す(一部または全額)",
        en="Let go of a hold, in part or in whole",
        handler=void, body=VoidBody, body_optional=True, answer=Accepted[Voided], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/authorisations/{operation}/increases", tag="authorisations",
        roles=("merchant",), ja="仮押さえを増額する", en="Hold more on an open hold",
        handler=increase, body=IncreaseBody, answer=Accepted[Increased], status=201,
        command=True,
    ),
    Endpoint(
        method="POST", path="/v1/authorisations/{operation}/force-posts", tag="authorisations",
        roles=("merchant",), ja="期限後の確定を強制計上する",
        en="Post a capture by force after the hold's end",
        handler=force_post, body=ForcePostBody, body_optional=True,
        answer=Accepted[ForcePosted], status=201, command=True,
    ),
)  # fmt: skip
