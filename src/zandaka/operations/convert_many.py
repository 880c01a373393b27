"""Convert many (一括のギフト転換): many wallets by one command, as a plan has them (R11)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.operations.base import Reason, Reference
from zandaka.operations.convert import Entitlement, owed
from zandaka.operations.many import OnMany, ShareRefused


class ConvertedWallet(msgspec.Struct, frozen=True):
    """What one wallet's coupons are owed."""

    wallet: ids.WalletId
    yen: int
    entitlements: tuple[Entitlement, ...]


class ConvertedMany(msgspec.Struct, frozen=True):
    """What was converted, wallet by wallet, and who was refused."""

    parts: tuple[ConvertedWallet, ...]
    yen: int
    refusals: tuple[ShareRefused, ...]


class ConvertMany(OnMany, frozen=True, kw_only=True, tag="convert_many"):
    """Does for each wallet what `convert` does for one. A wallet that is refused is named in the
    outcome, with the code, and the others are converted all the same."""

    verb: ClassVar[str] = "convert_many"

    reason: Reason
    incident: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.update(share.wallet for share in self.wallets)
        touch.ending = True

    def decide(self, state: State, moment: Moment) -> Decision:
        parts: list[ConvertedWallet] = []
        refused: list[ShareRefused] = []
        moves: list[Move] = []
        for share in self.each():
            try:
                found, given = owed(state.wallet(share.wallet), share.coupons, state, moment)
            except Refusal as refusal:
                refused.append(ShareRefused(share.wallet, refusal.code))
                continue
            parts.append(ConvertedWallet(share.wallet, sum(one.yen for one in found), found))
            moves += given
        return Decision(
            ConvertedMany(tuple(parts), sum(part.yen for part in parts), tuple(refused)),
            moves=moves,
        )
