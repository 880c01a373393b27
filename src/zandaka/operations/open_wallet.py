"""Open (開設): a holder's app wallet of a product."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch, Wallet
from zandaka.operations.base import Operation, Reference, require_in_use
from zandaka.rules import medium
from zandaka.terms.model import Tier


class Opened(msgspec.Struct, frozen=True, omit_defaults=True):
    """The new wallet; what is in it is good strictly before `expires_at`, where the product's
    wallets have an end of their own."""

    wallet: ids.WalletId
    product: str
    expires_at: datetime | None = None


class OpenWallet(Operation, frozen=True, kw_only=True, tag="open_wallet"):
    """Opens an empty app wallet of `product` for `holder`, the issuer's own name for a person, who
    is known as far as `tier`. An empty wallet asks for no tier: value does, when it comes in."""

    verb: ClassVar[str] = "open_wallet"

    product: Reference
    holder: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    tier: Tier = "anonymous"

    def book(self, key: bytes, books: int) -> int:
        return ids.home_book(key, books)

    def touch(self, touch: Touch) -> None:
        """A new wallet touches nothing."""

    def decide(self, state: State, moment: Moment) -> Decision:
        product = moment.terms.products.get(self.product)
        if product is None:
            raise Refusal("unknown_product", product=self.product)
        require_in_use(product, moment)
        if "app" not in product.forms:
            raise Refusal("wrong_form", product=product.id, forms=sorted(product.forms))
        expires_at = medium.end_at_issue(product, "", moment)
        wallet = Wallet(
            0, product.id, "app", "open", self.holder, expires_at=expires_at, tier=self.tier
        )

        def outcome() -> Any:
            return Opened(ids.WalletId(wallet.id), product.id, expires_at)

        return Decision(outcome, wallets=[wallet])
