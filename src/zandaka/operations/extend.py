"""Extend (期限延長): value stays good longer, also after it has expired (R4, R10, R24)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.effects import LotOpened
from zandaka.ledger.model import (
    Decision,
    Extension,
    Lot,
    Moment,
    Move,
    Series,
    State,
    Touch,
    Wallet,
)
from zandaka.operations.base import Instant, OnWallet, Reason, Reference
from zandaka.rules import lots, medium
from zandaka.rules.expiry import passes_total_validity


class ExtendedLot(msgspec.Struct, frozen=True):
    """A lot's old and new expiry. `beyond_total_validity`: with its extensions the lot is good
    for longer than the terms allow from its issue (the six-month exemption, Z-4)."""

    lot: ids.LotId
    old_expires_at: datetime
    new_expires_at: datetime
    yen: int
    beyond_total_validity: bool


class Extended(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lots that were extended. `regulated_yen` are in `new_lots` now, value of a product inside
    the Act: what they were stood outside only while its end was near (R91)."""

    lots: tuple[ExtendedLot, ...]
    yen: int
    regulated_yen: int = 0
    new_lots: tuple[LotOpened, ...] = ()


class Later(msgspec.Struct, frozen=True):
    """What an extension of a wallet does: `extended` says it, `lots` are given the new end, and the
    value of `regulated` goes to new lots that have it."""

    extended: tuple[ExtendedLot, ...]
    lots: tuple[Lot, ...]
    regulated: tuple[tuple[Lot, Lot], ...]

    @property
    def yen(self) -> int:
        """All that is good for longer."""
        return sum(one.yen for one in self.extended) + self.regulated_yen

    @property
    def regulated_yen(self) -> int:
        """What moves to new lots."""
        return sum(lot.balance for lot, _ in self.regulated)

    def moves(self) -> list[Move]:
        """The value to its new lots."""
        return [(lot, new, lot.balance, 0) for lot, new in self.regulated]

    def opened(self) -> tuple[LotOpened, ...]:
        """The new lots, once the book has numbered them."""
        return tuple(_told(new) for _, new in self.regulated)


class Extend(OnWallet, frozen=True, kw_only=True, tag="extend"):
    """Extends the wallet's lots that have value left, or the one named, to `expires_at`: the
    first instant at which they are no longer good. Lots already good for longer stay as they
    are. `coupons`: only value that was issued in these (R32). Each extension is kept with its
    reason and incident. `acknowledged`: it is meant though the exemption of six months is lost,
    where the terms ask for that to be said."""

    verb: ClassVar[str] = "extend"

    expires_at: Instant
    reason: Reason
    incident: Reference = ""
    lot: ids.LotId | None = None
    coupons: tuple[ids.WalletId, ...] = ()
    acknowledged: bool = False

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.issue_dates = True
        touch.under_way.add(medium.CardUse)

    def decide(self, state: State, moment: Moment) -> Decision:
        until = self.expires_at.astimezone(UTC)
        wallet = state.wallet(self.wallet)
        found = later(wallet, self.lot, self.coupons, until, moment, acknowledged=self.acknowledged)
        yen, regulated = found.yen, found.regulated_yen
        moves = found.moves()
        cards = [] if self.lot or self.coupons else longer(wallet, until)

        def outcome() -> Any:
            return Extended(found.extended, yen, regulated, found.opened())

        return Decision(
            outcome,
            moves=moves,
            lots=[new for _, new in found.regulated],
            extensions=[Extension(lot, until, self.reason, self.incident) for lot in found.lots],
            changed_wallets=cards,
            records=medium.extended(cards, until, state),
            wallet=wallet.id,
        )


def longer(wallet: Wallet, until: datetime) -> list[Wallet]:
    """The wallet whose medium is good until then as well: what is loaded onto it ends with it."""
    if wallet.expires_at is None or wallet.expires_at >= until:
        return []
    return [msgspec.structs.replace(wallet, expires_at=until)]


def later(
    wallet: Wallet,
    lot: int | None,
    coupons: Sequence[ids.WalletId],
    until: datetime,
    moment: Moment,
    *,
    acknowledged: bool,
) -> Later:
    """What an extension of the wallet to `until` (UTC) does. Refuses unknown_lot, not_later,
    nothing_left, hold_open, validity_too_long and exemption_would_be_lost."""
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
    regulated: list[tuple[Lot, Lot]] = []
    for one in chosen:
        old = one.expires_at
        if old is None or old >= until:
            continue
        beyond = _beyond(one, until, moment, acknowledged=acknowledged)
        series = _regulated(one, moment) if beyond else None
        if series is not None:
            if one.balance > one.available(moment.at):
                raise Refusal("hold_open")
            if one.balance:
                new = Lot(0, one.wallet, series, one.origin, 0, 0, until, one.issued_at)
                regulated.append((one, new))
            continue
        extendable.append(one)
        extended.append(ExtendedLot(ids.LotId(one.id), old, until, one.balance, beyond))
    if not extendable and not regulated:
        raise Refusal("not_later", expires_at=until)
    return Later(tuple(extended), tuple(extendable), tuple(regulated))


def _beyond(lot: Lot, until: datetime, moment: Moment, *, acknowledged: bool) -> bool:
    product = moment.terms.products[lot.series.product]
    assert lot.issued_at is not None, "issue dates were not touched"
    beyond = passes_total_validity(product, lot.issued_at, until)
    policy = product.beyond_max_total_validity
    if beyond and (policy == "refuse" or (policy == "acknowledge" and not acknowledged)):
        raise Refusal(
            "validity_too_long" if policy == "refuse" else "exemption_would_be_lost",
            lot=str(ids.LotId(lot.id)),
            issued_at=lot.issued_at,
            source=product.source_for("beyond_max_total_validity"),
        )
    return beyond


def _regulated(lot: Lot, moment: Moment) -> Series | None:
    """What exempt value becomes that is good for too long; None for value that stays what it is."""
    into = moment.terms.products[lot.series.product].media.regulated_as
    return moment.series[into, "", ""] if into else None


def _told(lot: Lot) -> LotOpened:
    assert lot.issued_at is not None, "issue dates were not touched"
    return LotOpened(
        ids.LotId(lot.id), ids.WalletId(lot.wallet), lot.series.product, ids.WalletId(lot.origin),
        lot.issued_at, lot.expires_at,
    )  # fmt: skip
