"""Random commands that often meet an edge, made from what the oracle knows."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, cast

from tests.ledger.cards.books import Card, Done
from tests.ledger.cards.edges import Edge
from tests.ledger.cards.facts import CARD, CASH, PLASTIC, TICKET
from tests.ledger.oracle import day
from tests.ledger.oracle_cards import CardOracle

from zandaka import ids
from zandaka.operations.base import Operation
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.open_wallet import OpenWallet
from zandaka.rules.overseas import Foreign

BOOKS = 2
MADE_UP = 999_999
#: So many of each are in use at a time: few, so that caps are met.
IN_USE = {CARD: 4, PLASTIC: 4, CASH: 2, TICKET: 3}


class Asking:
    def __init__(self, random: Random, oracle: CardOracle) -> None:
        self.random = random
        self.oracle = oracle
        self.secrets = 0
        #: Where the clock has been put for the commands that come now, if to no place like others.
        self.edge: Edge | None = None

    def of_edge(self, what: str) -> Card | None:
        """Whose edge of a kind this is."""
        return self.edge.card if self.edge is not None and self.edge.what == what else None

    def often(self, of_ten: float) -> bool:
        return self.random.random() * 10 < of_ten

    def yen(self, *edges: int) -> int:
        """At one of the edges or one yen beside, or anything."""
        if not edges or self.random.random() < 0.4:
            return self.random.choice((1, 33, 100, 800, 1_500, 2_500, 3_001, 4_001))
        return max(1, self.random.choice(edges) + self.random.choice((-1, 0, 0, 1)))

    def shop(self) -> str:
        return self.random.choices(("tokyo-1", "kyoto-1", "tokyo-2", "nowhere"), (60, 30, 4, 2))[0]

    def foreign(self, yen: int) -> Foreign | None:
        """Where the purchase was made: most often here."""
        if self.random.random() < 0.6:
            return None
        country, currency = self.random.choices(
            (("US", "USD"), ("US", "JPY"), ("JP", "USD")), (80, 10, 10)
        )[0]
        return Foreign(country=country, currency=currency, amount=str(yen), rate="1")

    # -- cards

    def usable(self, product: str, now: datetime) -> list[Card]:
        found = [
            card
            for card in self.oracle.cards.values()
            if card.product == product
            and card.status in ("open", "stopped")
            and not card.over(now)
            and (product != TICKET or card.good(now) or any(one.yen for one in card.lots))
        ]
        return found[: IN_USE[product]]

    def wallet(self, now: datetime, *products: str) -> ids.WalletId:
        """A card in use of one of the products, now and then another or one that is none; most
        often the one whose edge this is, in use or not."""
        chance = self.random.random()
        if chance < 0.015:
            return ids.WalletId(ids.make(self.random.randrange(BOOKS), MADE_UP))
        at = None if self.edge is None else self.edge.card
        if at is not None and at.product in (products or IN_USE) and self.often(7):
            return ids.WalletId(at.id)
        every = list(self.oracle.cards)
        if chance < 0.06:
            return ids.WalletId(self.random.choice(every))
        found = [one for product in products or IN_USE for one in self.usable(product, now)]
        return ids.WalletId(self.random.choice(found).id if found else self.random.choice(every))

    def where(self, now: datetime, holds: Callable[[Card], object]) -> ids.WalletId:
        """A card of which something holds, most often."""
        found = [card.id for card in self.oracle.cards.values() if holds(card)]
        if found and self.often(9):
            return ids.WalletId(self.random.choice(found[-5:]))
        return self.wallet(now)

    def card(self, wallet: int) -> Card | None:
        return self.oracle.cards.get(wallet)

    def free(self, wallet: int, now: datetime, *products: str) -> int:
        """What can be spent of it."""
        card = self.card(wallet)
        if card is None:
            return 0
        return sum(
            self.oracle.free(lot, now)
            for lot in card.lots
            if lot.good(now) and lot.product in (products or (lot.product,))
        )

    def room(self, wallet: int, now: datetime) -> int:
        card = self.card(wallet)
        return 0 if card is None else (card.facts.balance(day(now)) or 0) - card.good(now)

    def opening(self, now: datetime) -> Operation | None:
        """A card of a product of which too few are in use."""
        for product, wanted in IN_USE.items():
            if len(self.usable(product, now)) < wanted and self.often(5):
                return self.new(product)
        return None

    def new(self, product: str) -> Operation:
        tier = cast("Any", self.random.choices(
            ("identity_verified", "contact_checked", "anonymous"), (85, 12, 3)
        )[0])  # fmt: skip
        if product == TICKET or (product == PLASTIC and self.often(6)):
            yen = self.random.choice((700, 1_000, 2_999, 3_000)) if product == TICKET else 0
            return self._medium(product, yen, tier)
        return OpenWallet(product=product, holder="aoi", tier=tier)

    def _medium(self, product: str, yen: int, tier: Any) -> IssueMedia:
        count = self.random.choice((1, 1, 2))
        self.secrets += count
        secrets = tuple(b"secret %d" % (self.secrets - one) for one in range(count))
        if not yen and self.often(8):
            return IssueMedia(product=product, secrets=secrets, holder="ren", tier=tier)
        return IssueMedia(product=product, secrets=secrets, yen=yen)

    # -- what was done

    def past(
        self, holds: Callable[[Done], object], likely: Callable[[Done], object] | None = None
    ) -> tuple[ids.OperationId, Done | None]:
        """An operation of which something holds, `likely` one of which more does; now and then
        another, or one that is none."""
        chance = self.random.random()
        every = list(self.oracle.done.values())
        if chance < 0.02 or not every:
            return ids.OperationId(ids.make(0, 999_999)), None
        at = None if self.edge is None else self.edge.done
        if at is not None and holds(at) and self.often(7):
            return ids.OperationId(at.id), at
        found = [one for one in every if holds(one)]
        if likely is not None and self.often(8):
            found = [one for one in found if likely(one)] or found
        if not found or chance < 0.04:
            found = every
        done = self.random.choice(found[-8:])
        return ids.OperationId(done.id), done
