"""Sends to other holders, charging one product from another, and the standard periods (R79, R85,
R92, R100-R103, R106, R108, R109)."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from zandaka.terms.blocks import Days, DaysBlock
from zandaka.terms.dated import Dated
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

#: `at_once`: the receiver has it with the send. `claim`: from the next day on, until `claim_days`
#: are over; then it is the sender's again.
SendMode = Literal["none", "at_once", "claim"]
#: What becomes of a send at once that a cap of the receiver's refuses: it is refused, and the
#: sender has its value and quota back; or it waits for `claim_days` to be claimed (R106).
BeyondMax = Literal["refuse", "hold"]
#: When the right to sent money passes to its receiver: R102 or R101.
RightMoves = Literal["receipt", "acceptance"]
#: Over which time the caps of a month count: a calendar month, or the month up to the day.
SendMonth = Literal["calendar", "rolling"]
#: When a holder's right to money paid to a merchant ends (R103): at the end of the last day of the
#: standard period, at the beginning of that day, or when the merchant was paid. A settlement ends
#: it earlier in each case.
MerchantRightEnds = Literal["due_day", "due_day_start", "settled"]
#: Where a number is entered to charge another product.
ChargeChannel = Literal["app", "web", "store"]
#: What a standard period is about.
PeriodOf = Literal["pay", "send", "withdraw"]


class StandardBlock(DaysBlock, frozen=True, kw_only=True):
    """How many days the issuer gives itself; whoever looks after it is told `alarm_days` before
    the last one. `network` is empty where every payment is meant."""

    of: PeriodOf
    network: str = ""
    alarm_days: Days = 0


class SendingShape(Shape, frozen=True, kw_only=True):
    """`[sending]` of a product file."""

    send: SendMode = "none"
    receive_beyond_max: BeyondMax = "refuse"
    right_moves: RightMoves = "receipt"
    month: SendMonth = "calendar"
    merchant_right_ends: MerchantRightEnds = "due_day"
    payment_day_counts: bool = False
    charges: list[Text] = []
    charge_channels: list[ChargeChannel] = []
    carries_to: list[Text] = []
    source: str = ""
    claim_days: list[DaysBlock] = []
    standard_days: list[StandardBlock] = []


class SendingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read. `charges` are the products whose cards this one may be loaded onto,
    `carries_to` those whose cards may take its balance over."""

    send: SendMode = "none"
    receive_beyond_max: BeyondMax = "refuse"
    right_moves: RightMoves = "receipt"
    month: SendMonth = "calendar"
    merchant_right_ends: MerchantRightEnds = "due_day"
    payment_day_counts: bool = False
    charges: frozenset[str] = frozenset()
    #: Empty: any.
    charge_channels: frozenset[str] = frozenset()
    carries_to: frozenset[str] = frozenset()
    source: str = ""
    claim_days: Dated[int] = Dated()
    #: By what they are about and the network, empty for every payment.
    standard_days: Mapping[tuple[str, str], Dated[int]] = {}
    alarm_days: Mapping[tuple[str, str], Dated[int]] = {}

    def standard(self, of: PeriodOf, network: str, on: date) -> int | None:
        """Days of the standard period of something begun on a day; None where there is none."""
        return _days(self.standard_days, of, network, on)

    def alarm(self, of: PeriodOf, network: str, on: date) -> int:
        """How many days before its last one somebody is told."""
        return _days(self.alarm_days, of, network, on) or 0

    @property
    def networks(self) -> frozenset[str]:
        """The networks whose payments have a standard period of their own."""
        return frozenset(network for of, network in self.standard_days if of == "pay" and network)


def _days(
    blocks: Mapping[tuple[str, str], Dated[int]], of: str, network: str, on: date
) -> int | None:
    series = blocks.get((of, network)) or blocks.get((of, ""))
    found = None if series is None else series.at(on)
    return None if found is None else found.value


def make(check: "FileCheck", shape: SendingShape) -> SendingTerms:
    """Raises TermsError."""
    written = shape != SendingShape()
    if written:
        check.cite("sending.source", shape.source)
    holds = shape.receive_beyond_max == "hold"
    if holds and shape.send != "at_once":
        raise check.refuse("sending.receive_beyond_max", '"hold" is of send = "at_once"')
    if (shape.send == "claim" or holds) and not shape.claim_days:
        raise check.refuse(
            "sending.claim_days", 'is required by send = "claim" and receive_beyond_max = "hold"'
        )
    if shape.send == "none" and shape.claim_days:
        raise check.refuse("sending.claim_days", "goes with a send, and only then")
    if shape.charge_channels and not shape.charges:
        raise check.refuse("sending.charge_channels", "goes with charges, and only then")
    if any(block.network for block in shape.standard_days if block.of != "pay"):
        raise check.refuse("sending.standard_days", 'network goes with of = "pay", and only then')
    periods: dict[tuple[str, str], list[tuple[int, StandardBlock]]] = {}
    for index, block in enumerate(shape.standard_days):
        periods.setdefault((block.of, block.network), []).append((index, block))
    return SendingTerms(
        send=shape.send,
        receive_beyond_max=shape.receive_beyond_max,
        right_moves=shape.right_moves,
        month=shape.month,
        merchant_right_ends=shape.merchant_right_ends,
        payment_day_counts=shape.payment_day_counts,
        charges=frozenset(shape.charges),
        charge_channels=frozenset(shape.charge_channels),
        carries_to=frozenset(shape.carries_to),
        source=shape.source,
        claim_days=check.series("sending.claim_days", enumerate(shape.claim_days)),
        standard_days={
            of: check.series("sending.standard_days", blocks) for of, blocks in periods.items()
        },
        alarm_days={
            of: check.series("sending.standard_days", [(i, _alarm(one)) for i, one in blocks])
            for of, blocks in periods.items()
        },
    )


def _alarm(block: StandardBlock) -> DaysBlock:
    days = None if block.ends else block.alarm_days
    return DaysBlock(since=block.since, ends=block.ends, source=block.source, days=days)


def named(terms: SendingTerms) -> tuple[tuple[str, str], ...]:
    """The other products that this part names, each with its key."""
    return (
        *(("sending.charges", one) for one in sorted(terms.charges)),
        *(("sending.carries_to", one) for one in sorted(terms.carries_to)),
    )
