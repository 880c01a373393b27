"""Return a withdrawal (出金の組戻し): nothing was paid out, or it came back."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LimitUsed, LotMoved, LotOpened
from zandaka.ledger.model import Account, Decision, Lot, Moment, Move, Past, State, Touch, Usage
from zandaka.operations.base import OnPast, Reason
from zandaka.operations.complete_withdrawal import FEE, fee_of, touch_payout
from zandaka.operations.parcels import opened
from zandaka.operations.payout import Payout, ordered, out_of_lots, payable
from zandaka.rules import contracts, fees, limits, medium, returning


class WithdrawalReturned(msgspec.Struct, frozen=True, omit_defaults=True):
    """`yen` are in the wallet again, `fee_yen` of them kept or taken for the fee. `still_owed_yen`
    are not: a contract has ended, the value that they were ordered from, or `holder_left`, and they
    wait for another account. `parked_yen` of what is in the wallet are above its balance cap, and
    kept apart until there is room (R69). `moved_ends`: what ends with a card that was given a later
    end meanwhile. `new_lots`: what came inside the Act, being good for too long by now (R91)."""

    withdrawal: ids.OperationId
    yen: int
    fee_yen: int
    still_owed_yen: int = 0
    parked_yen: int = 0
    uses: tuple[LimitUsed, ...] = ()
    moved_ends: tuple[LotMoved, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()
    holder_left: bool = False


class ReturnWithdrawal(OnPast, frozen=True, kw_only=True, tag="return_withdrawal"):
    """Undoes all of a payout, whether it was told to be paid before or not: value and fee go back
    to the lots they came from, the day's cap and a free one of the month are given back. What was
    left at the end of a contract stays owed, to be paid to another account; so does what was to be
    paid back on a ground (R84), where the value has come to its end meanwhile: it was no more than
    owed from the order on, and does not lapse. Whatever it was stays owed once its holder has left
    (R100): nobody can use that wallet any more. A fee is kept beside it again, and the value of a
    cash machine goes to an account."""

    verb: ClassVar[str] = "return_withdrawal"

    withdrawal: ids.OperationId
    reason: Reason

    @property
    def on(self) -> ids.OperationId:
        return self.withdrawal

    def touch(self, touch: Touch) -> None:
        touch_payout(touch, self.withdrawal)
        returning.touch_return(touch)
        touch.named.add((Kind.BANK_CLEARING, ""))
        touch.fees.add(FEE)

    def decide(self, state: State, moment: Moment) -> Decision:
        past, payout = ordered(state, self.withdrawal)
        if payout.state == "returned":
            raise Refusal("payout_ended", state=payout.state)
        # A card that was exchanged hands on what comes back to it: to the one that its holder has.
        left = contracts.holder_left(state.wallet(state.successor(payout.wallet)))
        if left or payout.kind == "contract_end":
            return self._owed_again(past, payout, state, left=left)
        moves = _back(past, payout, state)
        into = [(lot, yen) for _, lot, yen, _ in moves if isinstance(lot, Lot)]
        wallet = state.wallet(payout.wallet)
        renewed = medium.rejoin(wallet, [lot.id for lot, _ in into], state, moment)
        if payout.kind == "redemption" and _has_ended(into, renewed, moment):
            return self._owed_again(past, payout, state)
        beyond = returning.onward(wallet, into, renewed, state, moment)
        uses: tuple[Usage, ...] = ()
        if payout.counted:
            uses += limits.give_back(
                "withdraw_day_max", payout.wallet, payout.counted_yen, payout.ordered_on, state
            )
        if payout.free:
            uses += fees.give_free_back(payout.free, payout.wallet, payout.ordered_on, state)
        outcome = WithdrawalReturned(
            self.withdrawal,
            sum(yen for _, _, yen, _ in moves),
            payout.fee_yen,
            parked_yen=beyond.yen,
            uses=limits.told(uses, state),
            moved_ends=renewed.moved_ends,
        )
        ended = msgspec.structs.replace(payout, state="returned")
        return Decision(
            lambda: msgspec.structs.replace(outcome, new_lots=opened(beyond.lots)),
            moves=[*moves, *beyond.moves],
            lots=beyond.lots,
            uses=uses,
            extensions=renewed.extensions,
            records=[ended, *beyond.records],
            wallet=payout.wallet,
        )

    def _owed_again(
        self, past: Past, payout: Payout, state: State, *, left: bool = False
    ) -> Decision:
        """As it was when it was ordered, but for the account. What it used of the day's cap and of
        the month's free ones it keeps: it is the same payout, and will be paid."""
        moves: list[Move] = []
        if payout.state == "paid":
            into = payable(state, payout.wallet)
            moves.append((state.account(Kind.BANK_CLEARING), into, payout.yen, 0))
            if payout.fee_yen:
                moves.append((_income(past, state), into, payout.fee_yen, 0))
        again = msgspec.structs.replace(
            payout, state="ordered", account=0, attempt=payout.attempt + 1
        )
        if again.way == "atm":
            # Nobody stands there any more.
            again.way, again.terminal = "bank", ""
        outcome = WithdrawalReturned(
            self.withdrawal, 0, 0, still_owed_yen=payout.yen, holder_left=left
        )
        return Decision(outcome, moves=moves, records=[again], wallet=payout.wallet)


def _income(past: Past, state: State) -> Account:
    """Where the fee of a withdrawal was posted to."""
    product = state.lots[out_of_lots(past, state)[-1].debit].series.product
    return state.account(Kind.FEE_INCOME, f"{product} {FEE}")


def _has_ended(into: list[tuple[Lot, int]], renewed: medium.Renewed, moment: Moment) -> bool:
    """Whether some of what comes back would not be good any more."""
    ends = renewed.ends()
    found = [ends.get(lot.id, lot.expires_at) for lot, _ in into]
    return any(end is not None and end <= moment.at for end in found)


def _back(past: Past, payout: Payout, state: State) -> list[Move]:
    """Every yen to the lot it came from: out of what is still payable or, where it was told to be
    paid, out of where that was posted to."""
    debits = out_of_lots(past, state)
    kept = {one.id for one in fee_of(debits, payout.fee_yen)}
    value: Account = payable(state, payout.wallet)
    fee = value
    if payout.state == "paid":
        value = state.account(Kind.BANK_CLEARING)
        if kept:
            fee = _income(past, state)
    return [
        (fee if one.id in kept else value, state.lots[one.debit], one.left, one.id)
        for one in debits
        if one.left
    ]
