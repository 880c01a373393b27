"""What every command shares: its JSON form, and where it belongs."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Moment, Wallet
from zandaka.terms.model import TIERS, Product, Tier

#: An instant in a command carries its zone; a naive one is refused when it is read.
Instant = Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339, with its offset.")]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Reference = Annotated[str, msgspec.Meta(max_length=100)]
MerchantId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
#: A network such as `mastercard`, or a way to pay there such as `online`; empty: not told.
Network = Annotated[str, msgspec.Meta(max_length=63, pattern=r"^([a-z0-9][a-z0-9_-]*)?$")]
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


def require_in_use(product: Product, moment: Moment) -> None:
    """Refuses product_not_open from the day on which a product is only refunded (R65)."""
    if product.issuing.dated_status.starts:
        status = product.issuing.status(moment.day)
        if status != "open":
            raise Refusal("product_not_open", product=product.id, status=status)


def require_tier(product: Product, tier: str) -> None:
    """Refuses tier_too_low where the holder is not known as far as value of the product asks."""
    if product.tier != "anonymous" and TIERS.index(as_tier(tier)) < TIERS.index(product.tier):
        raise Refusal(
            "tier_too_low",
            product=product.id,
            tier=tier,
            needed=product.tier,
            source=product.source_for("tier"),
        )


def as_tier(text: str) -> Tier:
    """The tier of a wallet's row. Raises ValueError for text that is none."""
    for tier in TIERS:
        if tier == text:
            return tier
    raise ValueError(f"not a tier: {text!r}")


def not_later_than_now(effective_at: datetime | None, moment: Moment) -> datetime | None:
    """The instant a correction takes effect; it may lie in the past (R5), never ahead.
    Refuses time_not_allowed."""
    if effective_at is not None and effective_at > moment.at:
        raise Refusal("time_not_allowed", effective_at=effective_at, now=moment.at, source="R5")
    return effective_at
