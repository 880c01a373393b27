"""Arrive (着金): a book takes in what another one sent. The house alone submits it."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved, LotOpened
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.operations import receiving
from zandaka.operations.base import OnWallet, require_open
from zandaka.operations.parcels import Parcel, Why, opened
from zandaka.operations.receiving import Received
from zandaka.rules import limits, lots
from zandaka.rules.contracts import EndedContract
from zandaka.rules.months import MonthReceived


class Arrived(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` from `sent` are in `wallet`."""

    sent: ids.OperationId
    wallet: ids.WalletId
    yen: int
    new_lots: tuple[LotOpened, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    uses: tuple[LimitUsed, ...] = ()


class Arrive(OnWallet, frozen=True, kw_only=True, tag="arrive"):
    """Takes in what another book sent. Submitted by the house alone, never by an edge. `sent_to`:
    the card that it was sent to, which `wallet` says to have replaced."""

    verb: ClassVar[str] = "arrive"

    sent: ids.OperationId
    parcels: tuple[Parcel, ...]
    why: Why = ""
    sent_to: ids.WalletId | None = None

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.named.add((Kind.IN_TRANSIT, str(ids.book_of(self.sent))))
        if self.why:
            touch_receiving(touch)
        if self.sent_to is not None:
            touch.predecessors = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        if self.sent_to is not None:
            require_replaced(self.sent_to, wallet, state)
        transit = state.account(Kind.IN_TRANSIT, str(ids.book_of(self.sent)))
        yen = sum(part.yen for part in self.parcels)
        if self.why:
            got = received(wallet, self.why, self.parcels, state, moment)
        else:
            got = Received(arrivals(wallet, self.parcels, moment))
        used = limits.told(got.uses, state)
        moves: list[Move] = [
            (transit, lot, part.yen, 0) for lot, part in zip(got.lots, self.parcels, strict=True)
        ]
        renewed = got.renewed
        return Decision(
            # What a coupon's load opens stands in its parcels.
            lambda: Arrived(
                self.sent,
                self.wallet,
                yen,
                opened(got.lots) if self.why else (),
                renewed.moved_ends,
                used,
            ),
            moves=moves,
            lots=got.lots,
            uses=got.uses,
            changed_wallets=renewed.wallets,
            extensions=renewed.extensions,
            records=got.records,
            wallet=self.wallet,
        )


def require_replaced(sent_to: int, wallet: Wallet, state: State) -> None:
    """Refuses not_your_operation where a card is not the one that value was sent to, and has not
    replaced that one (R83). Ask for the `predecessors`."""
    if all(one.id != sent_to for one in state.line(wallet.id)):
        raise Refusal("not_your_operation")


def touch_receiving(touch: Touch) -> None:
    """What `received` needs beside the wallet."""
    touch.limits.update(("receive_month_max", "load_day_max", "balance_max"))
    touch.under_way.update((MonthReceived, EndedContract))


def received(
    wallet: Wallet, why: Why, parcels: tuple[Parcel, ...], state: State, moment: Moment
) -> Received:
    """The lots in which `parcels` arrive, one each, by the rules of what brings them. Refuses what
    `receiving.onto` and `receiving.sent` refuse."""
    source = parcels[0].product
    values = [(part.yen, part.issued_at) for part in parcels]
    if why in ("charge", "carry_over"):
        return receiving.onto(wallet, why, source, values, state, moment)
    return receiving.sent(wallet, source, values[0][0], state, moment)


def arrivals(wallet: Wallet, parcels: tuple[Parcel, ...], moment: Moment) -> list[Lot]:
    """The lots in which a coupon's `parcels` arrive. Refuses a closed or paper wallet, another
    product, and what passes the balance cap."""
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
