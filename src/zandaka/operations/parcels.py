"""Value on its way from one wallet to another: what is sent, and what both sides say of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from zandaka import ids
from zandaka.ledger.effects import LotOpened
from zandaka.ledger.model import Lot

#: Why value goes to another wallet; empty for a coupon's load.
Why = Literal["", "send", "claim", "charge", "carry_over"]


class Parcel(msgspec.Struct, frozen=True):
    """A lot on its way to another wallet, with all that makes it what it is."""

    yen: int
    product: str
    campaign: str
    prefecture: str
    origin: ids.WalletId
    issued_at: datetime
    expires_at: datetime | None


class Moved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`yen` of `source` are in `wallet`, or on their way there when `in_transit`."""

    why: Why
    source: ids.WalletId
    wallet: ids.WalletId
    yen: int
    in_transit: bool
    parcels: tuple[Parcel, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()


def parcel(lot: Lot, yen: int) -> Parcel:
    """`yen` of a lot, ready to be sent."""
    series = lot.series
    assert lot.issued_at is not None, "issue dates were not touched"
    return Parcel(
        yen, series.product, series.campaign, series.prefecture,
        ids.WalletId(lot.origin), lot.issued_at, lot.expires_at,
    )  # fmt: skip


def opened(lots: Iterable[Lot]) -> tuple[LotOpened, ...]:
    """What an outcome says of new lots, once the book has numbered them."""
    return tuple(
        LotOpened(
            ids.LotId(lot.id), ids.WalletId(lot.wallet), lot.series.product,
            ids.WalletId(lot.origin), lot.issued_at, lot.expires_at,
        )
        for lot in lots
        if lot.issued_at is not None
    )  # fmt: skip
