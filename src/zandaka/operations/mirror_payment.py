"""Mirror a payment (他台帳の支払の写し): what another ledger debited from a coupon of its own."""

from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import Instant, OnWallet, not_later_than_now
from zandaka.operations.mirror_coupon import Foreign, LedgerName
from zandaka.operations.pay import LotPart
from zandaka.rules import lots


class MirroredPayment(msgspec.Struct, frozen=True, gc=False):
    """`yen` left the wallet for `merchant` in the other ledger; `balance` is what is left."""

    yen: int
    merchant: str
    confirmed: bool
    lots: tuple[LotPart, ...]
    balance: int


class MirrorPayment(OnWallet, frozen=True, kw_only=True, tag="mirror_payment"):
    """Takes from a mirrored coupon what the other `ledger` took, as of then (`effective_at`). It
    was decided there: no limit, expiry or rule of acceptance is asked here, but a wallet never
    falls below zero. The shop is paid there too, so the value goes back to that ledger's account.

    `confirmed` says whether the shop saw it complete (R7)."""

    verb: ClassVar[str] = "mirror_payment"

    ledger: LedgerName
    reference: Foreign
    merchant: Foreign
    yen: Yen
    effective_at: Instant
    confirmed: bool = False

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.issue_dates = True
        touch.named.add((Kind.MIRRORED_LEDGER, self.ledger))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        parts = lots.take(wallet.lots, self.yen, moment.at)
        at = not_later_than_now(self.effective_at, moment)
        assert at is not None
        if any(_issued(lot) > at for lot, _ in parts):
            raise Refusal("time_not_allowed", effective_at=at, issued_at=_issued(parts[0][0]))
        to = state.account(Kind.MIRRORED_LEDGER, self.ledger)
        moves: list[Move] = [(lot, to, yen, 0) for lot, yen in parts]
        return Decision(
            MirroredPayment(
                self.yen,
                self.merchant,
                self.confirmed,
                tuple(LotPart(ids.lot_text(lot.id), yen) for lot, yen in parts),
                sum(lot.balance for lot in wallet.lots) - self.yen,
            ),
            moves=moves,
            wallet=wallet.id,
            effective_at=at.astimezone(UTC),
        )


def _issued(lot: Lot) -> datetime:
    assert lot.issued_at is not None, "issue dates were not touched"
    return lot.issued_at
