"""Exchange (引換): a damaged card is taken back, and its value goes to the new one (R83)."""

from datetime import datetime
from typing import Any, ClassVar, Final

import msgspec

from zandaka import ids
from zandaka.errors import Refusal
from zandaka.ledger.effects import LimitUsed, LotOpened, WalletOpened
from zandaka.ledger.model import Decision, Lot, Moment, State, Touch, Usage, Wallet
from zandaka.operations.base import OnWallet, Reference, require_open
from zandaka.operations.issue_media import Printed
from zandaka.rules import contracts, fees, lots, medium, months

#: What a wallet uses of caps, and of what is free.
_LIMITS: Final = (
    "load_day_max",
    "cash_load_day_max",
    "balance_max",
    "pay_day_max",
    "send_month_max",
    "receive_month_max",
    "withdraw_day_max",
    *map(fees.free_kind, fees.ROUTES),
)
#: What goes on with the new card as it stands: the months that are counted to the day, and a
#: contract that was ended.
_GOES_ON: Final = (*months.KINDS.values(), contracts.EndedContract)


class Exchanged(msgspec.Struct, frozen=True, omit_defaults=True):
    """`new_wallet` is the new card, good strictly before `expires_at` (for ever when none), and
    has the `yen` of the old one. `left_yen` stay with the old one: they have expired. `uses`: what
    the new one has used of caps from its first moment on, since the old one had."""

    new_wallet: ids.WalletId
    inquiry: str
    yen: int
    left_yen: int
    expires_at: datetime | None
    opened: tuple[WalletOpened, ...] = ()
    new_lots: tuple[LotOpened, ...] = ()
    uses: tuple[LimitUsed, ...] = ()


class Exchange(OnWallet, frozen=True, kw_only=True, tag="exchange"):
    """Gives a new card, whose code has the keyed HMAC `secret`, for a damaged one that was handed
    in (`medium_returned`), and moves its value: nothing is issued or refunded. The new card is the
    same contract: it has used of caps and of free withdrawals what the old one had. `printed` is
    the end that the new card shows, as at its issue. The old card is closed."""

    verb: ClassVar[str] = "exchange"

    secret: bytes
    medium_returned: bool = False
    printed: Printed = ""
    reference: Reference = ""

    def touch(self, touch: Touch) -> None:
        touch.wallets.add(self.wallet)
        touch.issue_dates = True
        touch.limits.update(_LIMITS)
        touch.under_way.update(_GOES_ON)

    def decide(self, state: State, moment: Moment) -> Decision:
        wallet = state.wallet(self.wallet)
        end = self._allowed(wallet, moment)
        product = moment.terms.products[wallet.product]
        card = msgspec.structs.replace(
            wallet, id=0, expires_at=end, lots=[], secret=self.secret, inquiry=None, prefecture=""
        )
        ends_with_card = product.expiry_policy in ("medium", "months_after_use")
        # The older lot stays the older one: the new card is spent in the same order.
        moving = [
            lot
            for lot in sorted(wallet.lots, key=lots.spend_order)
            if lot.balance and not lot.expired(moment.at)
        ]
        new = [
            Lot(
                0, 0, lot.series, lot.origin, 0, 0,
                end if ends_with_card else lot.expires_at, lot.issued_at,
            )
            for lot in moving
        ]  # fmt: skip
        card.lots = list(new)
        old = msgspec.structs.replace(wallet, status="exchanged")
        yen = sum(lot.balance for lot in moving)
        left = sum(lot.balance for lot in wallet.lots) - yen
        uses = _uses(wallet, state)
        records = [
            msgspec.structs.replace(one, wallet=0)
            for kind in _GOES_ON
            for one in state.records_of(kind, wallet.id)
        ]

        def outcome() -> Any:
            # The new card has its number only now.
            old.loaded_into = card.id
            number = ids.WalletId(card.id)
            for record in records:
                record.wallet = card.id
            return Exchanged(
                new_wallet=number,
                inquiry=card.inquiry or "",
                yen=yen,
                left_yen=left,
                expires_at=end,
                opened=(WalletOpened(number, card.product, card.inquiry),),
                new_lots=tuple(_told(lot) for lot in new),
                uses=tuple(
                    LimitUsed(number, one.limit_kind, one.period, one.yen)
                    for one in uses
                    if one.yen
                ),
            )

        return Decision(
            outcome,
            moves=[(lot, into, lot.balance, 0) for lot, into in zip(moving, new, strict=True)],
            uses=uses,
            wallets=[card],
            lots=new,
            changed_wallets=[old],
            records=records,
            wallet=wallet.id,
        )

    def _allowed(self, wallet: Wallet, moment: Moment) -> datetime | None:
        """The end of the new card. Refuses wallet_closed, wallet_stopped, wrong_form,
        value_expired, wrong_end, not_offered, medium_not_returned and hold_open."""
        product = moment.terms.products[wallet.product]
        media = product.media
        require_open(wallet)
        if wallet.form != "card":
            raise Refusal("wrong_form", product=product.id, form=wallet.form)
        medium.require_good(wallet, moment)
        end = medium.end_at_issue(product, self.printed, moment)
        if media.exchange_end == "old_card" and not self.printed:
            end = wallet.expires_at
        if not media.exchange:
            raise Refusal("not_offered", product=product.id, source=media.source_for("exchange"))
        if not self.medium_returned:
            raise Refusal("medium_not_returned", source=media.source_for("exchange"))
        if any(lot.balance > lot.available(moment.at) for lot in wallet.lots):
            raise Refusal("hold_open")
        return end


def _uses(wallet: Wallet, state: State) -> list[Usage]:
    """The same uses for the card that the book opens: also of a month that is over, so that nobody
    takes one of its free withdrawals again."""
    found = [state.usage.get((wallet.id, kind)) for kind in _LIMITS]
    return [Usage(0, one.limit_kind, one.period, one.yen) for one in found if one is not None]


def _told(lot: Lot) -> LotOpened:
    assert lot.issued_at is not None, "issue dates were not touched"
    return LotOpened(
        ids.LotId(lot.id), ids.WalletId(lot.wallet), lot.series.product, ids.WalletId(lot.origin),
        lot.issued_at, lot.expires_at, lot.series.campaign, lot.series.prefecture,
    )  # fmt: skip
