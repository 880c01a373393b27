"""Forward (引換後の移し替え): what came back to an exchanged card goes on to the new one."""

from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.effects import LotOpened
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch
from zandaka.operations.base import OnWallet
from zandaka.rules import lots, medium, suspense


class Forwarded(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` are on the card that replaced this one; `left_yen` wait here for room below its cap."""

    to: ids.WalletId
    yen: int
    new_lots: tuple[LotOpened, ...]
    left_yen: int = 0


class Forward(OnWallet, frozen=True, kw_only=True, tag="forward"):
    """Moves what a shop gave back to a card that had been exchanged, or what a send or withdrawal
    returned to it, onto the card `to` that replaced it: as much as its balance cap has room for,
    where the terms keep the rest apart (R69). Refuses wrong_operation where `to` is not that card,
    nothing_left, and limit_exceeded where there is no room."""

    verb: ClassVar[str] = "forward"

    to: ids.WalletId

    def touch(self, touch: Touch) -> None:
        touch.wallets.update((self.wallet, self.to))
        touch.issue_dates = True

    def decide(self, state: State, moment: Moment) -> Decision:
        old, card = state.wallet(self.wallet), state.wallet(self.to)
        if old.status != "exchanged" or old.loaded_into != card.id:
            raise Refusal("wrong_operation", status=old.status)
        product = moment.terms.products[card.product]
        good = [lot for lot in old.lots if not lot.expired(moment.at)]
        there = sum(lot.available(moment.at) for lot in good)
        if not there:
            raise Refusal("nothing_left")
        room = suspense.room(card, moment)
        yen = there if room is None else min(there, max(0, room))
        if not yen:
            raise Refusal(
                "limit_exceeded",
                limit="balance_max",
                limit_yen=product.limit("balance_max", moment.day),
                source=product.limit_source("balance_max", moment.day),
            )
        moving = lots.take(good, yen, moment.at)
        with_card = product.expiry_policy in ("medium", "months_after_use")
        end = medium.end_of_value(product, card, moment)
        new = [
            Lot(
                0, card.id, lot.series, lot.origin, 0, 0,
                end if with_card else lot.expires_at, lot.issued_at,
            )
            for lot, _ in moving
        ]  # fmt: skip

        def outcome() -> Any:
            return Forwarded(self.to, yen, tuple(_told(lot) for lot in new), there - yen)

        return Decision(
            outcome,
            moves=[(lot, into, part, 0) for (lot, part), into in zip(moving, new, strict=True)],
            lots=new,
            wallet=old.id,
        )


def _told(lot: Lot) -> LotOpened:
    assert lot.issued_at is not None, "issue dates were not touched"
    return LotOpened(
        ids.LotId(lot.id), ids.WalletId(lot.wallet), lot.series.product, ids.WalletId(lot.origin),
        lot.issued_at, lot.expires_at, lot.series.campaign, lot.series.prefecture,
    )  # fmt: skip
