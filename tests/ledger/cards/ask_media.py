"""Commands on cards themselves."""

from datetime import datetime, timedelta
from typing import Any, cast

from tests.ledger.cards.asking import Asking
from tests.ledger.cards.edges import TICK
from tests.ledger.cards.facts import CARD, CASH, MONEY, PLASTIC, TICKET
from tests.ledger.oracle import day

from zandaka import ids
from zandaka.operations.base import Operation
from zandaka.operations.exchange import Exchange
from zandaka.operations.extend import Extend
from zandaka.operations.forward import Forward
from zandaka.operations.identify import Identify
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.release import Release
from zandaka.operations.resume import Resume
from zandaka.operations.stop import Stop


class AskMedia(Asking):
    def open_wallet(self, now: datetime) -> Operation:
        product = self.random.choice((CARD, PLASTIC, CASH, MONEY, TICKET, "none"))
        return OpenWallet(product=product, holder="aoi", tier="identity_verified")

    def issue_media(self, now: datetime) -> Operation:
        product = self.random.choice((PLASTIC, TICKET, TICKET, CARD, "none"))
        printed = f"{day(now).year + self.random.choice((0, 1))}-03-31" if self.often(4) else ""
        self.secrets += 1
        return IssueMedia(
            product=product, secrets=(b"secret %d" % self.secrets,), printed=printed,
            yen=self.random.choice((0, 500, 3_000, 3_001)),
        )  # fmt: skip

    def identify(self, now: datetime) -> Operation:
        tier = self.random.choices(
            ("identity_verified", "contact_checked", "anonymous"), (85, 10, 5)
        )[0]
        return Identify(wallet=self.wallet(now), tier=cast("Any", tier))

    def stop(self, now: datetime) -> Operation:
        return Stop(wallet=self.wallet(now), reason="lost")

    def resume(self, now: datetime) -> Operation:
        return Resume(
            wallet=self.where(now, lambda card: card.status == "stopped"), reason="found"
        )  # fmt: skip

    def leave(self, now: datetime) -> Operation:
        # Most often one that has nothing left but what was paid, and may come back.
        paid = {
            one.payout.card.now
            for one in self.oracle.all
            if one.payout is not None and one.payout.state == "paid"
        }
        if self.often(3):
            return Leave(wallet=self.wallet(now))
        return Leave(
            wallet=self.where(
                now,
                lambda card: (
                    card in paid
                    and card.status == "open"
                    and not any(lot.yen and lot.product == card.funds for lot in card.lots)
                ),
            )
        )

    def load(self, now: datetime) -> Operation:
        wallet = self.wallet(now, CARD, CARD, PLASTIC, PLASTIC, CASH)
        card = self.card(wallet)
        product, edges = "", [self.room(wallet, now)]
        if card is not None:
            product = self.random.choices(
                ("", card.facts.holds, card.product, "none"), (40, 50, 5, 2)
            )[0]
            for what in ("cash", "load"):
                cap = card.facts.caps.get(f"{what}_day")
                edges.append(min(10_000, self.oracle.left(card, what, cap, day(now))))
            edges.append(card.facts.caps.get("load", 0))
        channel = cast("Any", self.random.choice(("", "bank", "cash_counter")))
        return Load(wallet=wallet, yen=self.yen(*edges), product=product, channel=channel)

    def exchange(self, now: datetime) -> Operation:
        wallet = self.where(now, lambda card: card.form == "card" and card.status == "open")
        self.secrets += 1
        return Exchange(
            wallet=wallet, secret=b"secret %d" % self.secrets, medium_returned=self.often(9),
            printed="2099-12" if self.random.random() < 0.03 else "",
        )  # fmt: skip

    def forward(self, now: datetime) -> Operation:
        at = self.of_edge("cap")
        wallet = self.where(now, lambda card: (
            card.into is not None and card.good(now) and (at is None or card.into is at)
        ))  # fmt: skip
        card = self.card(wallet)
        to = self.wallet(now)
        if card is not None and card.into is not None and self.often(9):
            to = ids.WalletId(card.into.id)
        return Forward(wallet=wallet, to=to)

    def stuck(self, now: datetime) -> Operation | None:
        """What came back to an exchanged card while the new one has no room."""
        for card in self.oracle.cards.values():
            room = None if card.into is None else self.oracle.room(card.into, now)
            if room is not None and room < 0 and self.free(card.id, now) and self.often(0.5):
                assert card.into is not None
                return Forward(wallet=ids.WalletId(card.id), to=ids.WalletId(card.into.id))
        return None

    def extend(self, now: datetime) -> Operation:
        at = self.of_edge("end")
        wallet = self.where(now, lambda card: card.ends and any(lot.yen for lot in card.lots))
        if at is not None and self.often(8):
            wallet = ids.WalletId(at.id)
        card = self.card(wallet)
        lots = [] if card is None else card.lots
        ends = [now, *(lot.ends for lot in lots if lot.yen and lot.ends)]
        if card is not None and card.ends is not None:
            ends.append(card.ends)
        until = self.random.choice(ends) + self.random.choice((-TICK, TICK, TICK * 0))
        if self.often(6):
            until = max(now, *ends) + timedelta(days=self.random.choice((0, 1, 10)))
        named = [lot.id for lot in lots if lot.id]
        coupons: list[ids.WalletId] = []
        if self.often(1):
            coupons = (
                [ids.WalletId(lot.origin.id) for lot in self.random.choices(lots)] if lots else []
            )
        return Extend(
            wallet=wallet, expires_at=until, reason="outage", coupons=tuple(coupons),
            lot=ids.LotId(self.random.choice(named)) if named and self.often(2) else None,
        )  # fmt: skip

    def release(self, now: datetime) -> Operation:
        return Release(wallet=self.where(now, lambda card: card.parked))
