"""Open (開設): a holder's app wallet of a product."""

from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch, Wallet
from zandaka.operations.base import Operation, Reference


class Opened(msgspec.Struct, frozen=True):
    """The new wallet."""

    wallet: ids.WalletId
    product: str


class OpenWallet(Operation, frozen=True, kw_only=True, tag="open_wallet"):
    """Opens an empty app wallet of `product` for `holder`, the issuer's own name for a person."""

    verb: ClassVar[str] = "open_wallet"

    product: Reference
    holder: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

    def book(self, key: bytes, books: int) -> int:
        return ids.home_book(key, books)

    def touch(self, touch: Touch) -> None:
        """A new wallet touches nothing."""

    def decide(self, state: State, moment: Moment) -> Decision:
        product = moment.terms.products.get(self.product)
        if product is None:
            raise Refusal("unknown_product", product=self.product)
        if "app" not in product.forms:
            raise Refusal("wrong_form", product=product.id, forms=list(product.forms))
        wallet = Wallet(0, product.id, "app", "open", self.holder)

        def outcome() -> Any:
            return Opened(ids.WalletId(wallet.id), product.id)

        return Decision(outcome, wallets=[wallet])
