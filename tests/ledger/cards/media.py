"""Cards themselves: how they come, whose they are, what is loaded, what replaces a damaged one."""

from datetime import date, datetime, timedelta

from tests.ledger.cards.books import BANK, Card, Done, Lot, month_after, not_open
from tests.ledger.cards.facts import PRODUCTS, known
from tests.ledger.cards.payouts import Payouts
from tests.ledger.oracle import No, day, midnight, one_month

from zandaka import ids
from zandaka.operations.exchange import Exchange
from zandaka.operations.forward import Forward
from zandaka.operations.identify import Identify
from zandaka.operations.issue_media import IssueMedia
from zandaka.operations.leave import Leave
from zandaka.operations.load import Load
from zandaka.operations.open_wallet import OpenWallet
from zandaka.operations.release import Release
from zandaka.operations.resume import Resume
from zandaka.operations.stop import Stop


class Media(Payouts):
    def open_wallet(self, command: OpenWallet, book: int, now: datetime) -> Done:
        if command.product not in PRODUCTS:
            raise No("unknown_product")
        if "app" not in PRODUCTS[command.product].forms:
            raise No("wrong_form")
        return Done(command, opened=[
            _new(book, command.product, "app", command.holder, command.tier, now)
        ])  # fmt: skip

    def issue_media(self, command: IssueMedia, book: int, now: datetime) -> Done:
        if command.product not in PRODUCTS:
            raise No("unknown_product")
        facts = PRODUCTS[command.product]
        reasons: list[str] = []
        if command.yen and not known(command.tier, command.product):
            reasons.append("tier_too_low")
        form = "number" if command.yen else "card"
        if form not in facts.forms:
            reasons.append("wrong_form")
        printed = None
        if command.printed:
            printed = midnight(date.fromisoformat(command.printed) + timedelta(days=1))
            if printed <= now or facts.ends_with != "medium":
                reasons.append("wrong_end")
        if command.yen > facts.caps.get("issue", command.yen):
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        opened: list[Card] = []
        for _ in command.secrets:
            card = _new(book, command.product, form, command.holder, command.tier, now)
            card.ends = printed or card.ends
            opened.append(card)
            if command.yen:
                self.put(self.lot(card, card.product, card.ends, now), command.yen, BANK)
        return Done(command, opened=opened)

    def identify(self, command: Identify, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons = [code for code in not_open(card) if code != "wallet_stopped"]
        if not card.holder:
            reasons.append("wrong_form")
        if reasons:
            raise No(*reasons)
        card.tier = command.tier
        return Done(command)

    def stop(self, command: Stop, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        if not_open(card) == ["wallet_closed"]:
            raise No("wallet_closed")
        card.status = "stopped"
        return Done(command)

    def resume(self, command: Resume, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        if card.status != "stopped":
            raise No(*(not_open(card) or ["wrong_operation"]))
        card.status = "open"
        return Done(command)

    def leave(self, command: Leave, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons = not_open(card)
        if (
            self.under_way(card, now)
            or self.owes(card)
            or any(lot.yen and lot.product == card.funds for lot in card.lots)
            # Who is not known any more can be paid nothing.
            or any(
                one.payout is not None
                and one.payout.card in self.line(card)
                and one.payout.state == "ordered"
                for one in self.all
            )
        ):
            reasons.append("open_items")
        if reasons:
            raise No(*reasons)
        card.status, card.holder = "closed", ""
        return Done(command)

    def load(self, command: Load, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        facts, today = card.facts, day(now)
        product = command.product or card.product
        cash = command.channel == "cash_counter"
        reasons = not_open(card)
        if product not in (card.product, facts.holds):
            # Which value is meant is known before it is looked at.
            raise No(*reasons, "not_offered")
        if card.form == "number":
            raise No(*reasons, "wrong_form")
        if not known(card.tier, product):
            reasons.append("tier_too_low")
        if card.ended and product != card.product:
            reasons.append("contract_ended")
        if card.over(now):
            reasons.append("value_expired")
        yen, caps, of_it = command.yen, facts.caps, PRODUCTS[product].caps
        if (
            yen > min(caps["load"], of_it["load"])
            or yen > self.left(card, "load", caps.get("load_day"), today)
            or (cash and yen > self.left(card, "cash", caps.get("cash_day"), today))
            or card.good(now) + yen > (facts.balance(today) or 0)
            or sum(lot.yen for lot in card.lots if lot.product == product and lot.good(now)) + yen
            > (PRODUCTS[product].balance(today) or 0)
        ):
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)
        if "load_day" in caps:
            self.use(card, "load", yen, today)
        if cash and "cash_day" in caps:
            self.use(card, "cash", yen, today)
        self.renew(card, now)
        self.put(self.lot(card, product, card.ends, now), yen, BANK)
        return Done(command)

    def release(self, command: Release, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        if not card.parked:
            raise No("nothing_left")
        room = self.room(card, now)
        assert room is not None, "only such cards have anything kept apart"
        moved = False
        for one in card.parked:
            left: list[tuple[Lot, int]] = []
            for lot, yen in one.parts:
                good = self.good_again(lot, now)
                part = min(yen, max(0, room)) if good else yen
                if part:
                    moved = True
                    lot.ends = lot.ends_again
                    self.put(lot, part, ("suspense", card))
                    room -= part if good else 0
                if yen > part:
                    left.append((lot, yen - part))
            one.parts = left
        if not moved:
            raise No("limit_exceeded")
        card.parked = [one for one in card.parked if one.parts]
        return Done(command)

    def exchange(self, command: Exchange, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        reasons = not_open(card)
        if card.form != "card":
            raise No(*reasons, "wrong_form")
        if card.over(now):
            reasons.append("value_expired")
        if command.printed:
            reasons.append("wrong_end")
        if not card.facts.exchanged:
            reasons.append("not_offered")
        if not command.medium_returned:
            reasons.append("medium_not_returned")
        if any(self.free(lot, now) < lot.yen for lot in card.lots):
            reasons.append("hold_open")
        if reasons:
            raise No(*reasons)
        new = _new(book, card.product, card.form, card.holder, card.tier, now)
        card.status, card.into = "exchanged", new
        # The new card is the same contract: it has used what the old one had.
        for (one, what, begun), yen in list(self.used.items()):
            if one is card:
                self.used[new, what, begun] = yen
        for (one, what), begun in list(self.latest.items()):
            if one is card:
                self.latest[new, what] = begun
        new.spells, card.spells = card.spells, []
        new.ended, card.ended = card.ended, False
        # In the order in which they would be spent, which the new card keeps.
        for lot in sorted(card.lots, key=lambda one: one.late):
            if lot.yen and lot.good(now):
                self._over(lot, lot.yen, new)
        return Done(command, opened=[new])

    def forward(self, command: Forward, book: int, now: datetime) -> Done:
        card = self.card(command.wallet)
        # It never is in another book.
        new = self.card(command.to if ids.book_of(command.to) == book else 0)
        if card.status != "exchanged" or card.into is not new:
            raise No("wrong_operation")
        good = [lot for lot in card.lots if lot.good(now)]
        there = sum(self.free(lot, now) for lot in good)
        if not there:
            raise No("nothing_left")
        room = self.room(new, now)
        yen = there if room is None else min(there, max(0, room))
        if not yen:
            raise No("limit_exceeded")
        for lot, part in self.spend(good, yen, now)[0]:
            self._over(lot, part, new)
        return Done(command)

    def _over(self, lot: Lot, yen: int, onto: Card) -> None:
        """The same value on another card, with whose end it ends."""
        into = self.lot(onto, lot.product, onto.ends, lot.issued, lot.origin)
        lot.yen -= yen
        into.yen = yen


def _new(book: int, product: str, form: str, holder: str, tier: str, now: datetime) -> Card:
    ends = {"": None, "use": one_month(day(now)), "medium": month_after(day(now))}
    end = ends[PRODUCTS[product].ends_with]
    return Card(book, product, form, holder, tier, end, end)
