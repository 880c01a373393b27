"""Release (預り金の戻し): value kept apart above a balance cap goes to its lots (R69)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LotMoved, LotOpened
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch
from zandaka.operations.base import OnWallet
from zandaka.operations.parcels import opened
from zandaka.operations.pay import LotPart
from zandaka.rules import medium, returning, suspense
from zandaka.rules.suspense import Parked


class Released(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` went to `lots`; `left_yen` are still kept apart. `moved_ends`: what ends with a card
    that was given a later end meanwhile. `new_lots`: what came inside the Act, being good for too
    long by now (R91)."""

    yen: int
    lots: tuple[LotPart, ...]
    left_yen: int
    moved_ends: tuple[LotMoved, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()


class Release(OnWallet, frozen=True, kw_only=True, tag="release"):
    """Gives a wallet as much of what is kept apart for it as its balance cap has room for, the
    oldest first. The house does it by itself once there is room."""

    verb: ClassVar[str] = "release"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.under_way.add(Parked)
        touch.successors = True
        touch.exempt_dates = True
        touch.named.add((Kind.SUSPENSE, str(self.wallet)))

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        found = state.records_of(Parked, wallet.id)
        parked = sum(part.yen for one in found for part in one.parts)
        if not parked:
            raise Refusal("nothing_left")
        coming = [part.lot for one in found for part in one.parts]
        ends = medium.rejoin(wallet, coming, state, moment).ends()
        room = suspense.room(wallet, moment)
        parts, changed = suspense.unpark(found, room, state, moment, ends)
        if not parts:
            product = moment.terms.products[wallet.product]
            raise Refusal(
                "limit_exceeded",
                limit="balance_max",
                limit_yen=product.limit("balance_max", moment.day),
                source=product.limit_source("balance_max", moment.day),
            )
        account = state.account(Kind.SUSPENSE, str(self.wallet))
        yen = sum(part for _, part in parts)
        renewed = medium.rejoin(wallet, [lot.id for lot, _ in parts], state, moment)
        inside = returning.regulated(parts, renewed, (), moment)
        new = [into for _, into, _, _ in inside if isinstance(into, Lot)]
        moves: list[Move] = [(account, lot, part, 0) for lot, part in parts]
        return Decision(
            lambda: Released(
                yen,
                tuple(LotPart(ids.lot_text(lot.id), part) for lot, part in parts),
                parked - yen,
                renewed.moved_ends,
                opened(new),
            ),
            moves=[*moves, *inside],
            lots=new,
            extensions=renewed.extensions,
            records=changed,
            wallet=wallet.id,
        )
