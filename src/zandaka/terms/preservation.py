"""How an issuer preserves what holders have with it, as its file says (R87-R90, R96-R99)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from zandaka.terms.blocks import BasisPoints
from zandaka.terms.shape import NameShape, Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

PreservedKind = Literal["prepaid", "funds_transfer"]
#: Deposited with the authorities, by a contract with banks, or held in trust.
Method = Literal["deposit", "guarantee_contract", "trust_contract"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MonthDay = Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class BalanceBase(Shape, frozen=True, kw_only=True):
    """At least so many hundredths of a percent of the unused balance of each of these days."""

    base_dates: Annotated[list[MonthDay], msgspec.Meta(min_length=1)]
    basis_points: BasisPoints


class WeekBase(Shape, frozen=True, kw_only=True):
    """What was owed in a week that ends on `week_ends`, within so many business days of its last
    day, `days_at_most` where these take longer."""

    week_ends: Weekday
    business_days: Days
    days_at_most: Days


class PreservationShape(Shape, frozen=True, kw_only=True):
    """`[[preservation]]`: of which value, since when, how and with whom, on which base, and what
    holders are told of the duty and of their right."""

    legal_kind: PreservedKind
    since: date
    method: Method
    counterparties: list[NameShape] = []
    balance: BalanceBase | None = None
    week: WeekBase | None = None
    duty: NameShape
    right: NameShape
    source: Text


class Preservation(msgspec.Struct, frozen=True, kw_only=True):
    """One of these, as the rules read it. Either `balance` or `week` is what it is reckoned by."""

    since: date
    method: Method
    counterparties: tuple[NameShape, ...]
    balance: BalanceBase | None
    week: WeekBase | None
    duty: NameShape
    right: NameShape
    source: str


def make_preservations(
    check: "FileCheck", shapes: Sequence[PreservationShape]
) -> dict[str, tuple[Preservation, ...]]:
    """By legal kind, the latest last. Raises TermsError."""
    made: dict[str, list[Preservation]] = {}
    for index, shape in enumerate(shapes):
        at = f"preservation[{index}]"
        wanted = "balance" if shape.legal_kind == "prepaid" else "week"
        if (shape.balance is not None, shape.week is not None) != (
            wanted == "balance",
            wanted == "week",
        ):
            raise check.refuse(f"{at}.{wanted}", f"{shape.legal_kind} is reckoned by it, alone")
        if (shape.method == "deposit") == bool(shape.counterparties):
            raise check.refuse(f"{at}.counterparties", "go with a contract, and only then")
        own = made.setdefault(shape.legal_kind, [])
        if any(one.since == shape.since for one in own):
            raise check.refuse(f"{at}.from", f"{shape.since} comes twice for the same value")
        own.append(_made(check, at, shape))
    return {
        kind: tuple(sorted(own, key=lambda one: one.since)) for kind, own in sorted(made.items())
    }


def _made(check: "FileCheck", at: str, shape: PreservationShape) -> Preservation:
    balance = shape.balance
    if balance is not None:
        balance = msgspec.structs.replace(balance, base_dates=sorted(balance.base_dates))
    return Preservation(
        since=shape.since,
        method=shape.method,
        counterparties=tuple(sorted(shape.counterparties, key=lambda one: one.en)),
        balance=balance,
        week=shape.week,
        duty=shape.duty,
        right=shape.right,
        source=check.cite(f"{at}.source", shape.source),
    )
