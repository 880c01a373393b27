"""What the oracle of cards has: cards with their lots, and what was begun on them. A command is
told again by the method of its verb's name; it collects every reason to refuse before it changes
anything.

It shares with what it judges the commands (plain data) and the order of the refusals, no more."""

import calendar
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.ledger.cards.facts import PRODUCTS, Facts
from tests.ledger.oracle import ORDER, No, day, midnight, one_month

from zandaka.operations.base import Operation

#: A named account of a book: its kind and its owner, who may be a card.
Account = tuple[str, "str | Card"]
BANK: Account = ("bank_clearing", "")
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(eq=False)
class Lot:
    """Value of one product that came onto a card at once, good strictly before `ends`."""

    card: "Card"
    product: str
    ends: datetime | None
    issued: datetime
    origin: "Card"
    number: int
    yen: int = 0
    #: Told by the books, some time later.
    id: int = 0

    def good(self, now: datetime) -> bool:
        return self.ends is None or now < self.ends

    @property
    def late(self) -> tuple[bool, datetime, int]:
        """What ends first is first, what never ends last, and of two the older."""
        return self.ends is None, self.ends or NEVER, self.number

    @property
    def ends_again(self) -> datetime | None:
        """The end of what comes back to it: of an empty one its card's, if that is later."""
        card = self.card.now.ends
        if self.yen or self.ends is None or card is None:
            return self.ends
        return max(self.ends, card)


Part = tuple[Lot, int]


@dataclass(eq=False)
class Use:
    """A use of a card, and the end that it gave it; `live` until all of it came back."""

    ends: datetime
    live: bool = True


@dataclass(eq=False)
class Spell:
    """Sent or received on a day: it counts towards a month until it is `over`."""

    what: str
    on: date
    yen: int
    over: bool = False


@dataclass(eq=False)
class Card:
    """`unused_ends` is the end that it would have without any use."""

    book: int
    product: str
    form: str
    holder: str
    tier: str
    ends: datetime | None
    unused_ends: datetime | None
    status: str = "open"
    lots: list[Lot] = field(default_factory=list[Lot])
    uses: list[Use] = field(default_factory=list[Use])
    parked: list["Parked"] = field(default_factory=list["Parked"])
    spells: list[Spell] = field(default_factory=list[Spell])
    #: Its contract of funds transfer was ended, and not begun anew.
    ended: bool = False
    into: "Card | None" = None
    id: int = 0

    @property
    def now(self) -> "Card":
        """The card that stands for it: itself, or the last of those that replaced it."""
        return self if self.into is None else self.into.now

    @property
    def facts(self) -> Facts:
        return PRODUCTS[self.product]

    @property
    def funds(self) -> str:
        """The product of its funds-transfer value; empty where it has none."""
        if self.facts.legal_kind == "funds_transfer":
            return self.product
        return self.facts.holds

    def good(self, now: datetime) -> int:
        return sum(lot.yen for lot in self.lots if lot.good(now))

    def over(self, now: datetime) -> bool:
        return self.ends is not None and self.ends <= now


@dataclass(eq=False)
class Parked:
    """What one return brought back above the cap, by the lots it is to go to."""

    parts: list[Part]


@dataclass(eq=False)
class Hold:
    """`days`: on which it counts towards the day's cap, the oldest first, and with how much."""

    card: Card
    shop: str
    ends: datetime
    on: date
    abroad: bool
    parts: dict[Lot, int]
    days: list[tuple[date, int]]
    rest: int
    authorised: dict[Lot, int]

    def kept(self, now: datetime) -> int:
        return sum(self.parts.values()) if now < self.ends else 0


@dataclass(eq=False)
class Debit:
    """Yen that went from a lot - or from what the holder owes - to an account."""

    source: Lot | Account
    to: Account
    yen: int
    back: int = 0

    @property
    def left(self) -> int:
        return self.yen - self.back


#: What comes back, how many yen, and out of which account.
Back = tuple[Debit | Lot, int, Account]


@dataclass(eq=False)
class Debt:
    """What was missing when a payment was posted by force, yen by yen: so many are owed, one was
    taken from each lot in `taken`, the last at the end, and so many the issuer has lost."""

    card: Card
    missing: int
    owed: int
    taken: list[Lot] = field(default_factory=list[Lot])
    lost: int = 0

    @property
    def account(self) -> Account:
        return "shortfall", self.card


@dataclass(eq=False)
class Payment:
    card: Card
    shop: str
    debits: list[Debit]
    days: list[tuple[date, int]]
    use: Use | None
    debt: Debt | None = None


@dataclass(eq=False)
class Payout:
    card: Card
    kind: str
    way: str
    yen: int
    on: date
    debits: list[Debit] = field(default_factory=list[Debit])
    fee: int = 0
    route: str = ""
    free: bool = False
    counted: int = 0
    state: str = "ordered"

    def is_ordered(self, kind: str) -> bool:
        return (self.kind, self.state) == (kind, "ordered")


