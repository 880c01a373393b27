"""Load a coupon (クーポンのチャージ): a paper coupon's value moves into an app wallet, once.

Where the two wallets live in different books the value goes by way of the books' in-transit
accounts: `LoadCoupon` sends it, `Arrive` takes it in, and `Settle` brings it back where the
wallet refuses it. Each has a key made from the one before, so any of them may be repeated."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch
from zandaka.operations.arrive import arrivals
from zandaka.operations.base import Operation, require_open
from zandaka.operations.parcels import Parcel, parcel
from zandaka.rules.expiry import require_not_expired


class CouponLoaded(msgspec.Struct, frozen=True):
    """`yen` of the coupon are in `wallet`, or on their way there when `in_transit`."""

    coupon: ids.WalletId
    wallet: ids.WalletId
    yen: int
    in_transit: bool
    parcels: tuple[Parcel, ...]


class LoadCoupon(Operation, frozen=True, kw_only=True, tag="load_coupon"):
    """Moves all that is left of a paper coupon, while it is valid, into an app wallet. The value
    keeps its expiry, its prefecture and its origin."""

    verb: ClassVar[str] = "load_coupon"

    coupon: ids.WalletId
    to: ids.WalletId

    @property
    def wallet(self) -> ids.WalletId:
        """The wallet under which a refused attempt is found."""
        return self.coupon

    def book(self, key: bytes, books: int) -> int:
        return ids.book_of(self.coupon) % books

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.coupon)
        touch.issue_dates = True
        if ids.book_of(self.to) == ids.book_of(self.coupon):
            touch.wallets.add(self.to)
        else:
            touch.named.add((Kind.IN_TRANSIT, str(ids.book_of(self.to))))

    def decide(self, state: State, moment: Moment) -> Decision:
        coupon = state.wallet(self.coupon)
        require_open(coupon)
        if coupon.form != "paper":
            raise Refusal("wrong_form", form=coupon.form)
        if coupon.status == "loaded":
            raise Refusal("coupon_already_loaded")
        moving = [lot for lot in coupon.lots if lot.balance]
        require_not_expired(moving, moment)
        if any(lot.available(moment.at) < lot.balance for lot in moving):
            raise Refusal("hold_open")
        moving = [lot for lot in moving if not lot.expired(moment.at)]
        if not moving:
            raise Refusal("nothing_left")
        parcels = tuple(parcel(lot, lot.balance) for lot in moving)
        to_book = ids.book_of(self.to)
        near = to_book == ids.book_of(self.coupon)
        moves: list[Move] = []
        arrived: list[Lot] = []
        if near:
            arrived = arrivals(state.wallet(self.to), parcels, moment)
            moves = [(a, b, a.balance, 0) for a, b in zip(moving, arrived, strict=True)]
        else:
            transit = state.account(Kind.IN_TRANSIT, str(to_book))
            moves = [(lot, transit, lot.balance, 0) for lot in moving]
        loaded = msgspec.structs.replace(coupon, status="loaded", loaded_into=self.to)
        return Decision(
            CouponLoaded(
                self.coupon, self.to, sum(part.yen for part in parcels), not near, parcels
            ),
            moves=moves,
            lots=arrived,
            changed_wallets=[loaded],
            transit_to=None if near else to_book,
            wallet=self.coupon,
        )
