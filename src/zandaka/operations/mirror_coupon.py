"""Mirror a coupon (他台帳のクーポンの写し): one that another ledger issued, in our books."""

from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations.base import (
    Instant,
    Operation,
    Prefecture,
    Reference,
    not_later_than_now,
)

#: The name of the ledger that a copy was made of.
LedgerName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Foreign = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class MirroredCoupon(msgspec.Struct, frozen=True):
    """`yen` of the other ledger's coupon are in `wallet`, good strictly before `expires_at`."""

    wallet: ids.WalletId
    reference: str
    inquiry: str
    yen: int


class MirrorCoupon(Operation, frozen=True, kw_only=True, tag="mirror_coupon"):
    """Opens a paper wallet for a coupon of another `ledger`, with the number printed on it there
    and the value it had when it was issued. It counts from then (`issued_at`), so that what the
    coupon had at any instant can be asked. No code redeems it here."""

    verb: ClassVar[str] = "mirror_coupon"

    ledger: LedgerName
    reference: Foreign
    inquiry: Foreign
    campaign: Reference
    prefecture: Prefecture
    yen: Yen
    issued_at: Instant
    expires_at: Instant
    holder: Reference = ""

    def book(self, key: bytes, books: int) -> int:
        return ids.home_book(key, books)

    def touch(self, touch: Touch) -> None:
        touch.named.add((Kind.MIRRORED_LEDGER, self.ledger))

    def decide(self, state: State, moment: Moment) -> Decision:
        campaign = moment.terms.campaigns.get(self.campaign)
        if campaign is None:
            raise Refusal("unknown_campaign", campaign=self.campaign)
        if self.prefecture not in campaign.prefectures:
            raise Refusal("prefecture_not_in_campaign", prefecture=self.prefecture)
        issued_at = not_later_than_now(self.issued_at, moment)
        assert issued_at is not None
        if self.expires_at <= issued_at:
            raise Refusal("time_not_allowed", expires_at=self.expires_at, issued_at=issued_at)
        issued_at = issued_at.astimezone(UTC)
        series = moment.series[campaign.product, campaign.id, self.prefecture]
        lot = Lot(0, 0, series, 0, 0, 0, self.expires_at.astimezone(UTC), issued_at)
        wallet = Wallet(
            0, campaign.product, "paper", "open", self.holder, lots=[lot],
            prefecture=self.prefecture, inquiry=self.inquiry,
        )  # fmt: skip

        def outcome() -> Any:
            return MirroredCoupon(ids.WalletId(wallet.id), self.reference, self.inquiry, self.yen)

        return Decision(
            outcome,
            moves=[(state.account(Kind.MIRRORED_LEDGER, self.ledger), lot, self.yen, 0)],
            wallets=[wallet],
            lots=[lot],
            effective_at=issued_at,
        )