@dataclass(eq=False)
class Sent:
    """A send that waits to be claimed."""

    card: Card
    to: int
    product: str
    debits: list[Debit]
    opens: datetime
    ends: datetime
    spell: Spell | None
    state: str = "pending"

    @property
    def yen(self) -> int:
        return sum(one.yen for one in self.debits)


@dataclass(eq=False)
class OnItsWay:
    """Value between two books: what it is, why it goes, and where it goes back to."""

    why: str
    card: Card
    to: int
    product: str
    values: list[tuple[int, datetime]]
    debits: list[Debit]
    sent: Sent | None = None
    month: date | None = None
    settled: bool = False

    @property
    def yen(self) -> int:
        return sum(yen for yen, _ in self.values)


@dataclass(eq=False)
class Done:
    """What a command came to. `id` is told later."""

    command: Operation
    code: str = ""
    opened: list[Card] = field(default_factory=list[Card])
    hold: Hold | None = None
    payment: Payment | None = None
    lapse: Payment | None = None
    payout: Payout | None = None
    sent: Sent | None = None
    way: OnItsWay | None = None
    id: int = 0


class Books:
    """What the books should be, and how value moves in them."""

    def __init__(self) -> None:
        self.cards: dict[int, Card] = {}
        #: What was done, by its number; and all of it, numbered yet or not.
        self.done: dict[int, Done] = {}
        self.all: list[Done] = []
        self.holds: list[Hold] = []
        #: The oldest first.
        self.debts: list[Debt] = []
        #: (book, kind, owner) -> yen
        self.accounts: defaultdict[tuple[int, str, str | Card], int] = defaultdict(int)
        #: (card, what, first day of the period) -> yen, or times
        self.used: defaultdict[tuple[Card, str, date], int] = defaultdict(int)
        #: The latest period in which a card used any of something.
        self.latest: dict[tuple[Card, str], date] = {}
        self._numbers = itertools.count(1)

    def submit(self, command: Operation, book: int, now: datetime) -> Done:
        """What the command comes to, and that it has happened."""
        try:
            done: Done = getattr(self, command.verb)(command, book, now)
        except No as no:
            done = Done(command, min(no.codes, key=ORDER.__getitem__))
        self.all.append(done)
        return done

    def named(self, done: Done, identifier: int, opened: Sequence[int]) -> None:
        """The numbers that the book gave."""
        done.id = identifier
        self.done[identifier] = done
        for card, number in zip(done.opened, opened, strict=True):
            card.id = number
            self.cards[number] = card

    # -- what a command names

    def card(self, identifier: int) -> Card:
        if identifier not in self.cards:
            raise No("unknown_wallet")
        return self.cards[identifier]

    def past(self, identifier: int) -> Done:
        if identifier not in self.done:
            raise No("unknown_operation")
        return self.done[identifier]

    # -- value

    def lot(
        self, card: Card, product: str, ends: datetime | None, issued: datetime,
        origin: Card | None = None,
    ) -> Lot:  # fmt: skip
        """A new, empty lot."""
        lot = Lot(card, product, ends, issued, origin or card, next(self._numbers))
        card.lots.append(lot)
        return lot

    def put(self, lot: Lot, yen: int, account: Account) -> None:
        """Into a lot, out of an account."""
        lot.yen += yen
        self.accounts[lot.card.book, *account] -= yen

    def take(self, lot: Lot, yen: int, account: Account) -> Debit:
        """Out of a lot, into an account."""
        assert lot.yen >= yen
        self.put(lot, -yen, account)
        return Debit(lot, account, yen)

    def free(self, lot: Lot, now: datetime) -> int:
        """What no hold keeps."""
        return lot.yen - sum(hold.parts.get(lot, 0) for hold in self.holds if now < hold.ends)

    def spend(
        self,
        lots: Iterable[Lot],
        yen: int,
        now: datetime,
        first: str = "",
        at_most: dict[Lot, int] | None = None,
    ) -> tuple[list[Part], int]:
        """Which lots give how much of `yen`, those in `at_most` no more than that, and what is
        missing: value of the product `first` before any other, and what ends first before what ends
        later."""
        parts: list[Part] = []
        for lot in sorted(lots, key=lambda one: (first not in ("", one.product), one.late)):
            part = min(yen, self.free(lot, now), (at_most or {}).get(lot, yen))
            if part > 0:
                parts.append((lot, part))
                yen -= part
        return parts, yen

    # -- caps

    def left(self, card: Card, what: str, cap: int | None, begun: date) -> int:
        """Of a cap of a day or month; more than there is of anything where there is none."""
        return 1 << 40 if cap is None else cap - self.used[card, what, begun]

    def line(self, card: Card) -> list[Card]:
        """The card, and those that it replaced."""
        return [one for one in self.cards.values() if one is card or card in _after(one)]

    def use(self, card: Card, what: str, yen: int, begun: date) -> None:
        self.used[card, what, begun] += yen
        # One that is free after all may be of a month before.
        self.latest[card, what] = max(begun, self.latest.get((card, what), begun))

    def let_go(self, card: Card, days: list[tuple[date, int]], yen: int) -> None:
        """`yen` of the cap on a day's payments are given back, those of the newest day first."""
        while yen:
            on, used = days.pop()
            part = min(used, yen)
            self.used[card.now, "pay", on] -= part
            yen -= part
            if used > part:
                days.append((on, used - part))

    def in_month(self, card: Card, what: str, now: datetime) -> int:
        """Sent or received in the month up to today."""
        return sum(
            one.yen
            for one in card.spells
            if one.what == what and not one.over and now < one_month(one.on)
        )

    # -- the ends of cards

    def renew(self, card: Card, now: datetime) -> Use | None:
        """A use of a card whose end counts from it. What was on the card before goes with it, also
        what this use takes; what is past its end stays so."""
        if card.facts.ends_with != "use":
            return None
        assert card.ends is not None
        use = Use(one_month(day(now)))
        card.uses.append(use)
        if card.ends < use.ends:
            for lot in card.lots:
                if lot.yen and lot.good(now) and lot.ends is not None and lot.ends < use.ends:
                    lot.ends = use.ends
            card.ends = use.ends
        return use

    def come_back(
        self,
        card: Card,
        parts: Sequence[Back],
        now: datetime,
        *,
        unused: Use | None = None,
        rejoins: bool = True,
    ) -> None:
        """Yen of debits come back out of accounts; of what was collected, out of what is owed, to
        the lot that gave it. A lot that was empty when its card was given another end `rejoins` it;
        with `unused`, a use of which all came back, the card ends as if it had never been. What is
        above the cap then is kept apart, of what ends last."""
        into: list[Part] = []
        elsewhere: dict[Card, list[Part]] = {}
        for of, yen, account in parts:
            self.accounts[card.book, *account] -= yen
            if isinstance(of, Lot):
                (into if of.card is card else elsewhere.setdefault(of.card, [])).append((of, yen))
                continue
            assert 0 < yen <= of.left
            of.back += yen
            if isinstance(of.source, Lot):
                into.append((of.source, yen))
            else:
                self.accounts[card.book, *of.source] += yen
        self._into(card, into, now, unused, rejoins=rejoins)
        for other, some in elsewhere.items():
            self._into(other, some, now, None, rejoins=True)

    def _into(
        self, card: Card, into: list[Part], now: datetime, unused: Use | None, *, rejoins: bool
    ) -> None:
        room = self.room(card, now)
        into.sort(key=lambda part: part[0].late, reverse=True)
        self._ends(card, {lot for lot, _ in into}, unused, rejoins=rejoins)
        for lot, yen in into:
            lot.yen += yen
        if room is None:
            return
        # What goes back to the card that it replaced does not come onto this one.
        good = [(lot, yen) for lot, yen in into if lot.good(now) and lot.card is card]
        over = sum(yen for _, yen in good) - max(0, room)
        kept: list[Part] = []
        for lot, yen in good:
            part = min(yen, over)
            if part > 0:
                over -= part
                kept.append((lot, part))
                self.take(lot, part, ("suspense", card))
        if kept:
            card.parked.append(Parked(kept))

    def _ends(self, card: Card, into: set[Lot], unused: Use | None, *, rejoins: bool) -> None:
        before = card.ends
        if before is None:
            return
        if unused is not None:
            unused.live = False
        if unused is not None and card.into is None:
            assert card.unused_ends is not None
            card.ends = max([card.unused_ends, *(one.ends for one in card.uses if one.live)])
            for lot in card.lots:
                # What ended with it does so again; an empty one had no end of its own but a later.
                assert lot.ends is not None
                if lot.ends == before or (not lot.yen and card.ends < lot.ends < before):
                    lot.ends = card.ends
        for lot in card.lots:
            if rejoins and lot in into:
                lot.ends = lot.ends_again

    def good_again(self, lot: Lot, now: datetime) -> bool:
        """Whether what comes back to a lot is good."""
        end = lot.ends_again
        return end is None or now < end

    def room(self, card: Card, now: datetime) -> int | None:
        """Yen that fit below the cap; None where nothing is kept apart."""
        cap = card.facts.balance(day(now))
        return None if cap is None or not card.facts.keeps_apart else cap - card.good(now)


def not_open(card: Card) -> list[str]:
    """Why nothing may be done with a card."""
    if card.status in ("closed", "exchanged"):
        return ["wallet_closed"]
    return ["wallet_stopped"] if card.status == "stopped" else []


def _after(card: Card) -> list[Card]:
    """The cards that replaced it, one after the other."""
    return [] if card.into is None else [card.into, *_after(card.into)]


def month_after(on: date) -> datetime:
    """The end of the month after that of a day."""
    first = on.replace(day=1)
    for _ in range(2):
        first += timedelta(days=calendar.monthrange(first.year, first.month)[1])
    return midnight(first)
