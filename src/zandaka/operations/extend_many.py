"""Extend many (一括の期限延長): many wallets by one command, as a plan has them (R10)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.model import Decision, Extension, Moment, State, Touch
from zandaka.operations.base import Instant, Reason, Reference
from zandaka.operations.extend import ExtendedLot, later
from zandaka.operations.many import OnMany, ShareRefused


class ExtendedWallet(msgspec.Struct, frozen=True):
    """One wallet's lots that were extended."""

    wallet: ids.WalletId
    yen: int
    lots: tuple[ExtendedLot, ...]


class ExtendedMany(msgspec.Struct, frozen=True):
    """What was extended, wallet by wallet, and who was refused."""

    parts: tuple[ExtendedWallet, ...]
    yen: int
    refusals: tuple[ShareRefused, ...]


class ExtendMany(OnMany, frozen=True, kw_only=True, tag="extend_many"):
    """Does for each wallet what `extend` does for one. A wallet that is refused is named in the
    outcome, with the code, and the others are extended all the same."""

    verb: ClassVar[str] = "extend_many"

    expires_at: Instant
    reason: Reason
    incident: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.update(share.wallet for share in self.wallets)
        touch.issue_dates = True

    def decide(self, state: State, moment: Moment) -> Decision:
        until = self.expires_at.astimezone(UTC)
        parts: list[ExtendedWallet] = []
        refused: list[ShareRefused] = []
        extensions: list[Extension] = []
        for share in self.each():
            try:
                found, lots = later(state.wallet(share.wallet), None, share.coupons, until, moment)
            except Refusal as refusal:
                refused.append(ShareRefused(share.wallet, refusal.code))
                continue
            parts.append(ExtendedWallet(share.wallet, sum(lot.yen for lot in found), found))
            extensions += [Extension(lot, until, self.reason, self.incident) for lot in lots]
        return Decision(
            ExtendedMany(tuple(parts), sum(part.yen for part in parts), tuple(refused)),
            extensions=extensions,
        )
