"""Value that goes to another card: sends, at once or to be claimed, charges and balances taken
over; and its way between two books."""

from datetime import datetime, timedelta

from tests.ledger.cards.books import (
    Account,
    Books,
    Card,
    Debit,
    Done,
    Lot,
    OnItsWay,
    Part,
    Sent,
    Spell,
    not_open,
)
from tests.ledger.cards.facts import CHARGE_CHANNELS, CLAIM_DAYS, PRODUCTS, known
from tests.ledger.oracle import No, day, midnight

from zandaka import ids
from zandaka.operations.arrive import Arrive
from zandaka.operations.carry_over import CarryOver
from zandaka.operations.charge import Charge
from zandaka.operations.claim import Claim
from zandaka.operations.return_send import ReturnSend
from zandaka.operations.send import Send
from zandaka.operations.settle import Settle


class Sending(Books):
    """All that is the sender's is looked at first, and then the receiver, who may be in another
    book. A card that nobody has is found at once only where it would be in the same."""

    def send(self, command: Send, book: int, now: datetime) -> Done:
        near = _near(command.to, command.wallet)
        card = self.card(command.wallet)
        if near:
            self.card(command.to)
        product = card.funds
        reasons = not_open(card)
        if not product or command.to == command.wallet:
            reasons.append("not_offered")
        if card.over(now):
            reasons.append("value_expired")
        if not product:
            raise No(*reasons)
        facts = PRODUCTS[product]
        if not known(card.tier, product):
            reasons.append("tier_too_low")
        if (
            command.yen > facts.caps["send"]
            or self._month(card, product, "send", now) + command.yen > facts.caps["send_month"]
        ):
            reasons.append("limit_exceeded")
        parts, missing = self.spend(_of(card, product, now), command.yen, now)
        if missing:
            reasons.append("insufficient_value")
        if reasons:
            raise No(*reasons)
        if facts.sends == "claim":
            if near:
                self._could_hold(self.card(command.to), product)
            return self._to_be_claimed(command, card, product, parts, now)
        values = [(command.yen, now)]
        if not near:
            self._count(card, product, "send", command.yen, now)
            way = self._leave(card, command.to, "send", product, parts, values)
            way.month = day(now).replace(day=1)
            return Done(command, way=way)
        receiver = self.card(command.to)
        self._may_receive(receiver, product, command.yen, now)
        self._count(card, product, "send", command.yen, now)
        self._near(parts, self._receive(receiver, product, command.yen, now))
        return Done(command)

    def _could_hold(self, card: Card, product: str) -> None:
        """What is sent to an exchanged card is claimed by the one that replaced it."""
        if card.into is None:
            if card.funds != product:
                raise No("wrong_form")
            if not known(card.tier, product):
                raise No("tier_too_low")

    def _to_be_claimed(
        self, command: Send, card: Card, product: str, parts: list[Part], now: datetime
    ) -> Done:
        spell = self._count(card, product, "send", command.yen, now)
        debits = [self.take(lot, yen, ("send_pending", card)) for lot, yen in parts]
        opens = midnight(day(now) + timedelta(days=1))
        ends = opens + timedelta(days=CLAIM_DAYS)
        return Done(
            command, sent=Sent(card, command.to, product, debits, opens, ends, spell)
        )  # fmt: skip

    def claim(self, command: Claim, book: int, now: datetime) -> Done:
        sent = self._sent(command.send)
        near = _near(command.to, sent.card.id)
        if sent.to != command.to:
            # A card is exchanged within its book: where that is another one, that one looks.
            if near:
                self._stands_for(sent.to, self.card(command.to))
            elif not _near(sent.to, command.to):
                raise No("not_your_operation")
        if now < sent.opens:
            raise No("claim_too_early")
        if now >= sent.ends or sent.state != "pending":
            raise No("send_ended")
        pending: Account = ("send_pending", sent.card)
        if not near:
            book_to = str(ids.book_of(command.to))
            sent.state = "claiming"
            self.accounts[sent.card.book, *pending] -= sent.yen
            self.accounts[sent.card.book, "in_transit", book_to] += sent.yen
            values = [(sent.yen, now)]
            way = OnItsWay("claim", sent.card, command.to, sent.product, values, [], sent)
            return Done(command, way=way)
        receiver = self.card(command.to)
        self._may_receive(receiver, sent.product, sent.yen, now)
        [lot] = self._receive(receiver, sent.product, sent.yen, now)
        self.put(lot, sent.yen, pending)
        sent.state = "claimed"
        return Done(command)

    def return_send(self, command: ReturnSend, book: int, now: datetime) -> Done:
        sent = self._sent(command.send)
        if sent.state != "pending":
            raise No("send_ended")
        if now < sent.ends:
            raise No("too_early")
        sent.state = "returned"
        if sent.spell is not None:
            sent.spell.over = True
        self.come_back(sent.card, [(one, one.yen, one.to) for one in sent.debits], now)
        return Done(command)

    def _sent(self, identifier: int) -> Sent:
        sent = self.past(identifier).sent
        if sent is None:
            raise No("wrong_operation")
        return sent

    def charge(self, command: Charge, book: int, now: datetime) -> Done:
        card, good, reasons = self._source(command, now)
        facts = card.facts
        if not facts.charges or command.channel not in CHARGE_CHANNELS:
            reasons.append("not_offered")
        parts, missing = self.spend(good, command.yen or 0, now)
        if missing:
            reasons.append("insufficient_value")
        if command.yen is None:
            parts = [(lot, lot.yen) for lot in _in_order(good)]
        return self._onto(command, "charge", card, parts, reasons, now)

    def carry_over(self, command: CarryOver, book: int, now: datetime) -> Done:
        card, good, reasons = self._source(command, now)
        if not card.facts.carries_to:
            reasons.append("not_offered")
        parts = [(lot, lot.yen) for lot in _in_order(good)]
        return self._onto(command, "carry_over", card, parts, reasons, now)

    def _source(
        self, command: Charge | CarryOver, now: datetime
    ) -> tuple[Card, list[Lot], list[str]]:
        card = self.card(command.wallet)
        if _near(command.to, command.wallet):
            self.card(command.to)
        left = [lot for lot in card.lots if lot.yen and lot.product == card.product]
        good = [lot for lot in left if lot.good(now)]
        reasons = not_open(card)
        if left and not good:
            reasons.append("value_expired")
        return card, good, reasons

    def _onto(
        self,
        command: Charge | CarryOver,
        why: str,
        card: Card,
        parts: list[Part],
        reasons: list[str],
        now: datetime,
    ) -> Done:
        whole = why == "carry_over" or (isinstance(command, Charge) and command.yen is None)
        if whole and any(self.free(lot, now) < lot.yen for lot, _ in parts):
            reasons.append("hold_open")
        # All that these go onto is inside the Act.
        if parts and card.facts.legal_kind == "exempt" and not command.accept_exemption_loss:
            reasons.append("exemption_would_be_lost")
        if not parts:
            reasons.append("nothing_left")
        if reasons:
            raise No(*reasons)
        values = [(yen, lot.issued) for lot, yen in parts]
        if not _near(command.to, command.wallet):
            way = self._leave(card, command.to, why, card.product, parts, values)
            return Done(command, way=way)
        onto = self.card(command.to)
        self._may_be_put_onto(onto, why, card.product, sum(yen for _, yen in parts), now)
        self._near(parts, self._put_onto(onto, why, values, now))
        return Done(command)

    # -- who receives

    def _stands_for(self, sent_to: int, card: Card) -> None:
        if all(one.id != sent_to for one in self.line(card)):
            raise No("not_your_operation")

    def _may_receive(self, card: Card, product: str, yen: int, now: datetime) -> None:
        if card.funds != product:
            raise No(*(not_open(card) or ["wrong_form"]))
        reasons = not_open(card)
        if not known(card.tier, product):
            reasons.append("tier_too_low")
        if card.ended:
            reasons.append("contract_ended")
        if card.over(now):
            reasons.append("value_expired")
        got = self._month(card, product, "receive", now)
        inside = sum(lot.yen for lot in _of(card, product, now))
        caps = PRODUCTS[product].caps
        if (
            got + yen > caps["receive_month"]
            or inside + yen > (PRODUCTS[product].balance(day(now)) or 0)
            or self._too_much(card, yen, now)
        ):
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)

    def _receive(self, card: Card, product: str, yen: int, now: datetime) -> list[Lot]:
        self._count(card, product, "receive", yen, now)
        return [self.lot(card, product, card.ends, now)]

    def _may_be_put_onto(
        self, card: Card, why: str, source: str, yen: int, now: datetime
    ) -> None:  # fmt: skip
        facts = PRODUCTS[source]
        reasons = not_open(card)
        if card.over(now):
            reasons.append("value_expired")
        if not known(card.tier, card.product):
            reasons.append("tier_too_low")
        if card.product not in (facts.charges if why == "charge" else facts.carries_to):
            raise No(*reasons, "not_offered")
        caps = card.facts.caps
        if why == "charge" and (
            yen > caps.get("load", yen)
            or yen > self.left(card, "load", caps.get("load_day"), day(now))
        ):
            reasons.append("limit_exceeded")
        if self._too_much(card, yen, now):
            reasons.append("limit_exceeded")
        if reasons:
            raise No(*reasons)

    def _put_onto(
        self, card: Card, why: str, values: list[tuple[int, datetime]], now: datetime
    ) -> list[Lot]:
        if why == "charge" and "load_day" in card.facts.caps:
            self.use(card, "load", sum(yen for yen, _ in values), day(now))
        self.renew(card, now)
        return [self.lot(card, card.product, card.ends, issued) for _, issued in values]

    @staticmethod
    def _too_much(card: Card, yen: int, now: datetime) -> bool:
        cap = card.facts.balance(day(now))
        return cap is not None and card.good(now) + yen > cap

    @staticmethod
    def _near(parts: list[Part], into: list[Lot]) -> None:
        for number, (lot, yen) in enumerate(parts):
            lot.yen -= yen
            # A send comes in as one lot, whatever it was sent from.
            into[min(number, len(into) - 1)].yen += yen

    # -- what counts towards a month

    def _month(self, card: Card, product: str, what: str, now: datetime) -> int:
        if PRODUCTS[product].sends == "claim":
            return self.in_month(card, what, now)
        return self.used[card, what, day(now).replace(day=1)]

    def _count(self, card: Card, product: str, what: str, yen: int, now: datetime) -> Spell | None:
        if PRODUCTS[product].sends == "claim":
            card.spells.append(Spell(what, day(now), yen))
            return card.spells[-1]
        self.use(card, what, yen, day(now).replace(day=1))
        return None

    # -- between books

    def _leave(
        self,
        card: Card,
        to: int,
        why: str,
        product: str,
        parts: list[Part],
        values: list[tuple[int, datetime]],
    ) -> OnItsWay:
        transit = ("in_transit", str(ids.book_of(to)))
        debits = [self.take(lot, yen, transit) for lot, yen in parts]
        return OnItsWay(why, card, to, product, values, debits)

    def arrive(self, command: Arrive, book: int, now: datetime) -> Done:
        way = self.done[command.sent].way
        assert way is not None
        card = self.card(way.to)
        if way.sent is not None and way.sent.to != way.to:
            self._stands_for(way.sent.to, card)
        if way.why in ("send", "claim"):
            self._may_receive(card, way.product, way.yen, now)
            lots = self._receive(card, way.product, way.yen, now)
        else:
            self._may_be_put_onto(card, way.why, way.product, way.yen, now)
            lots = self._put_onto(card, way.why, way.values, now)
        for lot, (yen, _) in zip(lots, way.values, strict=True):
            self.put(lot, yen, ("in_transit", str(way.card.book)))
        return Done(command)

    def settle(self, command: Settle, book: int, now: datetime) -> Done:
        way = self.done[command.sent].way
        assert way is not None
        way.settled = True
        if way.sent is not None:
            way.sent.state = "pending" if command.code else "claimed"
        if not command.code:
            return Done(command)
        if way.sent is not None:
            transit = (way.card.book, "in_transit", str(ids.book_of(way.to)))
            self.accounts[transit] -= way.yen
            self.accounts[way.card.book, "send_pending", way.card] += way.yen
        else:
            back: list[tuple[Debit, int, Account]] = [(one, one.yen, one.to) for one in way.debits]
            self.come_back(way.card, back, now)
        if way.month is not None:
            self.used[way.card, "send", way.month] -= way.yen
        return Done(command)


def _near(one: int, other: int) -> bool:
    return ids.book_of(one) == ids.book_of(other)


def _in_order(lots: list[Lot]) -> list[Lot]:
    return sorted(lots, key=lambda lot: lot.late)


def _of(card: Card, product: str, now: datetime) -> list[Lot]:
    return [lot for lot in card.lots if lot.product == product and lot.good(now)]
