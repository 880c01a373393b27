"""Settle with a merchant (加盟店への精算): the issuer has paid what it owed for payments."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.model import Decision, Moment, State, Touch
from zandaka.money import Yen
from zandaka.operations.base import Instant, MerchantId, Operation, Reference

#: A book is a bookkeeping matter of the house: merchants have an account in each.
BookNumber = Annotated[int, msgspec.Meta(ge=0, le=1023)]


class MerchantSettled(msgspec.Struct, frozen=True):
    """`yen` were paid to the merchant for its payments before `through`; `left_yen` are owed to
    it in this book."""

    merchant: str
    yen: int
    through: Instant
    left_yen: int


class SettleMerchant(Operation, frozen=True, kw_only=True, tag="settle_merchant"):
    """Records that a merchant got `yen` for all payments before `through` that stand in the book
    `of_book`. Holders' rights to what they paid there end with it, if not before (R103)."""

    verb: ClassVar[str] = "settle_merchant"

    merchant: MerchantId
    of_book: BookNumber
    yen: Yen
    through: Instant
    reference: Reference = ""

    def book(self, key: bytes, books: int) -> int:
        return self.of_book % books

    def touch(self, touch: Touch) -> None:
        touch.merchants.add(self.merchant)
        touch.named.update(((Kind.MERCHANT_PAYABLE, self.merchant), (Kind.BANK_CLEARING, "")))

    def decide(self, state: State, moment: Moment) -> Decision:
        state.merchant(self.merchant)
        if self.through > moment.at:
            raise Refusal("time_not_allowed", effective_at=self.through, now=moment.at)
        owed = state.account(Kind.MERCHANT_PAYABLE, self.merchant)
        if self.yen > owed.balance:
            raise Refusal("exceeds_debit", left_yen=owed.balance, yen=self.yen)
        return Decision(
            MerchantSettled(self.merchant, self.yen, self.through, owed.balance - self.yen),
            moves=[(owed, state.account(Kind.BANK_CLEARING), self.yen, 0)],
        )
