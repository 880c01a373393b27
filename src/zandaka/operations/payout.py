"""What is to be paid out of a wallet: from the order, in whose commit it begins, until it was paid
or came back. Withdrawals, refunds and the ends of contracts have it in common."""

from datetime import date
from typing import ClassVar, Literal, LiteralString

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Account, Past, PastTransfer, State, Touch
from zandaka.ledger.records import Record

PayoutKind = Literal["withdrawal", "redemption", "contract_end"]
#: By a file for the bank, at a cash machine, or by a person who says so.
PayoutWay = Literal["bank", "atm", "desk"]
PayoutState = Literal["ordered", "paid", "returned"]


class Payout(Record, kw_only=True, eq=False):
    """`yen` are to be paid, and `fee_yen` kept beside until they were: both stand in
    `withdrawal_payable` of the wallet. `counted_yen` of the limit `counted` are used for it, and a
    free one of the month under the limit `free`; both names are empty where nothing is.
    `account` is a registered one, 0 the newest of the holder. `attempt` counts up when money came
    back and is still to be paid: then to an account, also where `way` was a cash machine."""

    table: ClassVar[LiteralString] = "payouts"
    changing: ClassVar[tuple[LiteralString, ...]] = (
        "fee_yen", "free", "way", "account", "terminal", "attempt", "state",
    )  # fmt: skip
    open_where: ClassVar[LiteralString] = "state = 'ordered'"
    counted_where: ClassVar[LiteralString] = "free <> '' AND state <> 'returned'"

    kind: PayoutKind
    way: PayoutWay
    yen: int
    fee_yen: int = 0
    counted: str = ""
    counted_yen: int = 0
    free: str = ""
    ordered_on: date
    account: int = 0
    terminal: str = ""
    attempt: int = 1
    state: PayoutState = "ordered"

    @property
    def under_way(self) -> bool:
        """Whether it is still to be paid."""
        return self.state == "ordered"


def touch_payable(touch: Touch, wallet: ids.WalletId) -> None:
    """Where what is ordered out of a wallet stands until it was paid."""
    touch.named.add((Kind.WITHDRAWAL_PAYABLE, str(wallet)))


def payable(state: State, wallet: int) -> Account:
    """The account that `touch_payable` named."""
    return state.account(Kind.WITHDRAWAL_PAYABLE, str(ids.WalletId(wallet)))


def ordered(state: State, operation: ids.OperationId) -> tuple[Past, Payout]:
    """The operation that ordered a payout, and how that stands. Refuses unknown_operation and
    wrong_operation."""
    past = state.operation(operation)
    payout = state.record(Payout, operation)
    if payout is None or past.code:
        raise Refusal("wrong_operation", verb=past.verb, code=past.code)
    return past, payout


def out_of_lots(past: Past, state: State) -> list[PastTransfer]:
    """The transfers of an order that took value out of lots into what is payable, in order."""
    owed = state.named.get((Kind.WITHDRAWAL_PAYABLE, str(ids.WalletId(past.wallet))))
    return [] if owed is None else [one for one in past.transfers if one.credit == owed.id]
