"""Extend many (一括の期限延長): many wallets by one command, as a plan has them (R10)."""

from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.instants import UTC
from zandaka.ledger.effects import LotOpened
from zandaka.ledger.model import Decision, Extension, Moment, State, Touch, Wallet
from zandaka.operations.base import Instant, Reason, Reference
from zandaka.operations.extend import ExtendedLot, Later, later, longer
from zandaka.operations.many import OnMany, ShareRefused
from zandaka.rules import medium


class ExtendedWallet(msgspec.Struct, frozen=True):
    """One wallet's lots that were extended."""

    wallet: ids.WalletId
    yen: int
    lots: tuple[ExtendedLot, ...]


class ExtendedMany(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was extended, wallet by wallet, and who was refused. `new_lots` have value that was
    exempt from the Act and is no longer."""

    parts: tuple[ExtendedWallet, ...]
    yen: int
    refusals: tuple[ShareRefused, ...]
    new_lots: tuple[LotOpened, ...] = ()


class ExtendMany(OnMany, frozen=True, kw_only=True, tag="extend_many"):
    """Does for each wallet what `extend` does for one. A wallet that is refused is named in the
    outcome, with the code, and the others are extended all the same. A plan's preview has told
    whose exemption is lost, and its approval has acknowledged that."""

    verb: ClassVar[str] = "extend_many"

    expires_at: Instant
    reason: Reason
    incident: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.update(share.wallet for share in self.wallets)
        touch.issue_dates = True
        touch.under_way.add(medium.CardUse)

    def decide(self, state: State, moment: Moment) -> Decision:
        until = self.expires_at.astimezone(UTC)
        parts: list[ExtendedWallet] = []
        refused: list[ShareRefused] = []
        found: list[Later] = []
        wallets: list[Wallet] = []
        for share in self.each():
            try:
                one = later(
                    state.wallet(share.wallet),
                    None,
                    share.coupons,
                    until,
                    moment,
                    acknowledged=True,
                )
            except Refusal as refusal:
                refused.append(ShareRefused(share.wallet, refusal.code))
                continue
            parts.append(ExtendedWallet(share.wallet, one.yen, one.extended))
            found.append(one)
            if not share.coupons:
                wallets += longer(state.wallet(share.wallet), until)
        yen = sum(part.yen for part in parts)

        def outcome() -> Any:
            new_lots = tuple(lot for one in found for lot in one.opened())
            return ExtendedMany(tuple(parts), yen, tuple(refused), new_lots)

        return Decision(
            outcome,
            moves=[move for one in found for move in one.moves()],
            lots=[new for one in found for _, new in one.regulated],
            extensions=[
                Extension(lot, until, self.reason, self.incident)
                for one in found
                for lot in one.lots
            ],
            changed_wallets=wallets,
            records=medium.extended(wallets, until, state),
        )
