"""Where the rules say one thing, and a moment later another: the instants at which something of
what the oracle knows ends or begins, and whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.ledger.cards.books import Card, Done
from tests.ledger.cards.facts import PRODUCTS
from tests.ledger.oracle import day, midnight
from tests.ledger.oracle_cards import CardOracle

TICK = timedelta(microseconds=1)
A_DAY = timedelta(days=1)
#: How many times in turn which kind of edge is gone to, and what is asked for there most often.
OFTEN = {"end": 4, "hold": 3, "send": 3, "month": 2, "day": 2, "cap": 4, "free": 3}
ASKED = {
    "end": {
        "pay": 9, "authorise": 3, "charge": 2, "carry_over": 2, "send": 2, "withdraw": 2,
        "redeem": 2, "lapse": 3, "load": 2, "extend": 4, "collect_shortfall": 2, "exchange": 1,
        "force_post": 2,
    },
    "hold": {"capture": 4, "void": 2, "increase": 2, "end_hold": 2, "force_post": 4},
    "send": {"claim": 3, "return_send": 3},
    "month": {"send": 8, "load": 1, "claim": 2},
    "day": {"pay": 3, "load": 3, "withdraw": 3},
    "cap": {"load": 5, "forward": 5, "release": 1, "refund": 1, "charge": 1},
    "free": {
        "withdraw": 3, "complete_withdrawal": 3, "return_withdrawal": 3, "waive_fee": 3,
        "exchange": 1,
    },
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
        "end": _ends, "hold": _holds, "send": _sends, "day": _days, "cap": _caps,
        "free": _free,
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


def _days(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Midnight, for a card that has used some of a day's cap."""
    at = midnight(day(now) + A_DAY)
    cards = [one for (one, _, on), yen in oracle.used.items() if yen and on == day(now)]
    yield from (Edge("day", at, card) for card in cards or (None,))


def _free(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Where the next month begins, and has free withdrawals of its own."""
    yield Edge("free", midnight((day(now).replace(day=1) + 31 * A_DAY).replace(day=1)))


def _caps(oracle: CardOracle, now: datetime) -> Iterator[Edge]:
    """Where the terms set a lower cap."""
    for facts in PRODUCTS.values():
        for on, cap in facts.balances:
            if cap < (facts.balance(on - A_DAY) or 0):
                yield Edge("cap", midnight(on))
