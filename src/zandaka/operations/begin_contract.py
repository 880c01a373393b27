"""Begin a contract (契約の再開): funds transfer is wanted again on a card whose contract was
ended."""

from typing import ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.operations.base import OnWallet, Reason, require_in_use, require_open, require_tier
from zandaka.rules import contracts, medium, transferable
from zandaka.rules.contracts import EndedContract


class ContractBegun(msgspec.Struct, frozen=True):
    """Value of `product` may come onto the card again."""

    product: str


class BeginContract(OnWallet, frozen=True, kw_only=True, tag="begin_contract"):
    """Begins the funds-transfer contract of a wallet anew, after it was ended (R115, R116): nothing
    but its holder's will does that, no load and no send. The holder must be known as far as the
    value asks. Refuses nothing_left where no contract was ended."""

    verb: ClassVar[str] = "begin_contract"

    reason: Reason = "asked for by the holder"

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.under_way.add(EndedContract)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        require_open(wallet)
        product = transferable.funds_product(wallet, moment.terms)
        if product is not None:
            require_in_use(moment.terms.products[wallet.product], moment)
            require_in_use(product, moment)
            require_tier(product, wallet.tier)
        medium.require_good(wallet, moment)
        if product is None:
            raise Refusal("not_offered", product=wallet.product)
        found = contracts.ended(wallet, product, state)
        if found is None:
            raise Refusal("nothing_left", product=product.id)
        return Decision(
            ContractBegun(product.id),
            records=[msgspec.structs.replace(found, begun_anew=True)],
            wallet=wallet.id,
        )
