"""What every command shares: its JSON form, and where it belongs."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Moment, Wallet

#: An instant in a command carries its zone; a naive one is refused when it is read.
Instant = Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339, with its offset.")]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Reference = Annotated[str, msgspec.Meta(max_length=100)]
MerchantId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Prefecture = Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$")]


class Operation(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="do",
):
    """A command as data. Its JSON carries the verb in `do`, and leaves out what was left out."""

    verb: ClassVar[str]


class OnWallet(Operation, frozen=True, kw_only=True):
    """A command on a wallet: it belongs to the wallet's book."""

    wallet: ids.WalletId

    def book(self, key: bytes, books: int) -> int:
        # A made-up book is sent where it will be refused, so that the attempt is kept.
        return ids.book_of(self.wallet) % books


class OnPast(Operation, frozen=True, kw_only=True):
    """A command on an earlier operation: it belongs to that operation's book."""

    def book(self, key: bytes, books: int) -> int:
        return ids.book_of(self.on) % books

    @property
    def on(self) -> ids.OperationId:
        """The operation it acts on."""
        raise NotImplementedError


def require_open(wallet: Wallet) -> None:
    """Refuses wallet_closed - also of a medium that was exchanged for another - and
    wallet_stopped."""
    if wallet.status in ("closed", "exchanged"):
        raise Refusal("wallet_closed")
    if wallet.status == "stopped":
        raise Refusal("wallet_stopped")


def not_later_than_now(effective_at: datetime | None, moment: Moment) -> datetime | None:
    """The instant a correction takes effect; it may lie in the past (R5), never ahead.
    Refuses time_not_allowed."""
    if effective_at is not None and effective_at > moment.at:
        raise Refusal("time_not_allowed", effective_at=effective_at, now=moment.at, source="R5")
    return effective_at
