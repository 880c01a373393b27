"""Load a coupon (クーポンのチャージ): a paper coupon's value moves into an app wallet, once.

Where the two wallets live in different books the value goes by way of the books' in-transit
accounts: `LoadCoupon` sends it, `Arrive` takes it in, and `Return` brings it back where the
wallet refuses it. Each has a key made from the one before, so any of them may be repeated."""

from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.operations.base import OnPast, OnWallet, Operation, require_open
from zandaka.rules import limits, lots


class Parcel(msgspec.Struct, frozen=True):
    """A lot on its way to another wallet, with all that makes it what it is."""

    yen: int
    product: str
    campaign: str
    prefecture: str
    origin: ids.WalletId
    issued_at: datetime
    expires_at: datetime | None


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
        if moving and all(lot.expired(moment.at) for lot in moving):
            raise Refusal("value_expired", expired_at=moving[0].expires_at)
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


class Arrived(msgspec.Struct, frozen=True):
    """`yen` from `sent` are in `wallet`."""

    sent: ids.OperationId
    wallet: ids.WalletId
    yen: int


class Arrive(OnWallet, frozen=True, kw_only=True, tag="arrive"):
    """Takes in what another book sent. Submitted by the house alone, never by an edge."""

    verb: ClassVar[str] = "arrive"

    sent: ids.OperationId
    parcels: tuple[Parcel, ...]

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.IN_TRANSIT, str(ids.book_of(self.sent))))

    def decide(self, state: State, moment: Moment) -> Decision:
        arrived = arrivals(state.wallet(self.wallet), self.parcels, moment)
        transit = state.account(Kind.IN_TRANSIT, str(ids.book_of(self.sent)))
        moves: list[Move] = [
            (transit, lot, part.yen, 0) for lot, part in zip(arrived, self.parcels, strict=True)
        ]
        yen = sum(part.yen for part in self.parcels)
        return Decision(
            Arrived(self.sent, self.wallet, yen), moves=moves, lots=arrived, wallet=self.wallet
        )


class Settled(msgspec.Struct, frozen=True):
    """What another book said to a transit: `code` is empty where the value arrived; else it came
    back to the lots that had sent it."""

    sent: ids.OperationId
    code: str
    yen_returned: int


class Settle(OnPast, frozen=True, kw_only=True, tag="settle"):
    """Closes a transit in the sending book. Where the other book refused (`code`), the value
    goes back and the coupon is as it was."""

    verb: ClassVar[str] = "settle"

    sent: ids.OperationId
    coupon: ids.WalletId
    code: str

    @property
    def on(self) -> ids.OperationId:
        return self.sent

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.sent)
        touch.wallets.add(self.coupon)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = state.operation(self.sent)
        if not self.code:
            return Decision(Settled(self.sent, "", 0), settles=past.id, wallet=past.wallet)
        moves: list[Move] = [
            (state.accounts[sent.credit], state.lots[sent.debit], sent.yen, sent.id)
            for sent in past.transfers
        ]
        return Decision(
            Settled(self.sent, self.code, sum(sent.yen for sent in past.transfers)),
            moves=moves,
            changed_wallets=[
                msgspec.structs.replace(state.wallet(self.coupon), status="open", loaded_into=None)
            ],
            settles=past.id,
            wallet=past.wallet,
        )


def parcel(lot: Lot, yen: int) -> Parcel:
    """`yen` of a lot, ready to be sent."""
    series = lot.series
    assert lot.issued_at is not None, "issue dates were not touched"
    return Parcel(
        yen, series.product, series.campaign, series.prefecture,
        ids.WalletId(lot.origin), lot.issued_at, lot.expires_at,
    )  # fmt: skip


def arrivals(wallet: Wallet, parcels: tuple[Parcel, ...], moment: Moment) -> list[Lot]:
    """The lots in which `parcels` arrive. Refuses a closed or paper wallet, another product, and
    what passes the balance cap."""
    require_open(wallet)
    if wallet.form != "app":
        raise Refusal("wrong_form", form=wallet.form)
    product = moment.terms.products[wallet.product]
    if any(part.product != product.id for part in parcels):
        raise Refusal("wrong_form", product=parcels[0].product, wallet_product=product.id)
    yen = sum(part.yen for part in parcels)
    limits.check(product, "load_max", yen, moment)
    limits.check_balance(product, lots.total(wallet.lots, moment.at), yen, moment)
    return [
        Lot(
            0, wallet.id, moment.series[part.product, part.campaign, part.prefecture],
            part.origin, 0, 0, part.expires_at, part.issued_at,
        )
        for part in parcels
    ]  # fmt: skip
