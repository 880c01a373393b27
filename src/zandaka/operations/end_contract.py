"""End a contract (解約): funds-transfer value that is left is paid out, less a fee (R115)."""

from typing import Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.operations.base import OnWallet, Reason, require_open
from zandaka.operations.payout import Payout, payable, touch_payable
from zandaka.operations.sends import SendUnderWay
from zandaka.operations.withdraw import AccountNumber
from zandaka.rules import transferable
from zandaka.rules.suspense import Parked
from zandaka.terms.instrument.withdrawing import Ends
from zandaka.terms.model import Product

#: The fee as the account that takes it is named.
FEE = "contract_end"


class ContractEnded(msgspec.Struct, frozen=True):
    """Of `yen` the fee took `fee_yen` - never more than there was - and `pays_yen` are to be paid
    to a bank account; nothing where that is 0."""

    yen: int
    fee_yen: int
    pays_yen: int


class EndContract(OnWallet, frozen=True, kw_only=True, tag="end_contract"):
    """Ends the funds-transfer contract of a wallet before its time. The fee has the bank transfer
    in it, and is not taken of what has come to its end. What is under way must have ended before.
    Prepaid value beside it stays as it is; a wallet that held nothing else closes. `account` is a
    registered one, 0 the holder's newest."""

    verb: ClassVar[str] = "end_contract"

    account: AccountNumber = 0
    reason: Reason = "asked for by the holder"

    def touch(self, touch: Touch) -> None:
        touch_contract(touch, self.wallet)
        touch_payable(touch, self.wallet)
        touch.fees.add(FEE)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        product = contract(wallet, "pay_out", moment)
        inside = nothing_under_way(wallet, product, state, moment)
        yen = sum(lot.balance for lot in inside)
        running = sum(lot.balance for lot in inside if not lot.expired(moment.at))
        fee = min(running, product.withdrawing.end_fee_on(moment.day))
        moves: list[Move] = []
        left = fee
        income = state.account(Kind.FEE_INCOME, f"{product.id} {FEE}") if fee else None
        for lot in inside:
            part = 0 if lot.expired(moment.at) else min(lot.balance, left)
            left -= part
            if income is not None and part:
                moves.append((lot, income, part, 0))
            if lot.balance > part:
                moves.append((lot, payable(state, wallet.id), lot.balance - part, 0))
        payout = Payout(
            wallet=wallet.id,
            kind="contract_end",
            way="bank",
            yen=yen - fee,
            ordered_on=moment.day,
            account=self.account,
        )
        closing = wallet.product == product.id
        # Whose it was stays known: to them the rest is paid.
        closed = [msgspec.structs.replace(wallet, status="closed")] if closing else []
        return Decision(
            ContractEnded(yen, fee, yen - fee),
            moves=moves,
            changed_wallets=closed,
            records=[payout] if yen > fee else [],
            wallet=wallet.id,
        )


def touch_contract(touch: Touch, wallet: ids.WalletId) -> None:
    """A wallet and whatever it has under way."""
    touch.wallets.add(wallet)
    touch.under_way.update((Payout, SendUnderWay, Parked))


def contract(wallet: Wallet, ends: Ends, moment: Moment) -> Product:
    """The product of the wallet's funds-transfer value, whose contract ends that way. Refuses
    wallet_closed and not_offered. A wallet that was stopped can be ended: it is its holder's."""
    if wallet.status != "stopped":
        require_open(wallet)
    product = transferable.funds_product(wallet, moment.terms)
    if product is None or product.withdrawing.ends != ends:
        raise Refusal("not_offered", product=wallet.product)
    return product


def nothing_under_way(wallet: Wallet, product: Product, state: State, moment: Moment) -> list[Lot]:
    """The lots with funds-transfer value left. Refuses open_items where a hold keeps some of it,
    a withdrawal or a send has not come to its end, or some of it waits for room (R69)."""
    inside = transferable.lots_of(product, wallet.lots)
    items: dict[str, Any] = {
        "holds": sorted(
            {
                str(ids.OperationId(line.hold.id))
                for lot in inside
                for line in lot.holds
                if line.yen and line.hold.expires_at > moment.at
            }
        ),
        "withdrawals": [
            str(ids.OperationId(one.operation))
            for one in state.records_of(Payout, wallet.id)
            if one.kind == "withdrawal"
        ],
        "sends": [
            str(ids.OperationId(one.operation)) for one in state.records_of(SendUnderWay, wallet.id)
        ],
        "parked": [
            str(ids.OperationId(one.operation))
            for one in state.records_of(Parked, wallet.id)
            if any(state.lots[part.lot].series.product == product.id for part in one.parts)
        ],
    }
    if any(items.values()):
        raise Refusal("open_items", source=product.withdrawing.source, **items)
    return inside
