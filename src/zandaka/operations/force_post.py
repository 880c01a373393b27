"""Force post (強制計上): a purchase that can no longer be refused, since a network has settled it:
a capture after its hold's end, or one that was never authorised here."""

from datetime import timedelta
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved
from zandaka.ledger.model import (
    Account,
    Decision,
    Hold,
    Lot,
    Merchant,
    Moment,
    Past,
    State,
    Touch,
    Wallet,
)
from zandaka.money import Yen
from zandaka.operations.base import MerchantId, Network, Operation, Reference
from zandaka.operations.capture import fee_of, hold_of
from zandaka.operations.pay import LotPart
from zandaka.rules import acceptance, limits, lots, medium, overseas, shortfalls
from zandaka.rules.overseas import OVERSEAS, Fee, Foreign
from zandaka.terms.model import Product


class ForcePosted(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` went to the merchant and `fee` beside them; `shortfall_yen` of both were not there and
    are owed by the holder. `uses`: what counts towards a limit, also beyond it. `forced` is always
    true."""

    merchant: str
    yen: int
    lots: tuple[LotPart, ...]
    forced: bool
    shortfall_yen: int = 0
    hold: ids.OperationId | None = None
    fee: Fee | None = None
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()


class ForcePost(Operation, frozen=True, kw_only=True, tag="force_post"):
    """Posts a price of `yen` of a `hold` that has ended, all that was not captured when none are
    given; or, of a `wallet`, one without a hold. It takes what the hold kept and is still there, of
    value that has expired meanwhile no more than that, then what else the wallet could spend at
    the merchant - a card that was exchanged since: what the one that replaced it could -; the rest
    is owed by the holder. Of a stopped card it takes nothing without a hold: all is owed, until
    somebody collects it or writes it off."""

    verb: ClassVar[str] = "force_post"

    hold: ids.OperationId | None = None
    wallet: ids.WalletId | None = None
    merchant: MerchantId
    yen: Yen | None = None
    reference: Reference = ""
    network: Network = ""
    channel: Network = ""
    foreign: Foreign | None = None

    def __post_init__(self) -> None:
        if (self.hold is None) == (self.wallet is None):
            raise ValueError("give either hold or wallet, and not both")
        if self.wallet is not None and self.yen is None:
            raise ValueError("yen must be given where there is no hold")
        # What a hold did not cover may be a part of the price.
        if self.foreign is not None and not 0 < (self.yen or 0) <= self.foreign.yen:
            raise ValueError(f"yen must be at most {self.foreign.yen}: amount times rate")

    def book(self, key: bytes, books: int) -> int:
        return ids.book_of(self.hold or self.wallet or 0) % books

    @property
    def on(self) -> ids.OperationId:
        """The hold; 0 where there is none."""
        return self.hold or ids.OperationId(0)

    def touch(self, touch: Touch) -> None:
        if self.hold is not None:
            touch.past.add(self.hold)
            touch.past_wallets = True
        if self.wallet is not None:
            touch.wallets.add(self.wallet)
        touch.successors = True
        touch.merchants.add(self.merchant)
        touch.named.add((Kind.MERCHANT_PAYABLE, self.merchant))
        touch.of_wallets.add(Kind.SHORTFALL)
        touch.fees.add(OVERSEAS)
        touch.limits.add("pay_day_max")

    def decide(self, state: State, moment: Moment) -> Decision:
        if self.wallet is not None:
            state.wallet(self.wallet)
        merchant = state.merchant(self.merchant)
        hold = None if self.hold is None else hold_of(state, self.hold, self.merchant)
        asked = state.wallet((self.wallet or 0) if hold is None else hold.wallet)
        # What the card had is on the new one, and so is whatever it used of caps (R83).
        wallet = state.wallet(state.successor(asked.id))
        product = moment.terms.products[wallet.product]
        terms = _require_in_time(product, hold, state, moment)
        on = moment.day if hold is None else jst_date(state.past[hold.id].effective_at)
        network = self.network
        if hold is not None and not network:
            network = state.past[hold.id].request.get("network", "")
        terms = terms or overseas.fee_on(product, self.foreign, 1, on, network, merchant.networks)
        rest = 0 if hold is None else hold.rest
        price = self.yen or (rest if terms is None else terms.price_within(rest))
        fee = None if terms is None else terms.of(price)
        yen = price + (0 if fee is None else fee.yen)
        if hold is not None and (yen > rest or not price):
            raise Refusal("exceeds_hold", open_yen=rest, yen=yen)
        if hold is not None and hold.expires_at > moment.at and hold.uses:
            raise Refusal("hold_not_ended", expires_at=hold.expires_at)
        kept = {} if hold is None else _kept(hold, state.past[hold.id])
        found = self._spendable(wallet, kept, merchant, moment)
        if asked is not wallet:
            found = [*self._spendable(asked, kept, merchant, moment), *found]
        if hold is None and wallet.status == "stopped":
            # Nobody said before the stop that this may be paid: what is on a lost card stays, and
            # a person decides who bears it.
            found = []
        # Of what is good it may take more than the hold kept.
        at_most = {lot.id: kept[lot.id] for lot in found if lot.expired(moment.at)}
        parts, missing = lots.take_some(found, yen, moment.at, product.paying.spend_first, at_most)
        sources: list[tuple[Account | Lot, int]] = [*parts]
        if missing:
            owner = str(ids.WalletId(wallet.id))
            sources.append((state.account(Kind.SHORTFALL, owner), missing))
        payable = state.account(Kind.MERCHANT_PAYABLE, merchant.id)
        fees = None if fee is None else state.account(Kind.FEE_INCOME, f"{fee.product} {OVERSEAS}")
        uses = limits.count(product, "pay_day_max", wallet.id, yen, state, moment)
        renewed = medium.use(product, wallet, "capture", moment)
        return Decision(
            ForcePosted(
                merchant.id,
                price,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                True,
                missing,
                self.hold,
                fee,
                limits.told(uses, state),
                renewed.moved_ends,
            ),
            moves=overseas.split(sources, price, payable, fees),
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=(*renewed.records, *shortfalls.begin(wallet.id, missing)),
            hold=None if hold is None else msgspec.structs.replace(hold, rest=rest - yen),
            uses=uses,
            wallet=wallet.id,
        )

    def _spendable(
        self, wallet: Wallet, kept: dict[int, int], merchant: Merchant, moment: Moment
    ) -> list[Lot]:
        """What may be taken: good value accepted there, and what the hold kept, expired or not."""
        return [
            lot
            for lot in wallet.lots
            if lot.balance
            and (
                lot.id in kept
                or (
                    not lot.expired(moment.at)
                    and acceptance.accepts(merchant, lot, moment, self.network, self.channel)
                )
            )
        ]


def _kept(hold: Hold, authorised: Past) -> dict[int, int]:
    """The most that a hold can have kept of each lot when its time ran out: what was authorised,
    and any of what may still be posted where it was increased. More is not known once the end is
    written down, and when the house does that may change nothing."""
    told = msgspec.convert(authorised.outcome["lots"], tuple[LotPart, ...])
    first = {int(ids.LotId.parse(part.lot)): part.yen for part in told}
    lots_of = [line.lot.id for line in hold.lines]
    increased = hold.rest > sum(first.values()) or any(one not in first for one in lots_of)
    return {one: hold.rest if increased else first[one] for one in lots_of}


def _require_in_time(
    product: Product, hold: Hold | None, state: State, moment: Moment
) -> Fee | None:
    """The fee by which a hold was authorised. Refuses not_offered, and hold_ended where it is too
    late even for this."""
    days = product.paying.force_post_days(moment.day)
    if days is None:
        raise Refusal("not_offered", product=product.id)
    if hold is None:
        return None
    until = hold.expires_at + timedelta(days=days)
    if until <= moment.at:
        raise Refusal("hold_ended", expires_at=hold.expires_at, posted_until=until)
    return fee_of(state.past[hold.id])
