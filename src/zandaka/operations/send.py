"""Send (送金): a holder sends funds-transfer value to another one, at once or to be claimed."""

from datetime import datetime
from typing import ClassVar

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, Moment, Move, State, Touch, Wallet
from zandaka.money import Yen
from zandaka.operations import receiving
from zandaka.operations.arrive import touch_receiving
from zandaka.operations.base import (
    OnWallet,
    Reference,
    require_in_use,
    require_open,
    require_tier,
)
from zandaka.operations.parcels import Moved, Parcel, opened
from zandaka.operations.sends import SendUnderWay, claimable
from zandaka.operations.sends import State as SendState
from zandaka.rules import limits, lots, medium, months
from zandaka.rules.months import MonthSent
from zandaka.terms.model import Product


class Sent(Moved, frozen=True, kw_only=True, omit_defaults=True):
    """`yen` of `source` are in `wallet` or on their way; or they wait to be claimed from
    `claim_from` on and strictly before `ends_at`, when they come back. Where both are told they
    wait if a cap of the receiver's refuses them. `balance` is what `source` has left."""

    balance: int
    uses: tuple[LimitUsed, ...] = ()
    claim_from: datetime | None = None
    ends_at: datetime | None = None


class Send(OnWallet, frozen=True, kw_only=True, tag="send"):
    """Sends `yen` of what may be sent to another holder's card of the same kind. `wallet` is the
    sender's. Where the product says so the receiver has it at once, else after a claim (R109). Of
    what is sent at once, and a cap of the receiver's refuses, the terms say whether it is refused
    or waits to be claimed (R106)."""

    verb: ClassVar[str] = "send"

    to: ids.WalletId
    yen: Yen
    note: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.SEND_PENDING, str(self.wallet)))
        touch.limits.add("send_month_max")
        touch.under_way.add(MonthSent)
        if ids.book_of(self.to) == ids.book_of(self.wallet):
            touch.wallets.add(self.to)
            touch_receiving(touch)
        else:
            touch.named.add((Kind.IN_TRANSIT, str(ids.book_of(self.to))))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        near = ids.book_of(self.to) == ids.book_of(self.wallet)
        if near:
            state.wallet(self.to)
        product, parts, used = self._ordered(wallet, state, moment)
        balance = lots.total(wallet.lots, moment.at) - self.yen
        if product.sending.send == "claim":
            if near:
                # It can be refused before it is debited (R106); a claim asks all the rest.
                receiving.require_able(state.wallet(self.to), product, moment.terms)
            return self._to_be_claimed(product, parts, used, balance, state, moment)
        if near:
            try:
                return self._at_once(product, parts, used, balance, state, moment)
            except Refusal as refusal:
                if not _held(product, refusal.code):
                    raise
                return self._to_be_claimed(product, parts, used, balance, state, moment)
        to_book = ids.book_of(self.to)
        transit = state.account(Kind.IN_TRANSIT, str(to_book))
        moves: list[Move] = [(lot, transit, yen, 0) for lot, yen in parts]
        # Where the other book's refusal would hold it, it goes by way of what waits to be claimed.
        held = None
        if product.sending.receive_beyond_max == "hold":
            held = self._waiting(product, moment, "claiming")
            pending = state.account(Kind.SEND_PENDING, str(self.wallet))
            moves = [(lot, pending, yen, 0) for lot, yen in parts]
            moves.append((pending, transit, self.yen, 0))
        parcels = (Parcel(
            self.yen, product.id, "", "", ids.WalletId(wallet.id), moment.at, None
        ),)  # fmt: skip
        return Decision(
            Sent(
                why="send", source=self.wallet, wallet=self.to, yen=self.yen, in_transit=True,
                parcels=parcels, uses=limits.told(used.uses, state), balance=balance,
                claim_from=None if held is None else held.claim_from,
                ends_at=None if held is None else held.ends_at,
            ),
            moves=moves,
            uses=used.uses,
            records=used.records if held is None else (*used.records, held),
            transit_to=to_book,
            wallet=wallet.id,
        )  # fmt: skip

    def _ordered(
        self, wallet: Wallet, state: State, moment: Moment
    ) -> tuple[Product, list[lots.Part], months.Use]:
        """What is sent, out of which lots, and what it uses of the month. Refuses what the sender
        may not order."""
        product = self._value(wallet, moment)
        limits.check(product, "send_max", self.yen, moment)
        used = months.use(product, "send_month_max", wallet.id, self.yen, state, moment)
        mine = [lot for lot in wallet.lots if lot.series.product == product.id]
        good = [lot for lot in mine if not lot.expired(moment.at)]
        return product, lots.take(good, self.yen, moment.at), used

    def _value(self, wallet: Wallet, moment: Moment) -> Product:
        """The product that may be sent from the wallet. Refuses who may not."""
        require_open(wallet)
        require_in_use(moment.terms.products[wallet.product], moment)
        product = receiving.sent_value(wallet, moment.terms)
        if product is not None:
            require_tier(product, wallet.tier)
        medium.require_good(wallet, moment)
        if product is None or self.to == self.wallet:
            raise Refusal("not_offered", product=wallet.product, to=self.to)
        return product

    def _at_once(
        self,
        product: Product,
        parts: list[lots.Part],
        used: months.Use,
        balance: int,
        state: State,
        moment: Moment,
    ) -> Decision:
        got = receiving.sent(state.wallet(self.to), product.id, self.yen, state, moment)
        lot = got.lots[0]
        uses = (*used.uses, *got.uses)
        told = limits.told(uses, state)
        moves: list[Move] = [(part, lot, yen, 0) for part, yen in parts]
        return Decision(
            lambda: Sent(
                why="send", source=self.wallet, wallet=self.to, yen=self.yen, in_transit=False,
                new_lots=opened([lot]), uses=told, balance=balance,
            ),
            moves=moves,
            lots=[lot],
            uses=uses,
            records=(*used.records, *got.records),
            wallet=self.wallet,
        )  # fmt: skip

    def _to_be_claimed(
        self,
        product: Product,
        parts: list[lots.Part],
        used: months.Use,
        balance: int,
        state: State,
        moment: Moment,
    ) -> Decision:
        send = self._waiting(product, moment, "pending")
        pending = state.account(Kind.SEND_PENDING, str(self.wallet))
        return Decision(
            Sent(
                why="send", source=self.wallet, wallet=self.to, yen=self.yen, in_transit=False,
                uses=limits.told(used.uses, state), balance=balance, claim_from=send.claim_from,
                ends_at=send.ends_at,
            ),
            moves=[(lot, pending, yen, 0) for lot, yen in parts],
            uses=used.uses,
            records=(*used.records, send),
            wallet=self.wallet,
        )  # fmt: skip

    def _waiting(self, product: Product, moment: Moment, state: SendState) -> SendUnderWay:
        """The send as one to be claimed: from the next day on, or at once where only the receiver's
        cap is in its way."""
        found = product.sending.claim_days.at(moment.day)
        if found is None:
            raise Refusal("not_offered", product=product.id)
        claim_from, ends_at = claimable(moment.at, found.value)
        if product.sending.send == "at_once":
            claim_from = moment.at
        return SendUnderWay(
            wallet=int(self.wallet), receiver=int(self.to), yen=self.yen, claim_from=claim_from,
            ends_at=ends_at, state=state,
        )  # fmt: skip


