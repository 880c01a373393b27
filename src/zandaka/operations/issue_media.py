"""Issue media (媒体発行): numbers that are spent until nothing is left, and cards to be loaded."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.chart import Kind
from zandaka.ledger.effects import LotOpened, WalletOpened
from zandaka.ledger.model import Decision, Lot, Moment, Move, State, Touch, Wallet
from zandaka.money import YenOrNone
from zandaka.operations.base import Operation, Reference, require_in_use, require_tier
from zandaka.rules import limits, medium
from zandaka.terms.model import Form, Product, Tier

#: A month or a day, as media show them.
Printed = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
]


class IssuedMedium(msgspec.Struct, frozen=True):
    """One number or card. The inquiry number finds it and cannot spend it (R86)."""

    wallet: ids.WalletId
    inquiry: str


class IssuedMedia(msgspec.Struct, frozen=True, omit_defaults=True):
    """Media of `yen` each, good strictly before `expires_at` (for ever when none)."""

    media: tuple[IssuedMedium, ...]
    yen: int
    expires_at: datetime | None
    opened: tuple[WalletOpened, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()


class IssueMedia(Operation, frozen=True, kw_only=True, tag="issue_media"):
    """Issues one medium of `product` for each of `secrets`, the keyed HMACs of the codes on them:
    numbers of `yen` each, paid for, or with 0 empty cards. `printed` is the end that the medium
    shows, a month `2029-03` or a day `2029-03-31`; empty where it shows none. `holder` is the
    person it is issued to, known as far as `tier`; empty for a bearer's."""

    verb: ClassVar[str] = "issue_media"

    product: Reference
    secrets: Annotated[tuple[bytes, ...], msgspec.Meta(min_length=1, max_length=500)]
    yen: YenOrNone = 0
    printed: Printed = ""
    holder: Annotated[str, msgspec.Meta(max_length=100)] = ""
    tier: Tier = "anonymous"
    reference: Reference = ""

    def __post_init__(self) -> None:
        if self.tier != "anonymous" and not self.holder:
            raise ValueError("tier goes with holder: nobody is known who is not named")

    def book(self, key: bytes, books: int) -> int:
        return ids.home_book(key, books)

    def touch(self, touch: Touch) -> None:
        touch.named.add((Kind.BANK_CLEARING, ""))

    def decide(self, state: State, moment: Moment) -> Decision:
        product = moment.terms.products.get(self.product)
        if product is None:
            raise Refusal("unknown_product", product=self.product)
        require_in_use(product, moment)
        if self.yen:
            require_tier(product, self.tier)
        form = _form(product, self.yen)
        if self.yen:
            _require_amount(product, self.yen, moment)
        expires_at = medium.end_at_issue(product, self.printed, moment, with_value=bool(self.yen))
        if self.yen:
            limits.check(product, "issue_max", self.yen, moment)
            limits.check_balance(product, 0, self.yen, moment)
        wallets = [
            Wallet(
                0, product.id, form, "open", self.holder,
                expires_at=expires_at, tier=self.tier, secret=secret,
            )
            for secret in self.secrets
        ]  # fmt: skip
        lots: list[Lot] = []
        if self.yen:
            series = moment.series[product.id, "", ""]
            for wallet in wallets:
                lot = Lot(0, 0, series, 0, 0, 0, expires_at, moment.at)
                wallet.lots = [lot]
                lots.append(lot)
        clearing = state.account(Kind.BANK_CLEARING)
        moves: list[Move] = [(clearing, lot, self.yen, 0) for lot in lots]

        def outcome() -> Any:
            return IssuedMedia(
                media=tuple(IssuedMedium(ids.WalletId(w.id), w.inquiry or "") for w in wallets),
                yen=self.yen,
                expires_at=expires_at,
                opened=tuple(
                    WalletOpened(ids.WalletId(w.id), product.id, w.inquiry) for w in wallets
                ),
                new_lots=tuple(
                    LotOpened(
                        ids.LotId(lot.id), ids.WalletId(lot.wallet), product.id,
                        ids.WalletId(lot.origin), moment.at, expires_at,
                    )
                    for lot in lots
                ),
            )  # fmt: skip

        return Decision(outcome, moves=moves, wallets=wallets, lots=lots)


def _form(product: Product, yen: int) -> Form:
    """A number is issued with its value, a card is loaded. Refuses wrong_form."""
    form: Form = "number" if yen else "card"
    if form not in product.forms:
        raise Refusal("wrong_form", product=product.id, forms=sorted(product.forms))
    return form


def _require_amount(product: Product, yen: int, moment: Moment) -> None:
    """Refuses denomination_not_offered where the terms name the amounts and not this one."""
    offered = product.issuing.amounts_on(moment.day)
    if offered and yen not in offered:
        raise Refusal(
            "denomination_not_offered",
            product=product.id,
            yen=yen,
            offered=list(offered),
            source=product.issuing.amount_source(moment.day),
        )
