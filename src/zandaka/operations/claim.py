"""Claim (送金の受取り): the receiver takes what was sent, while it may (R109)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed
from zandaka.ledger.model import Decision, Moment, Move, State, Touch
from zandaka.operations import receiving
from zandaka.operations.arrive import require_replaced, touch_receiving
from zandaka.operations.base import OnPast
from zandaka.operations.parcels import Moved, Parcel, opened
from zandaka.operations.sends import SendUnderWay
from zandaka.rules import limits


class Claimed(Moved, frozen=True, kw_only=True, omit_defaults=True):
    """`yen` that `source` sent are in `wallet`, or on their way there when `in_transit`. `sent_to`:
    the card that they were sent to, where `wallet` is the one that replaced it."""

    uses: tuple[LimitUsed, ...] = ()
    sent_to: ids.WalletId | None = None


class Claim(OnPast, frozen=True, kw_only=True, tag="claim"):
    """Takes all of a send into the wallet `to` that it was sent to, or into the card that replaced
    it since, from the day after the order until its days are over. Where a cap of the receiver's
    refuses, it stays to be claimed."""

    verb: ClassVar[str] = "claim"

    send: ids.OperationId
    to: ids.WalletId

    @property
    def on(self) -> ids.OperationId:
        return self.send

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.send)
        touch.records.add(SendUnderWay)
        book = ids.book_of(self.to)
        if book == ids.book_of(self.send):
            touch.wallets.add(self.to)
            touch.predecessors = True
            touch_receiving(touch)
        else:
            touch.named.add((Kind.IN_TRANSIT, str(book)))

    def decide(self, state: State, moment: Moment) -> Decision:
        send, product = under_way(self.send, state)
        near = ids.book_of(self.to) == ids.book_of(self.send)
        sent_to = None if send.receiver == self.to else ids.WalletId(send.receiver)
        if sent_to is not None:
            self._require_replaced(sent_to, state, near=near)
        if moment.at < send.claim_from:
            raise Refusal("claim_too_early", not_before=send.claim_from, source="R109")
        if moment.at >= send.ends_at or send.state != "pending":
            raise ended(send)
        past = state.operation(self.send)
        pending = state.accounts[past.transfers[0].credit]
        source = ids.WalletId(send.wallet)
        if near:
            got = receiving.sent(state.wallet(self.to), product, send.yen, state, moment)
            lot = got.lots[0]
            told = limits.told(got.uses, state)
            moves: list[Move] = [(pending, lot, send.yen, 0)]
            return Decision(
                lambda: Claimed(
                    why="claim", source=source, wallet=self.to, yen=send.yen, in_transit=False,
                    new_lots=opened([lot]), sent_to=sent_to, uses=told,
                ),
                moves=moves,
                lots=[lot],
                uses=got.uses,
                records=(msgspec.structs.replace(send, state="claimed"), *got.records),
                wallet=send.wallet,
            )  # fmt: skip
        to_book = ids.book_of(self.to)
        transit = state.account(Kind.IN_TRANSIT, str(to_book))
        parcels = (Parcel(send.yen, product, "", "", source, moment.at, None),)
        return Decision(
            Claimed(
                why="claim", source=source, wallet=self.to, yen=send.yen, in_transit=True,
                parcels=parcels, sent_to=sent_to,
            ),
            moves=[(pending, transit, send.yen, 0)],
            records=(msgspec.structs.replace(send, state="claiming"),),
            transit_to=to_book,
            wallet=send.wallet,
        )  # fmt: skip

    def _require_replaced(self, sent_to: ids.WalletId, state: State, *, near: bool) -> None:
        """A card is exchanged within its book: where that is another one, that one looks."""
        if near:
            require_replaced(sent_to, state.wallet(self.to), state)
        elif ids.book_of(sent_to) != ids.book_of(self.to):
            raise Refusal("not_your_operation")


def under_way(operation: int, state: State) -> tuple[SendUnderWay, str]:
    """A send to be claimed, and the product of what was sent. Refuses unknown_operation, and
    wrong_operation where it is no such send."""
    past = state.operation(operation)
    send = state.record(SendUnderWay, operation)
    if send is None or past.code:
        raise Refusal("wrong_operation", verb=past.verb)
    return send, state.lots[past.transfers[0].debit].series.product


def ended(send: SendUnderWay) -> Refusal:
    """That nothing can be done to a send any more."""
    return Refusal("send_ended", state=send.state, ended_at=send.ends_at, source="R109")