class SendInVain(Send, frozen=True, kw_only=True, tag="send"):
    """A send to a wallet that the edge has looked at in another book and found not to be one that
    can have it (`operations/addressed.py`). The same request as a send, byte for byte, so that its
    key tells the same whenever it is asked; refused in the sender's book, so that the attempt is
    kept."""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.limits.add("send_month_max")
        touch.under_way.add(MonthSent)


class SendToOtherKind(SendInVain, frozen=True, kw_only=True, tag="send"):
    """To a card that holds no value of this product."""

    def decide(self, state: State, moment: Moment) -> Decision:
        product, _, _ = self._ordered(state.wallet(self.wallet), state, moment)
        raise Refusal("wrong_form", product=product.id, to=self.to)


class SendToUnknownHolder(SendInVain, frozen=True, kw_only=True, tag="send"):
    """To somebody who is not known as far as value of the product asks."""

    def decide(self, state: State, moment: Moment) -> Decision:
        product, _, _ = self._ordered(state.wallet(self.wallet), state, moment)
        raise Refusal(
            "tier_too_low",
            product=product.id,
            to=self.to,
            needed=product.tier,
            source=product.source_for("tier"),
        )


def _held(product: Product, code: str) -> bool:
    """Whether what the receiver refuses waits for it: a cap has room again, all else has not."""
    return code == "limit_exceeded" and product.sending.receive_beyond_max == "hold"


class SendToNobody(Send, frozen=True, kw_only=True, tag="send"):
    """A send to a wallet that the edge has looked for in its book and not found. The same request
    as a send, byte for byte, so that its key tells the same whenever it is asked; refused in the
    sender's book, so that the attempt is kept."""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)

    def decide(self, state: State, moment: Moment) -> Decision:
        raise Refusal("unknown_wallet", to=self.to)
