"""Convert (ギフトへの転換): what was left of a coupon at its end becomes gift value (R11, R26)."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Moment, Move, State, Touch, Wallet
from zandaka.operations.base import OnWallet, Reason, Reference
from zandaka.rules import lots


class Entitlement(msgspec.Struct, frozen=True):
    """What is owed as a gift for a coupon: `coupon` is the wallet in which it was issued, so the
    claim stays by coupon and not by person (R32)."""

    coupon: ids.WalletId
    lot: ids.LotId
    yen: int
    expired_at: datetime


class Converted(msgspec.Struct, frozen=True):
    """`yen` are owed as gifts, one entitlement a lot."""

    yen: int
    entitlements: tuple[Entitlement, ...]


class Convert(OnWallet, frozen=True, kw_only=True, tag="convert"):
    """Turns all that is left in the wallet's expired lots into gift value, yen for yen.
    `coupons`: only what was issued in these (R32).

    Nothing can be paid from a lot after its end, so what is left now is what was left then. A
    hold that is still open must be captured or voided first (R11)."""

    verb: ClassVar[str] = "convert"

    reason: Reason
    incident: Reference = ""
    coupons: tuple[ids.WalletId, ...] = ()

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        entitlements, moves = owed(wallet, self.coupons, state, moment)
        return Decision(
            Converted(sum(one.yen for one in entitlements), entitlements),
            moves=moves,
            wallet=wallet.id,
        )


def owed(
    wallet: Wallet, coupons: Sequence[ids.WalletId], state: State, moment: Moment
) -> tuple[tuple[Entitlement, ...], list[Move]]:
    """What a conversion of the wallet owes to coupons, and the moves that put it aside. Refuses
    nothing_left, hold_open and not_expired."""
    left = [
        lot
        for lot in lots.left_of(wallet.lots, coupons)
        # It is owed in money (R114).
        if lot.series.legal_kind != "funds_transfer"
    ]
    if not left:
        raise Refusal("nothing_left")
    entitlements: list[Entitlement] = []
    moves: list[Move] = []
    for lot in left:
        if lot.available(moment.at) < lot.balance:
            raise Refusal("hold_open", source="R11")
        end = lot.expires_at
        if end is not None and end <= moment.at:
            coupon = ids.WalletId(lot.origin)
            entitlements.append(Entitlement(coupon, ids.LotId(lot.id), lot.balance, end))
            moves.append((lot, state.account(Kind.GIFT_PAYABLE, str(coupon)), lot.balance, 0))
    if not moves:
        raise Refusal("not_expired", expires_at=left[0].expires_at)
    return tuple(entitlements), moves
