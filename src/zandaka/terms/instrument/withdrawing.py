"""Withdrawals, and the end of a contract (R107, R110-R112, R115, R116)."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

import msgspec

from zandaka.terms.blocks import Block, FeeBlock, MonthsBlock
from zandaka.terms.dated import Dated
from zandaka.terms.incident_model import OriginatorTerms
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck

#: `bank`: to a registered account, ordered by hand. `atm`: at a cash machine. `automatic`: to a
#: registered account, as the holder has it done again and again.
Route = Literal["bank", "atm", "automatic"]
#: `outside`: the amount is paid out and the fee is taken beside it. `inside`: the fee is taken out
#: of the amount.
FeeTaken = Literal["outside", "inside"]
#: `pay_out`: what is left is paid to a bank account, less a fee. `to_prepaid`: all of it becomes
#: prepaid value of the same card.
Ends = Literal["pay_out", "to_prepaid"]
#: Which withdrawals of a month are free: the first that succeed, also one for which a fee was kept
#: when it was ordered; or the first that are ordered, of those that did not fail before.
FreeOne = Literal["first_successful", "first_ordered"]
Times = Annotated[int, msgspec.Meta(ge=1, le=1000)]

_UNKNOWN: Final[Dated[int]] = Dated()


class TimesBlock(Block, frozen=True, kw_only=True):
    """How many times a calendar month something is free."""

    value_key: ClassVar[str] = "times"

    times: Times | None = None


class RouteShape(Shape, frozen=True, kw_only=True):
    """`[withdrawing.routes.<route>]`: what it costs, and how many a month are free."""

    fee: Annotated[list[FeeBlock], msgspec.Meta(min_length=1)]
    free_a_month: list[TimesBlock] = []


class WithdrawingShape(Shape, frozen=True, kw_only=True):
    """`[withdrawing]` of a product file."""

    source: Text | None = None
    routes: dict[Route, RouteShape] = {}
    fee_taken: FeeTaken = "outside"
    free_one: FreeOne = "first_successful"
    ends: Ends | None = None
    end_fee: list[FeeBlock] = []
    originator: OriginatorTerms | None = None
    keep_records: list[MonthsBlock] = []


class RouteTerms(msgspec.Struct, frozen=True, kw_only=True):
    """One way out: yen a time, and how many successful ones of a calendar month are free."""

    fee: Dated[int]
    free_a_month: Dated[int]

    def fee_on(self, on: date) -> int | None:
        """Yen; None where nothing is withdrawn this way on that day."""
        found = self.fee.at(on)
        return None if found is None else found.value

    def free_on(self, on: date) -> int:
        """How many of the month are free."""
        found = self.free_a_month.at(on)
        return 0 if found is None else found.value


class WithdrawingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read. `originator` is the account that payouts leave."""

    source: str = ""
    routes: dict[Route, RouteTerms] = {}
    fee_taken: FeeTaken = "outside"
    free_one: FreeOne = "first_successful"
    ends: Ends | None = None
    end_fee: Dated[int] = _UNKNOWN
    originator: OriginatorTerms | None = None
    keep_records: Dated[int] = _UNKNOWN

    def keep_records_months(self, on: date) -> int | None:
        """For how many months after the end of a contract the holder's name and accounts are kept;
        None: for ever."""
        found = self.keep_records.at(on)
        return None if found is None else found.value

    def end_fee_on(self, on: date) -> int:
        """Yen that the end of a contract costs, its payout included (R115)."""
        found = self.end_fee.at(on)
        return 0 if found is None else found.value


def make(check: "FileCheck", shape: WithdrawingShape) -> WithdrawingTerms:
    """Raises TermsError."""
    if shape == WithdrawingShape():
        return WithdrawingTerms()
    if shape.source is None:
        raise check.refuse("withdrawing.source", "is required")
    if shape.end_fee and shape.ends != "pay_out":
        raise check.refuse("withdrawing.end_fee", 'goes with ends = "pay_out"')
    if shape.originator is not None:
        check.cite("withdrawing.originator.source", shape.originator.source)
    return WithdrawingTerms(
        source=check.cite("withdrawing.source", shape.source),
        routes={name: _route(check, name, one) for name, one in shape.routes.items()},
        fee_taken=shape.fee_taken,
        free_one=shape.free_one,
        ends=shape.ends,
        end_fee=check.series("withdrawing.end_fee", enumerate(shape.end_fee)),
        originator=shape.originator,
        keep_records=check.series("withdrawing.keep_records", enumerate(shape.keep_records)),
    )


def _route(check: "FileCheck", name: str, shape: RouteShape) -> RouteTerms:
    at = f"withdrawing.routes.{name}"
    return RouteTerms(
        fee=check.series(f"{at}.fee", enumerate(shape.fee)),
        free_a_month=check.series(f"{at}.free_a_month", enumerate(shape.free_a_month)),
    )
