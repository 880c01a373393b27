"""A contract of funds transfer that was ended before its time (R115, R116), and is begun anew only
where its holder wants it."""

from typing import ClassVar, LiteralString

from zandaka.errors import Refusal
from zandaka.ledger.model import State, Wallet
from zandaka.ledger.records import Record
from zandaka.terms.model import Product


class EndedContract(Record, kw_only=True, eq=False):
    """That the contract of a wallet's value of `product` was ended by an operation, until it was
    `begun_anew`. It goes on with the card that replaces the wallet."""

    table: ClassVar[LiteralString] = "ended_contracts"
    changing: ClassVar[tuple[LiteralString, ...]] = ("wallet", "begun_anew")
    open_where: ClassVar[LiteralString] = "NOT begun_anew"

    product: str
    begun_anew: bool = False

    @property
    def under_way(self) -> bool:
        return not self.begun_anew


def ended(wallet: Wallet, product: Product, state: State) -> EndedContract | None:
    """The end of a wallet's contract; None while there is one. Ask for what is under way."""
    found = state.records_of(EndedContract, wallet.id)
    return next((one for one in found if one.product == product.id), None)


def closed_with(wallet: Wallet, state: State) -> bool:
    """Whether a wallet closed with its contract, and not because its holder left: what came back to
    it later is owed, and may pay what is owed with it. Ask for what is under way."""
    found = state.records_of(EndedContract, wallet.id)
    return wallet.status == "closed" and any(one.product == wallet.product for one in found)


def holder_left(wallet: Wallet) -> bool:
    """Whether a wallet is closed and nobody is named in it: nobody can use what comes into it any
    more, nor ask for it. One that closed with its contract names whose it was."""
    return wallet.status == "closed" and not wallet.holder


def require_running(wallet: Wallet, product: Product, state: State) -> None:
    """Refuses contract_ended: value that comes in would begin a contract that nobody asked for."""
    if ended(wallet, product, state) is not None:
        raise over(product)


def over(product: Product) -> Refusal:
    """That a contract was ended."""
    return Refusal("contract_ended", product=product.id, source=product.withdrawing.source)
