"""Extend (期限延長): value stays good longer, also after it has expired (R4, R10, R24)."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.model import Decision, Extension, Lot, Moment, State, Touch, Wallet
from zandaka.operations.base import Instant, OnWallet, Reason, Reference
from zandaka.rules import lots
from zandaka.rules.expiry import passes_total_validity


class ExtendedLot(msgspec.Struct, frozen=True):
    """A lot's old and new expiry. `beyond_total_validity`: with its extensions the lot is good
    for longer than the terms allow from its issue (the six-month exemption, Z-4)."""

    lot: ids.LotId
    old_expires_at: datetime
    new_expires_at: datetime
    yen: int
    beyond_total_validity: bool


class Extended(msgspec.Struct, frozen=True):
    """The lots that were extended."""

    lots: tuple[ExtendedLot, ...]
    yen: int


class Extend(OnWallet, frozen=True, kw_only=True, tag="extend"):
    """Extends the wallet's lots that have value left, or the one named, to `expires_at`: the
    first instant at which they are no longer good. Lots already good for longer stay as they
    are. `coupons`: only value that was issued in these (R32). Each extension is kept with its
    reason and incident."""

    verb: ClassVar[str] = "extend"

    expires_at: Instant
    reason: Reason
    incident: Reference = ""
    lot: ids.LotId | None = None
    coupons: tuple[ids.WalletId, ...] = ()

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.issue_dates = True

    def decide(self, state: State, moment: Moment) -> Decision:
        until = self.expires_at.astimezone(UTC)
        wallet = state.wallet(self.wallet)
        extended, extendable = later(wallet, self.lot, self.coupons, until, moment)
        return Decision(
            Extended(extended, sum(one.yen for one in extended)),
            extensions=[Extension(lot, until, self.reason, self.incident) for lot in extendable],
            wallet=wallet.id,
        )


def later(
    wallet: Wallet,
    lot: int | None,
    coupons: Sequence[ids.WalletId],
    until: datetime,
    moment: Moment,
) -> tuple[tuple[ExtendedLot, ...], list[Lot]]:
    """What an extension of the wallet to `until` (UTC) does, and the lots it does it to. Refuses
    unknown_lot, not_later, nothing_left and validity_too_long."""
    named = [one for one in wallet.lots if one.id == lot]
    if lot is not None and not named:
        raise Refusal("unknown_lot", lot=str(lot))
    chosen = named or lots.left_of(wallet.lots, coupons)
    if until <= moment.at:
        raise Refusal("not_later", expires_at=until)
    if not chosen:
        raise Refusal("nothing_left")
    extendable: list[Lot] = []
    extended: list[ExtendedLot] = []
    for one in chosen:
        old = one.expires_at
        if old is not None and old < until:
            extendable.append(one)
            extended.append(
                ExtendedLot(ids.LotId(one.id), old, until, one.balance, _beyond(one, until, moment))
            )
    if not extendable:
        raise Refusal("not_later", expires_at=until)
    return tuple(extended), extendable


def _beyond(lot: Lot, until: datetime, moment: Moment) -> bool:
    product = moment.terms.products[lot.series.product]
    assert lot.issued_at is not None, "issue dates were not touched"
    beyond = passes_total_validity(product, lot.issued_at, until)
    if beyond and product.beyond_max_total_validity == "refuse":
        raise Refusal(
            "validity_too_long",
            lot=str(ids.LotId(lot.id)),
            issued_at=lot.issued_at,
            source=product.source_for("beyond_max_total_validity"),
        )
    return beyond
