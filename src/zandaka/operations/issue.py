"""Issue (発行): a lodging's guests get paper coupons for their stay, one each."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.operations.base import Operation, Prefecture, Reference
from zandaka.rules.coupon import GrantLine, coupon_amount, coupon_expiry
from zandaka.rules.stay import DayTrip, Stay


class IssuedCoupon(msgspec.Struct, frozen=True):
    """One paper coupon. The inquiry number finds it and cannot redeem it (R18, R21)."""

    wallet: ids.WalletId
    inquiry: str


class Issued(msgspec.Struct, frozen=True):
    """Coupons of `yen` each, good strictly before `expires_at`; `grant` says why so much."""

    coupons: tuple[IssuedCoupon, ...]
    yen: int
    expires_at: datetime
    prefecture: str
    grant: tuple[GrantLine, ...]


class Issue(Operation, frozen=True, kw_only=True, tag="issue"):
    """Issues one paper coupon for each of `secrets`: the keyed HMACs of the codes printed on the
    papers. The codes themselves are never stored; the edge derives them again from the key of
    the request. `lodging` and `booking` are how the issuing lodging finds a lost coupon (R21)."""

    verb: ClassVar[str] = "issue"

    campaign: Reference
    prefecture: Prefecture
    trip: Stay | DayTrip
    secrets: Annotated[tuple[bytes, ...], msgspec.Meta(min_length=1, max_length=500)]
    lodging: Reference = ""
    booking: Reference = ""

    def book(self, key: bytes, books: int) -> int:
        return ids.home_book(key, books)

    def touch(self, touch: Touch) -> None:
        touch.named.add((Kind.CAMPAIGN_FUNDING, self.campaign))

    def decide(self, state: State, moment: Moment) -> Decision:
        campaign = moment.terms.campaigns.get(self.campaign)
        if campaign is None:
            raise Refusal("unknown_campaign", campaign=self.campaign)
        grant = coupon_amount(campaign, self.prefecture, self.trip)
        expires_at = coupon_expiry(self.trip).astimezone(UTC)
        if expires_at <= moment.at:
            raise Refusal(
                "value_expired", expired_at=expires_at, source=campaign.source_for("validity")
            )
        funding = state.account(Kind.CAMPAIGN_FUNDING, campaign.id)
        series = moment.series[campaign.product, campaign.id, self.prefecture]
        wallets: list[Wallet] = []
        lots: list[Lot] = []
        for secret in self.secrets:
            lot = Lot(0, 0, series, 0, 0, 0, expires_at, moment.at)
            lots.append(lot)
            wallets.append(
                Wallet(
                    0,
                    campaign.product,
                    "paper",
                    "open",
                    lots=[lot],
                    prefecture=self.prefecture,
                    secret=secret,
                )
            )
        moves: list[Move] = [(funding, lot, grant.yen, 0) for lot in lots]

        def outcome() -> Any:
            return Issued(
                tuple(IssuedCoupon(ids.WalletId(w.id), w.inquiry or "") for w in wallets),
                grant.yen,
                expires_at,
                self.prefecture,
                grant.lines,
            )

        return Decision(outcome, moves=moves, wallets=wallets, lots=lots)
