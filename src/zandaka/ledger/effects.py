"""What an outcome says of its operation's effects beside the transfers. `verify` replays every
verb from these fields alone, so a new verb says here what it did and needs no code there.

An outcome leaves a field out where there was no such effect."""

from datetime import date, datetime

import msgspec

from zandaka import ids


class WalletOpened(msgspec.Struct, frozen=True, gc=False):
    """A wallet. `inquiry` is None for an app's; the secret of a medium stands in the request, in
    the order of `opened` (`secret` or `secrets`)."""

    wallet: ids.WalletId
    product: str
    inquiry: str | None = None


class LotOpened(msgspec.Struct, frozen=True, gc=False):
    """A lot: whose, of which series, where its value was issued and when, until when it is good
    (exclusive)."""

    lot: ids.LotId
    wallet: ids.WalletId
    product: str
    origin: ids.WalletId
    issued_at: datetime
    expires_at: datetime | None
    campaign: str = ""
    prefecture: str = ""


class LotMoved(msgspec.Struct, frozen=True, gc=False):
    """A lot whose end has moved."""

    lot: ids.LotId
    old_expires_at: datetime | None
    new_expires_at: datetime


class LimitUsed(msgspec.Struct, frozen=True, gc=False):
    """`yen` more of a cap used - less where negative - in the period that begins on `period`. A
    cap counts down to 0 and no further."""

    wallet: ids.WalletId
    limit: str
    period: date
    yen: int


class Effects(msgspec.Struct, frozen=True, gc=False):
    """The fields of an outcome that are replayed."""

    opened: tuple[WalletOpened, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    uses: tuple[LimitUsed, ...] = ()
    in_transit: bool = False
