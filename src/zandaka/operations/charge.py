"""Charge (他商品へのチャージ): what a number or gift card has is loaded onto a card of another
product (R79, R92). A charge moves value between products; no money comes in."""

from collections.abc import Callable
from typing import ClassVar

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations.arrive import received, touch_receiving
from zandaka.operations.base import OnWallet, require_in_use, require_open
from zandaka.operations.parcels import Moved, opened, parcel
from zandaka.operations.receiving import Received
from zandaka.rules import limits, lots
from zandaka.rules.expiry import require_not_expired
from zandaka.terms.instrument.sending import ChargeChannel
from zandaka.terms.model import Product


class Charged(Moved, frozen=True, kw_only=True, omit_defaults=True):
    """`yen` of the number `source` are on the card `wallet`, or on their way there when
    `in_transit`. `moved_ends`: what ends later for this, where it counts as a use of the card."""

    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()


class Onto(OnWallet, frozen=True, kw_only=True):
    """What a charge and a carry-over share: value of `wallet` goes onto the card `to`."""

    to: ids.WalletId
    accept_exemption_loss: bool = False

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.issue_dates = True
        if self._is_near:
            touch.wallets.add(self.to)
            touch_receiving(touch)
        else:
            touch.named.add((Kind.IN_TRANSIT, str(ids.book_of(self.to))))

    def _source(self, state: State, moment: Moment) -> tuple[Wallet, Product]:
        wallet = state.wallet(self.wallet)
        if self._is_near:
            state.wallet(self.to)
        require_open(wallet)
        product = moment.terms.products[wallet.product]
        require_in_use(product, moment)
        return wallet, product

    def _good(self, wallet: Wallet, product: Product, moment: Moment) -> list[Lot]:
        """What is left and not past its end. Refuses value_expired where all of it is."""
        # What was extended past the exemption is of another product, on the same number (R91).
        own = (product.id, product.media.regulated_as)
        left = [lot for lot in wallet.lots if lot.balance and lot.series.product in own]
        require_not_expired(left, moment)
        return [lot for lot in left if not lot.expired(moment.at)]

    def _parts(self, good: list[Lot], yen: int | None, moment: Moment) -> list[lots.Part]:
        """Which lots give how much: all that is left where `yen` is None."""
        if yen is not None:
            return lots.take(good, yen, moment.at)
        if any(lot.available(moment.at) < lot.balance for lot in good):
            raise Refusal("hold_open")
        return [(lot, lot.balance) for lot in sorted(good, key=lots.spend_order)]

    def _require_meant(
        self, product: Product, offered: frozenset[str], parts: list[lots.Part], moment: Moment
    ) -> None:
        """Value outside the Act comes inside it on such a card: somebody must have said so.
        Refuses exemption_would_be_lost, and nothing_left where there is nothing to move."""
        products = moment.terms.products
        exempt = any(products[lot.series.product].legal_kind == "exempt" for lot, _ in parts)
        loses = exempt and any(
            products[one].legal_kind != "exempt" for one in offered if one in products
        )
        if loses and not self.accept_exemption_loss:
            raise Refusal("exemption_would_be_lost", product=product.id, source="R91")
        if not parts:
            raise Refusal("nothing_left")

    def _far(
        self, wallet: Wallet, parts: list[lots.Part], outcome: Moved, state: State
    ) -> Decision:
        """Sends to another book."""
        to_book = ids.book_of(self.to)
        transit = state.account(Kind.IN_TRANSIT, str(to_book))
        return Decision(
            outcome,
            moves=[(lot, transit, part, 0) for lot, part in parts],
            transit_to=to_book,
            wallet=wallet.id,
        )

    def _near(
        self, wallet: Wallet, parts: list[lots.Part], got: Received, outcome: Callable[[], Moved]
    ) -> Decision:
        """Moves within the book."""
        moves: list[Move] = [
            (lot, into, part, 0) for (lot, part), into in zip(parts, got.lots, strict=True)
        ]
        return Decision(
            outcome,
            moves=moves,
            lots=got.lots,
            uses=got.uses,
            changed_wallets=got.renewed.wallets,
            extensions=got.renewed.extensions,
            records=got.records,
            wallet=wallet.id,
        )

    @property
    def _is_near(self) -> bool:
        return ids.book_of(self.to) == ids.book_of(self.wallet)


class Charge(Onto, frozen=True, kw_only=True, tag="charge"):
    """Loads `yen` of a number - all that is left where none is said - onto a card of a product
    that it charges, through a channel where it may be entered. On the card it is as good as what
    is loaded there. Value outside the Act comes inside it: `accept_exemption_loss` says that this
    is meant."""

    verb: ClassVar[str] = "charge"

    yen: Yen | None = None
    channel: ChargeChannel = "app"

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet, product = self._source(state, moment)
        good = self._good(wallet, product, moment)
        terms = product.sending
        channels = terms.charge_channels
        if not terms.charges or (channels and self.channel not in channels):
            raise Refusal(
                "not_offered", product=product.id, channel=self.channel,
                channels=sorted(channels), source=terms.source or product.source,
            )  # fmt: skip
        parts = self._parts(good, self.yen, moment)
        self._require_meant(product, terms.charges, parts, moment)
        parcels = tuple(parcel(lot, yen) for lot, yen in parts)
        yen = sum(one.yen for one in parcels)
        if not self._is_near:
            return self._far(wallet, parts, Charged(
                why="charge", source=self.wallet, wallet=self.to, yen=yen, in_transit=True,
                parcels=parcels,
            ), state)  # fmt: skip
        got = received(state.wallet(self.to), "charge", parcels, state, moment)
        told = limits.told(got.uses, state)
        return self._near(wallet, parts, got, lambda: Charged(
            why="charge", source=self.wallet, wallet=self.to, yen=yen, in_transit=False,
            new_lots=opened(got.lots), uses=told, moved_ends=got.renewed.moved_ends,
        ))  # fmt: skip
