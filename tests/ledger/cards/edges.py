"""Where the rules say one thing, and a moment later another: the instants at which something of
what the oracle knows ends or begins, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.ledger.cards.books import Card, Done
from tests.ledger.cards.facts import PRODUCTS
from tests.ledger.oracle import day, midnight, one_month
from tests.ledger.oracle_cards import CardOracle

TICK = timedelta(microseconds=1)
A_DAY = timedelta(days=1)
#: How often which kind of edge is gone to, and what is asked for there more than elsewhere.
OFTEN = {"end": 18, "hold": 26, "send": 24, "month": 12, "day": 15, "cap": 5}
ASKED = {
    "end": {
        "pay": 9, "authorise": 3, "charge": 2, "carry_over": 2, "send": 2, "withdraw": 2,
        "redeem": 2, "lapse": 3, "load": 2, "extend": 4, "collect_shortfall": 2, "exchange": 1,
    },
    "hold": {"capture": 4, "void": 2, "increase": 2, "end_hold": 2, "force_post": 4},
    "send": {"claim": 3, "return_send": 3},
    "month": {"send": 8, "load": 1, "claim": 2},
    "day": {"pay": 3, "load": 3, "withdraw": 3},
    "cap": {"load": 2, "forward": 2, "release": 2, "refund": 2, "charge": 1},
}  # fmt: skip


@dataclass(frozen=True)
class Edge:
    what: str
    at: datetime
    card: Card | None = None
    done: Done | None = None


def edges(oracle: CardOracle, what: str, now: datetime) -> list[Edge]:
    """Those of a kind that are still to come, the next one first."""
    found = {
        "end": _ends, "hold": _holds, "send": _sends, "month": _months, "day": _days, "cap": _caps,
    }[what](oracle, now)  # fmt: skip
    return sorted((one for one in found if one.at > now), key=lambda one: one.at)


def _ends(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Of value, and of the cards on which it is."""
    for card in oracle.cards.values():
        ends = {lot.ends for lot in card.lots if lot.yen}
        if ends:
            yield from (Edge("end", at, card) for at in {*ends, card.ends} if at is not None)


def _holds(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Of what is held, and of the days in which it may be posted late."""
    for done in oracle.all:
        hold = done.hold
        if hold is not None and hold.rest:
            yield Edge("hold", hold.ends, hold.card, done)
            if hold.card.facts.late_days is not None:
                late = timedelta(days=hold.card.facts.late_days)
                yield Edge("hold", hold.ends + late, hold.card, done)


def _sends(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    for done in oracle.all:
        if done.sent is not None and done.sent.state == "pending":
            for at in (done.sent.opens, done.sent.ends):
                yield Edge("send", at, done.sent.card, done)


def _months(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Where the last day begins on which something counts towards a month's cap, or is over: where
    one more send would make the difference. Where none would, the months of the calendar."""
    found: list[Edge] = []
    for card in oracle.cards.values():
        caps = PRODUCTS[card.funds].caps if card.funds else {}
        for spell in card.spells:
            over = one_month(spell.on)
            for at in (over - A_DAY, over):
                left = caps["send_month"] - oracle.in_month(card, "send", over - A_DAY)
                if spell.what == "send" and not spell.over and left < caps["send"]:
                    found.append(Edge("month", at, card))
    first = (day(now).replace(day=1) + timedelta(days=31)).replace(day=1)
    yield from found or (Edge("month", midnight(first)),)


def _days(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Midnight, for a card that has used some of a day's cap."""
    at = midnight(day(now) + A_DAY)
    cards = [one for (one, _, on), yen in oracle.used.items() if yen and on == day(now)]
    yield from (Edge("day", at, card) for card in cards or (None,))


def _caps(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Where the terms set another cap."""
    for facts in PRODUCTS.values():
        yield from (Edge("cap", midnight(on)) for on, _ in facts.balances)
