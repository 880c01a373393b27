"""What is sent: the commands' fields less what the path or the key says already."""

from typing import Annotated, Literal

import msgspec

from zandaka import ids
from zandaka.directory.api_keys import Role
from zandaka.money import Yen, YenOrNone
from zandaka.operations.base import (
    Instant,
    MerchantId,
    Network,
    Prefecture,
    Reason,
    Reference,
)
from zandaka.operations.issue_media import Printed
from zandaka.operations.load import Channel
from zandaka.operations.registry import VERBS
from zandaka.rules.stay import DayTrip, Stay
from zandaka.terms.blocks import Minutes
from zandaka.terms.model import Tier

Code = Annotated[
    str,
    msgspec.Meta(
        min_length=16,
        max_length=40,
        description="The 16 letters and digits on the paper, with or without hyphens.",
    ),
]
Subject = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
NetworkName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request's body. Unknown fields are refused."""


class EmptyBody(Body, frozen=True, kw_only=True):
    """Nothing: an empty body or `{}`."""


class IssueBody(Body, frozen=True, kw_only=True):
    """One coupon for each of `guests`."""

    campaign: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    prefecture: Prefecture
    trip: Stay | DayTrip
    guests: Annotated[int, msgspec.Meta(ge=1, le=500)]
    lodging: Reference = ""
    booking: Reference = ""


class OpenWalletBody(Body, frozen=True, kw_only=True):
    """`holder` is given by an issuer, with how far it knows the person; a holder opens its own."""

    product: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    holder: Subject | None = None
    tier: Tier = "anonymous"


class IssueMediaBody(Body, frozen=True, kw_only=True):
    """`count` numbers of `yen` each, paid for; or, with 0, empty cards. `printed` is the end that
    they show: a month `2029-03`, a day `2029-03-31`, or none. `holder` is who they are issued to,
    known as far as `tier`: nobody for a bearer's."""

    product: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    count: Annotated[int, msgspec.Meta(ge=1, le=500)] = 1
    yen: YenOrNone = 0
    printed: Printed = ""
    holder: Subject | None = None
    tier: Tier = "anonymous"
    reference: Reference = ""


class LoadBody(Body, frozen=True, kw_only=True):
    """Money the issuer has received by `channel`; `product` is whose value it becomes, where that
    is another one that is on the same card."""

    yen: Yen
    reference: Reference = ""
    product: Reference = ""
    channel: Channel = ""


class ExtendBody(Body, frozen=True, kw_only=True):
    """`expires_at` is the first instant at which the value is no longer good. `acknowledged`: it is
    meant though the exemption of six months is lost (see the preview)."""

    expires_at: Instant
    reason: Reason
    incident: Reference = ""
    lot: ids.LotId | None = None
    acknowledged: bool = False


class ConvertBody(Body, frozen=True, kw_only=True):
    """What is left of expired value becomes gift value."""

    reason: Reason
    incident: Reference = ""


class RestoreBody(Body, frozen=True, kw_only=True):
    """`yen` of a debit, or all that is left of it."""

    yen: Yen | None = None
    reason: Reason
    incident: Reference = ""
    effective_at: Instant | None = None


class CouponLoadBody(Body, frozen=True, kw_only=True):
    """The code of the paper."""

    code: Code


class PayBody(Body, frozen=True, kw_only=True):
    """`wallet` of the app or `code` of the paper, one of them; `network` and `channel` by which the
    payment came, where they are known."""

    wallet: ids.WalletId | None = None
    code: Code | None = None
    yen: Yen
    cash_yen: YenOrNone = 0
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""


class HolderPayBody(Body, frozen=True, kw_only=True):
    """What the holder entered after scanning the shop's QR."""

    merchant: MerchantId
    yen: Yen
    cash_yen: YenOrNone = 0
    reference: Reference = ""


class RefundBody(Body, frozen=True, kw_only=True):
    """`yen` of the payment, or all that is left of it."""

    yen: Yen | None = None
    reference: Reference = ""


class AuthoriseBody(Body, frozen=True, kw_only=True):
    """Holds `yen` for `minutes`; as long as the product's terms say where none are given."""

    wallet: ids.WalletId
    yen: Yen
    minutes: Minutes | None = None
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""


class IncreaseBody(Body, frozen=True, kw_only=True):
    """`yen` more; with `minutes` the hold lasts at least so long from now."""

    yen: Yen
    minutes: Minutes | None = None


class VoidBody(Body, frozen=True, kw_only=True):
    """`yen` of the hold, or all."""

    yen: Yen | None = None


class ForcePostBody(Body, frozen=True, kw_only=True):
    """`yen` of what the hold kept, or all that was not captured."""

    yen: Yen | None = None
    reference: Reference = ""


class CaptureBody(Body, frozen=True, kw_only=True):
    """`yen` of the hold, or all; with `final` the rest is let go."""

    yen: Yen | None = None
    final: bool = True


class GiftCodeBody(Body, frozen=True, kw_only=True):
    """The six digits that were sent, as they were typed."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class MerchantBody(Body, frozen=True, kw_only=True):
    """A shop: `prefecture` is its JIS X 0401 code. `networks` are those whose brands it accepts,
    `groups` what it belongs to."""

    name: Subject
    prefecture: Prefecture
    status: Literal["open", "closed"] = "open"
    networks: Annotated[list[NetworkName], msgspec.Meta(max_length=20)] = []
    groups: Annotated[list[NetworkName], msgspec.Meta(max_length=20)] = []


class KeyBody(Body, frozen=True, kw_only=True):
    """`subject`: a merchant's id, a holder's name, or a name of the issuer's own."""

    role: Role
    subject: Subject


class WebhookBody(Body, frozen=True, kw_only=True):
    """Where to, and of which verbs."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    verbs: Annotated[list[str], msgspec.Meta(min_length=1, max_length=len(VERBS))]
