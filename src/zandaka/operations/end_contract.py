"""End a contract (解約): funds-transfer value that is left is paid out, less a fee (R115)."""

from typing import ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.ledger.records import Record
from zandaka.operations.base import OnWallet, Reason, require_open
from zandaka.operations.collect_shortfall import owing
from zandaka.operations.payout import Payout, payable, touch_payable
from zandaka.operations.sends import SendUnderWay
from zandaka.operations.withdraw import AccountNumber
from zandaka.rules import contracts, shortfalls, transferable
from zandaka.rules.contracts import EndedContract
from zandaka.rules.shortfalls import Shortfall
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
    """Ends the funds-transfer contract of a wallet before its time. The fee has the bank
    transfer in it, and is not taken of what has come to its end. What is under way must have
    ended before, and what the holder owes after a force post must have been collected or
    written off. Prepaid value beside it stays as it is; a wallet that held nothing else closes.
    From then on no such value comes in, until its holder begins a contract anew
    (`begin_contract`). What a shop or bank gives back later is paid out by asking again,
    without a second fee. `account` is a registered one, 0 the holder's newest."""

    verb: ClassVar[str] = "end_contract"

    account: AccountNumber = 0
    reason: Reason = "asked for by the holder"

    def touch(self, touch: Touch) -> None:
        touch_contract(touch, self.wallet)
        touch_payable(touch, self.wallet)
        touch.fees.add(FEE)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        product = contract(wallet, "pay_out", state, moment)
        before = contracts.ended(wallet, product, state)
        inside = nothing_under_way(wallet, product, state, moment)
        if before is not None and not inside:
            raise contracts.over(product)
        nothing_owed(wallet, state)
        yen = sum(lot.balance for lot in inside)
        running = sum(lot.balance for lot in inside if not lot.expired(moment.at))
        # Of one contract it is taken once.
        fee = 0 if before else min(running, product.withdrawing.end_fee_on(moment.day))
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
        records: list[Record] = [payout] if yen > fee else []
        if before is None:
            records.append(EndedContract(wallet=wallet.id, product=product.id))
        return Decision(
            ContractEnded(yen, fee, yen - fee),
            moves=moves,
            changed_wallets=closed,
            records=records,
            wallet=wallet.id,
        )


def nothing_owed(wallet: Wallet, state: State) -> None:
    """Refuses open_items where the holder owes something for a purchase that was posted by force,
    with this card or one that it replaced: before what is left goes, somebody says whether it pays
    that (`collect_shortfall`) or the issuer bears it (`write_off_shortfall`)."""
    found = owing(state, wallet.id)
    if found:
        raise Refusal(
            "open_items",
            owed_yen=shortfalls.owed(found),
            shortfalls=[str(ids.OperationId(one.operation)) for one in found],
        )


def touch_contract(touch: Touch, wallet: ids.WalletId) -> None:
    """A wallet and whatever it and the cards that it replaced have under way."""
    touch.wallets.add(wallet)
    touch.predecessors = True
    touch.transits = True
    touch.under_way.update((Payout, SendUnderWay, Parked, EndedContract, Shortfall))


def contract(wallet: Wallet, ends: Ends, state: State, moment: Moment) -> Product:
    """The product of the wallet's funds-transfer value, whose contract ends that way. Refuses
    wallet_closed and not_offered. A wallet that was stopped can be ended: it is its holder's. So
    can one that closed with its contract: what came back to it later is owed."""
    product = transferable.funds_product(wallet, moment.terms)
    if product is None or product.withdrawing.ends != ends:
        require_open(wallet)
        raise Refusal("not_offered", product=wallet.product)
    closed_with_it = wallet.status == "closed" and contracts.ended(wallet, product, state)
    if wallet.status != "stopped" and not closed_with_it:
        require_open(wallet)
    return product


def nothing_under_way(wallet: Wallet, product: Product, state: State, moment: Moment) -> list[Lot]:
    """The lots with funds-transfer value left. Refuses open_items where something of it, or of what
    the cards had that the wallet replaced, is to come back or to go on: a hold keeps it, a
    withdrawal or a send has not come to its end, it is on its way to another book, waits for room
    (R69), or came back to a card that was exchanged."""
    found: list[Lot] = []
    items: dict[str, list[str]] = {
        "holds": [], "withdrawals": [], "sends": [], "transits": [], "parked": [], "exchanged": [],
    }  # fmt: skip
    for one in state.line(wallet.id):
        inside = transferable.lots_of(product, one.lots)
        if one is wallet:
            found = inside
        elif any(not lot.expired(moment.at) for lot in inside):
            items["exchanged"].append(str(ids.WalletId(one.id)))
        items["holds"] += {
            str(ids.OperationId(line.hold.id))
            for lot in inside
            for line in lot.holds
            if line.yen and line.hold.expires_at > moment.at
        }
        items["withdrawals"] += [
            str(ids.OperationId(payout.operation))
            for payout in state.records_of(Payout, one.id)
            if payout.kind == "withdrawal"
        ]
        items["sends"] += [
            str(ids.OperationId(send.operation)) for send in state.records_of(SendUnderWay, one.id)
        ]
        items["transits"] += [
            str(ids.OperationId(sent)) for sent, of in state.transits.items() if of == one.id
        ]
        items["parked"] += [
            str(ids.OperationId(parked.operation))
            for parked in state.records_of(Parked, one.id)
            if any(state.lots[part.lot].series.product == product.id for part in parked.parts)
        ]
    if any(items.values()):
        raise Refusal(
            "open_items",
            source=product.withdrawing.source,
            **{name: sorted(of) for name, of in items.items()},
        )
    return found
