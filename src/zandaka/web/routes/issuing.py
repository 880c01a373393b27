"""Numbers and cards: issued by the issuer, their codes told once."""

from datetime import datetime
from typing import Final

import msgspec

from zandaka import ids
from zandaka.errors import Invalid
from zandaka.operations.issue_media import IssuedMedia, IssueMedia
from zandaka.web import known_holders
from zandaka.web.bodies import IssueMediaBody
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, encode
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, submit

_decode_issued = msgspec.json.Decoder(Accepted[IssuedMedia], dec_hook=ids.from_json).decode


class PrintedMedium(msgspec.Struct, frozen=True):
    """What is on a number or card. The code spends it: it is derived anew each time the same
    request is sent, and stored nowhere (R86)."""

    wallet: ids.WalletId
    inquiry: str
    code: str


class IssuedMediaWithCodes(msgspec.Struct, frozen=True):
    """Media of `yen` each, good strictly before `expires_at` (for ever when none)."""

    media: list[PrintedMedium]
    yen: int
    expires_at: datetime | None


async def issue(services: Services, request: Request) -> Reply:
    body: IssueMediaBody = request.body
    if body.tier != "anonymous" and body.holder is None:
        raise Invalid("tier", "goes with holder")
    key = ids.operation_key(request.principal.caller, request.key)
    codes = [services.secrets.code(key, index) for index in range(body.count)]
    answered = await submit(
        services,
        request,
        IssueMedia(
            product=body.product,
            secrets=tuple(services.secrets.of_code(code) for code in codes),
            yen=body.yen,
            printed=body.printed,
            holder=body.holder or "",
            tier=body.tier,
            reference=body.reference,
        ),
    )
    done = _decode_issued(answered.body)
    if body.tier == "anonymous":
        media = [medium.wallet for medium in done.outcome.media]
        await known_holders.tell(services, body.holder or "", media)
    outcome = IssuedMediaWithCodes(
        [
            PrintedMedium(medium.wallet, medium.inquiry, code)
            for medium, code in zip(done.outcome.media, codes, strict=True)
        ],
        done.outcome.yen,
        done.outcome.expires_at,
    )
    answered.body = encode(Accepted(done.operation, done.recorded_at, outcome))
    return answered


ENDPOINTS: Final = (
    Endpoint(
        method="POST", path="/v1/media", tag="products", roles=("issuer",),
        ja="番号・カードを発行する(番号は代金受領済み。コードは応答でのみ伝える)",
        en="Issue numbers, paid for, or empty cards; their codes are told in the answer alone",
        handler=issue, body=IssueMediaBody, answer=Accepted[IssuedMediaWithCodes], status=201,
        command=True,
    ),
)  # fmt: skip
