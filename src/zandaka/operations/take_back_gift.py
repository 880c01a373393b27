"""Take a gift back (ギフトの取消): the provider issued nothing after all, so it is owed again."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, Move, Past, State, Touch
from zandaka.operations.base import OnPast, Reason
from zandaka.rules import lots


class GiftTakenBack(msgspec.Struct, frozen=True):
    """`yen` of `gift` are owed to the coupon again."""

    gift: ids.OperationId
    coupon: ids.WalletId
    yen: int


class TakeBackGift(OnPast, frozen=True, kw_only=True, tag="take_back_gift"):
    """Undoes all of a `give`, once: the provider denied the order late, or took the code back.
    The coupon may then be given another gift, or be paid out."""

    verb: ClassVar[str] = "take_back_gift"

    gift: ids.OperationId
    reason: Reason

    @property
    def on(self) -> ids.OperationId:
        return self.gift

    def touch(self, touch: Touch) -> None:
        touch.past.add(self.gift)

    def decide(self, state: State, moment: Moment) -> Decision:
        past = accepted(state, self.gift, "give")
        moves = undone(past, state)
        return Decision(
            GiftTakenBack(self.gift, coupon_of(past), sum(yen for _, _, yen, _ in moves)),
            moves=moves,
            wallet=past.wallet,
        )


def accepted(state: State, identifier: ids.OperationId, verb: str) -> Past:
    """The accepted operation of that verb. Refuses unknown_operation and wrong_operation."""
    past = state.operation(identifier)
    if past.verb != verb or past.code:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    return past


def coupon_of(past: Past) -> ids.WalletId:
    """The coupon that a gift or a remittance was for."""
    return ids.WalletId.parse(past.outcome["coupon"])


def undone(past: Past, state: State) -> list[Move]:
    """All of an operation's value back to where it came from. Refuses exceeds_debit the second
    time (R25)."""
    return [
        (state.accounts[debit.credit], state.accounts[debit.debit], yen, debit.id)
        for debit, yen in lots.give_back(past.transfers, None)
    ]
