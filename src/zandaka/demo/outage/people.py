"""Travellers of a made-up region, and what becomes of each on the evening of the outage.

Drawn from a seed: the same seed is the same evening. What is true of a traveller is written down
here, in the traveller's own terms and by plain arithmetic, and is never asked of the system."""

import random
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

Kind = Literal[
    "stranded",  # wanted to pay, and could not
    "spent",  # had used all of it before
    "other_day",  # good for longer: not hurt
    "repeated",  # pressed again and again: debited each time
    "cash",  # paid cash, and was debited as well
    "twins",  # two true purchases of one amount, at once
    "apart",  # two true purchases of one amount, ten minutes apart
    "normal",  # paid as ever in between
    "slow_shop",  # bought, but the shop never confirmed it
    "refused",  # tried what the rules do not allow
    "leaver",  # left the app since, with value in it
]
Spends = Literal["nothing", "part", "all"]

#: The day on which the coupons of those the outage hurt were to end.
DAY: Final = date(2023, 2, 24)
PREFECTURES: Final = ("01", "13", "26", "27", "40", "47")

#: How many of a thousand travellers are of which kind.
_WEIGHTS: Final[dict[Kind, int]] = {
    "stranded": 420,
    "spent": 150,
    "other_day": 230,
    "repeated": 30,
    "cash": 20,
    "twins": 20,
    "apart": 20,
    "normal": 50,
    "slow_shop": 10,
    "refused": 30,
    "leaver": 20,
}


class Press(msgspec.Struct):
    """A press of the pay button that was debited: `after` seconds of the evening. `true`: goods
    were handed over for it. `debit` is set when it has happened."""

    after: int
    yen: int
    true: bool
    confirmed: bool
    debit: int = 0


class Traveller(msgspec.Struct, kw_only=True):
    """One guest with one coupon. `coupon`, `wallet`, `inquiry` and `yen` are set at its issue."""

    number: int
    kind: Kind
    prefecture: str
    ends_on: date
    app: bool
    other_book: bool
    interim: Spends
    march: Spends
    calls: bool
    before: int = 0
    presses: list[Press] = []
    coupon: int = 0
    wallet: int = 0
    inquiry: str = ""
    yen: int = 0

    @property
    def wrong(self) -> list[Press]:
        """What was debited and nothing was sold for."""
        return [press for press in self.presses if not press.true]

    @property
    def at_outage(self) -> int:
        """Yen left when the evening was over."""
        return self.yen - self.before - sum(press.yen for press in self.presses)

    @property
    def spent_after(self) -> int:
        """Yen spent on the two days after the outage."""
        return _share(self.interim, self.at_outage, 3)

    @property
    def left(self) -> int:
        """Yen left at the instant that the notice looks at."""
        return self.at_outage - self.spent_after

    @property
    def in_a(self) -> bool:
        """Category A: to end on the day, and something left (R3)."""
        return self.ends_on == DAY and self.left > 0

    @property
    def restored(self) -> int:
        """Yen that must come back: victims of category B call, and the shop bears them out."""
        return sum(press.yen for press in self.wrong)

    @property
    def made_whole(self) -> bool:
        """Whether the coupon is good until the end of March."""
        return self.in_a or self.restored > 0

    @property
    def spent_in_march(self) -> int:
        """Yen spent while it was good again. Who left the app has nothing to pay with."""
        if not self.made_whole or self.kind == "leaver":
            return 0
        return _share(self.march, self.left + self.restored, 2)

    @property
    def owed(self) -> int:
        """Yen that must become gift value."""
        return self.left + self.restored - self.spent_in_march if self.made_whole else 0


def draw(count: int, seed: int) -> list[Traveller]:
    """`count` travellers. At least one of each kind where there are so many."""
    chance = random.Random(seed)  # noqa: S311 - a made-up evening, no secret
    kinds: list[Kind] = list(_WEIGHTS)
    drawn = kinds[:count]
    drawn += chance.choices(kinds, list(_WEIGHTS.values()), k=count - len(drawn))
    chance.shuffle(drawn)
    return [_traveller(number, kind, chance) for number, kind in enumerate(drawn)]


def plan_evening(traveller: Traveller, seed: int) -> None:
    """What the traveller pays before and on the evening, once its yen are known."""
    chance = random.Random(f"{seed} {traveller.number}")  # noqa: S311
    yen = traveller.yen
    traveller.before = chance.choice((0, 0, yen // 4, yen // 2 + 1))
    there = yen - traveller.before
    start = chance.randrange(0, 3600)
    match traveller.kind:
        case "spent":
            traveller.before = yen
        case "repeated":
            count = chance.choice((2, 2, 3, 4))
            price = max(1, chance.randrange(there // 10, there // count))
            gap = chance.choice((2, 20, 60))
            traveller.presses = [
                Press(start + gap * turn, price, turn == 0, turn == 0) for turn in range(count)
            ]
        case "cash":
            traveller.presses = [Press(start, chance.randrange(1, there), False, False)]
        case "twins" | "apart":
            gap = chance.choice((15, 60)) if traveller.kind == "twins" else 600
            price = chance.randrange(1, there // 2)
            traveller.presses = [Press(start + gap * turn, price, True, True) for turn in (0, 1)]
        case "normal":
            traveller.presses = [Press(start, chance.randrange(1, there + 1), True, True)]
        case "slow_shop":
            traveller.presses = [Press(start, chance.randrange(1, there), True, False)]
        case _:
            pass


def _traveller(number: int, kind: Kind, chance: random.Random) -> Traveller:
    hurt = kind in ("stranded", "spent", "leaver")
    later = DAY + timedelta(days=chance.randrange(1, 10))
    ends_on = DAY if hurt or (kind != "other_day" and chance.random() < 0.6) else later
    app = kind == "leaver" or chance.random() < 0.5
    return Traveller(
        number=number,
        kind=kind,
        prefecture=chance.choice(PREFECTURES),
        ends_on=ends_on,
        app=app,
        other_book=app and chance.random() < 0.05,
        interim="nothing" if kind == "leaver" else chance.choice(("nothing", "part", "all")),
        march=chance.choice(("nothing", "part", "all")),
        # Victims of category B call. Some of the others try, too.
        calls=kind in ("repeated", "cash") or (kind in ("twins", "slow_shop") and number % 2 == 0),
    )


def _share(spends: Spends, yen: int, parts: int) -> int:
    return {"nothing": 0, "part": yen // parts, "all": yen}[spends]
